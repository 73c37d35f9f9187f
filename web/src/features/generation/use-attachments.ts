import { useState } from 'react';
import { type AttachedImage, acceptImages, readImage } from './images.ts';

export interface Attachments {
  readonly images: readonly AttachedImage[];
  /** Why something was not attached. */
  readonly problem: string | undefined;
  readonly busy: boolean;
  add(files: readonly File[]): void;
  remove(image: AttachedImage): void;
  clear(): void;
}

/** The pictures that go with the next request. */
export function useAttachments(): Attachments {
  const [images, setImages] = useState<readonly AttachedImage[]>([]);
  const [problem, setProblem] = useState<string>();
  const [reading, setReading] = useState(0);
  return {
    images,
    problem,
    busy: reading > 0,
    add(files) {
      const { accepted, problem: refused } = acceptImages(files, images.length + reading);
      setProblem(refused);
      for (const file of accepted) {
        setReading((count) => count + 1);
        readImage(file)
          .then(
            (image) => setImages((before) => [...before, image]),
            (error: unknown) => {
              const message = error instanceof Error ? error.message : String(error);
              setProblem((before) => (before === undefined ? message : `${before} ${message}`));
            },
          )
          .finally(() => setReading((count) => count - 1));
      }
    },
    remove(image) {
      setProblem(undefined);
      setImages((before) => before.filter((other) => other !== image));
    },
    clear() {
      setProblem(undefined);
      setImages([]);
    },
  };
}
