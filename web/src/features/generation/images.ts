/**
 * Pictures that go with a prompt. Each is drawn anew, smaller where it is too large: it then fits what the server takes,
 * and what a camera wrote into it, such as where it was taken, stays with the person.
 */
import type { z } from 'zod';
import { IMAGE_MAX_BYTES, IMAGES_MAX, type promptImage } from '../../../../shared/contracts/generate.ts';

export interface AttachedImage {
  readonly name: string;
  readonly image: z.input<typeof promptImage>;
  /** `data:` address, for showing it. */
  readonly url: string;
}

/** Longest side that is sent, in pixels: models that see work at about this size. */
const SIDE_MAX = 1568;
const SMALLER_SIDES = [SIDE_MAX, 1200, 900, 640];
const QUALITIES = [0.9, 0.75];

/** Width and height with the longest side at most `max`, the same shape, at least 1 pixel each. */
export function fittedSize(width: number, height: number, max: number): { width: number; height: number } {
  const scale = Math.min(1, max / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Of the files that were dropped, pasted or chosen: the pictures that still have room, and why others were left out. */
export function acceptImages(files: readonly File[], attached: number): { accepted: File[]; problem?: string } {
  const pictures = files.filter(({ type }) => /^image\/(?:png|jpeg|webp|gif)$/.test(type));
  const accepted = pictures.slice(0, Math.max(0, IMAGES_MAX - attached));
  if (accepted.length < pictures.length)
    return { accepted, problem: `At most ${IMAGES_MAX} pictures go with a request.` };
  if (pictures.length < files.length)
    return { accepted, problem: 'Only PNG, JPEG, WebP and GIF pictures can be attached.' };
  return { accepted };
}

/** @throws Error with a sentence for the person when the file is no picture that the browser can read. */
export async function readImage(file: File): Promise<AttachedImage> {
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new Error(`${file.name || 'The picture'} cannot be read.`, { cause });
  });
  try {
    for (const side of SMALLER_SIDES) {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, fittedSize(bitmap.width, bitmap.height, side));
      const context = canvas.getContext('2d');
      if (context === null) break;
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      for (const quality of QUALITIES) {
        const blob = await encode(canvas, quality);
        if (blob === null || blob.size > IMAGE_MAX_BYTES) continue;
        const url = await dataUrl(blob);
        const data = url.slice(url.indexOf(',') + 1);
        const mediaType = blob.type === 'image/webp' ? 'image/webp' : 'image/jpeg';
        return { name: file.name || 'Picture', image: { mediaType, data }, url };
      }
    }
  } finally {
    bitmap.close();
  }
  throw new Error(`${file.name || 'The picture'} cannot be made small enough.`);
}

/** WebP keeps what is transparent; a browser that cannot write it answers with PNG, and is asked for JPEG. */
async function encode(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  const as = (type: string) => new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
  const webp = await as('image/webp');
  return webp?.type === 'image/webp' ? webp : as('image/jpeg');
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
