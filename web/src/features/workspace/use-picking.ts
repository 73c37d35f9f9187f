import { useState } from 'react';
import type { FileTree } from '../../../../shared/files/file-tree.ts';
import type { PickedElement } from '../../preview/problem.ts';
import type { EditTarget, TargetPlace } from '../generation/edit-target.tsx';

export interface Picking {
  /** The person is pointing at an element in the preview. */
  readonly active: boolean;
  readonly target: EditTarget | undefined;
  setActive(active: boolean): void;
  setTarget(target: EditTarget | undefined): void;
  /** What was picked; null when picking was left without anything. */
  end(element: PickedElement | null): Promise<void>;
}

/** Parts that many places share: a change there changes them all, so it is the second choice. */
const SHARED = /^src\/components\//;
/** Where everything is put together: whoever points at something does not mean that. */
const SHELL = /^src\/(?:app|main)\.[jt]sx$/;

/** Of the places of an element, nearest first, the one that a person most likely means. */
export function likelyPlace(places: readonly { readonly file: string }[]): number {
  const own = places.findIndex(({ file }) => !SHARED.test(file));
  return own === -1 || SHELL.test(places[own]?.file ?? '') ? 0 : own;
}

/** @param tree - the files that the preview shows, for finding how far an element reaches */
export function usePicking(tree: FileTree | undefined): Picking {
  const [active, setActive] = useState(false);
  const [target, setTarget] = useState<EditTarget>();
  return {
    active,
    target,
    setActive,
    setTarget,
    async end(element) {
      setActive(false);
      if (element === null) return;
      const places = await withEndLines(element.places, tree ?? {});
      setTarget({ label: labelOf(element), places, chosen: likelyPlace(places) });
    },
  };
}

export function labelOf({ label, component }: PickedElement): string {
  return component === null || component === label ? label : `${label} in ${component}`;
}

async function withEndLines(places: PickedElement['places'], tree: FileTree): Promise<TargetPlace[]> {
  // The parser is large, and nobody needs it before.
  const lines = await import('./element-lines.ts').catch(() => undefined);
  return places.map((place) => {
    const source = tree[place.file];
    const endLine = typeof source === 'string' ? lines?.endLineOf(place.file, source, place.line) : undefined;
    return endLine === undefined ? place : { ...place, endLine };
  });
}
