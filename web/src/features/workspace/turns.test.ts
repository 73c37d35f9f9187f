import { describe, expect, it } from 'vitest';
import type { Version } from '../versions/queries.ts';
import { turnUndo, turnVersions, versionNumbers } from './turns.ts';

function version(number: number, jobId: string | null, origin: Version['origin'] = 'generation'): Version {
  return {
    id: `v${number}`,
    project_id: 'p',
    number,
    parent_id: number === 1 ? null : `v${number - 1}`,
    message: origin === 'restore' ? 'Restored version 3' : '',
    origin,
    job_id: jobId,
    checks: null,
    created_by: null,
    created_at: '2026-01-01T00:00:00Z',
  };
}

const versions = [version(4, 'b'), version(3, null, 'edit'), version(2, 'a'), version(1, 'a')];

describe('turnVersions', () => {
  it('takes a draft and what it became as one turn', () => {
    const turn = turnVersions(versions, 'a');
    expect([turn?.base, turn?.result.number, turn?.later.map(({ number }) => number)]).toEqual([null, 2, [3, 4]]);
  });

  it('starts from the version before, also when that was a hand edit', () => {
    const turn = turnVersions(versions, 'b');
    expect([turn?.base?.number, turn?.result.number, turn?.later]).toEqual([3, 4, []]);
  });

  it('knows a turn that made no version', () => {
    expect(turnVersions(versions, 'c')).toBeUndefined();
  });
});

describe('turnUndo', () => {
  it('restores the version before the turn and says what else goes', async () => {
    const restored: number[] = [];
    const undo = turnUndo(turnVersions([...versions, version(5, null, 'edit')], 'b'), async ({ number }) =>
      restored.push(number),
    );
    await undo?.run();
    expect(restored).toEqual([3]);
    expect(undo?.description).toMatch(/back to version 3.*also takes back what came later: version 5\./);
  });

  it('knows a turn that is taken back already', () => {
    const undoAfter = (...later: Version[]) => turnUndo(turnVersions([...versions, ...later], 'b'), async () => {});
    expect(undoAfter()?.done).toBe(false);
    expect(undoAfter(version(5, null, 'restore'))?.done).toBe(true);
    expect(undoAfter(version(5, null, 'restore'), version(6, null, 'edit'))?.done).toBe(false);
  });

  it('is not offered for the first version', () => {
    expect(turnUndo(turnVersions(versions, 'a'), async () => {})).toBeUndefined();
  });
});

describe('versionNumbers', () => {
  it('names one, two and many', () => {
    expect([1, 2, 3].map((count) => versionNumbers(versions.slice(-count).reverse()))).toEqual([
      'version 1',
      'versions 1 and 2',
      'versions 1 to 3',
    ]);
  });
});
