/** What a turn of the conversation did to the project's versions, and taking it back. */
import type { TurnUndo } from '../generation/turn-actions.tsx';
import type { Version } from '../versions/queries.ts';

export interface TurnVersions {
  /** The version that the turn started from; null when it made the first one. */
  readonly base: Version | null;
  /** The last version that the turn made. */
  readonly result: Version;
  /** Versions that were made after it, oldest first. */
  readonly later: readonly Version[];
}

/** @param versions in any order */
export function turnVersions(versions: readonly Version[], jobId: string): TurnVersions | undefined {
  const inOrder = [...versions].sort((a, b) => a.number - b.number);
  const own = inOrder.filter((version) => version.job_id === jobId);
  const [first] = own;
  const result = own.at(-1);
  if (first === undefined || result === undefined) return undefined;
  return {
    base: inOrder.find(({ id }) => id === first.parent_id) ?? null,
    result,
    later: inOrder.filter(({ number }) => number > result.number),
  };
}

/** "version 4", "versions 4 and 5", "versions 4 to 9". */
export function versionNumbers(versions: readonly Version[]): string {
  const numbers = versions.map(({ number }) => number);
  const [first] = numbers;
  const last = numbers.at(-1);
  if (numbers.length <= 1) return `version ${first ?? ''}`;
  return numbers.length === 2 ? `versions ${first} and ${last}` : `versions ${first} to ${last}`;
}

/** How the turn is taken back; undefined when nothing was before it. */
export function turnUndo(
  turn: TurnVersions | undefined,
  restore: (version: Version) => Promise<unknown>,
): TurnUndo | undefined {
  const base = turn?.base ?? null;
  if (turn === undefined || base === null) return undefined;
  const { later } = turn;
  const newest = later.at(-1);
  const also = later.length === 0 ? '' : ` That also takes back what came later: ${versionNumbers(later)}.`;
  return {
    done: newest?.origin === 'restore' && newest.message === `Restored version ${base.number}`,
    description: `The app goes back to version ${base.number}, the one before this request, as a new version.${also} The data model goes back with it, and the preview makes its database anew. Nothing is deleted: every version stays under Versions.`,
    run: async () => {
      await restore(base);
    },
  };
}
