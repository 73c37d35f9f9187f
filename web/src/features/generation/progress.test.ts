import { describe, expect, it } from 'vitest';
import { parseEvent } from './event-log.ts';
import { isOver, toProgress } from './progress.ts';

const versionId = '7d9f0c52-3b0a-4c4e-9a39-1d6a5a3f2b11';

function logOf(...entries: [kind: string, payload: unknown][]) {
  return entries.map(([kind, payload], index) =>
    parseEvent({ seq: index + 1, kind, payload, created_at: `2026-01-01T00:00:${String(index).padStart(2, '0')}Z` }),
  );
}

describe('toProgress', () => {
  it('follows a job to its version', () => {
    const progress = toProgress(
      logOf(
        ['queued', {}],
        ['started', { attempt: 1 }],
        ['step', { step: 'scaffold', state: 'started' }],
        ['file', { path: 'src/app.tsx', size: 10 }],
        ['file', { path: 'src/main.tsx', size: 20 }],
        ['step', { step: 'scaffold', state: 'done' }],
        ['check', { passed: true, findings: [], files: 2 }],
        ['version', { versionId, number: 1 }],
        ['completed', { versionId }],
      ),
    );
    expect(progress.phase).toBe('completed');
    expect(progress.files.map((file) => file.path)).toEqual(['src/app.tsx', 'src/main.tsx']);
    expect(progress.steps).toEqual([
      { step: 'scaffold', startedAt: '2026-01-01T00:00:02Z', finishedAt: '2026-01-01T00:00:05Z' },
    ]);
    expect(progress.version?.number).toBe(1);
    expect(isOver(progress)).toBe(true);
  });

  it('shows a resumed step and its files once', () => {
    const progress = toProgress(
      logOf(
        ['started', { attempt: 1 }],
        ['step', { step: 'scaffold', state: 'started' }],
        ['file', { path: 'a.ts', size: 1 }],
        ['started', { attempt: 2 }],
        ['step', { step: 'scaffold', state: 'started' }],
        ['file', { path: 'a.ts', size: 2 }],
        ['step', { step: 'scaffold', state: 'done' }],
      ),
    );
    expect(progress.steps).toHaveLength(1);
    expect(progress.files).toEqual([{ path: 'a.ts', size: 2 }]);
  });

  it('says why it waits, until the next attempt starts', () => {
    const waiting = logOf(['started', { attempt: 1 }], ['retry', { attempt: 2, delaySeconds: 4, reason: 'Busy.' }]);
    expect(toProgress(waiting)).toMatchObject({ phase: 'retrying', retry: { reason: 'Busy.' } });
    const going = [...waiting, parseEvent({ seq: 3, kind: 'started', payload: { attempt: 2 }, created_at: '' })];
    expect(toProgress(going).retry).toBeUndefined();
    expect(toProgress(going).phase).toBe('running');
  });

  it('keeps the reason of a failure', () => {
    const progress = toProgress(logOf(['failed', { code: 'worker_lost', message: 'The worker was lost.' }]));
    expect(progress).toMatchObject({ phase: 'failed', failure: { message: 'The worker was lost.' } });
  });

  it('tells what a model says and changes, at the step in which it does', () => {
    const call = {
      provider: 'openai',
      model: 'gpt',
      purpose: 'edit',
      inputTokens: 100,
      outputTokens: 20,
      costMicrousd: 7,
    };
    const progress = toProgress(
      logOf(
        ['step', { step: 'edit', state: 'started' }],
        ['message', { text: 'I look at it.' }],
        ['patch', { path: 'src/a.tsx', op: 'create' }],
        ['patch', { path: 'src/a.tsx', op: 'replace' }],
        ['patch', { path: 'src/b.tsx', op: 'replace' }],
        ['message', { text: 'That is all.' }],
        ['model', call],
        ['step', { step: 'edit', state: 'done' }],
        ['step', { step: 'verify', state: 'started' }],
        ['check', { passed: false, findings: [], files: 3 }],
        ['step', { step: 'verify', state: 'done' }],
        ['step', { step: 'repair', state: 'started' }],
        ['patch', { path: 'src/a.tsx', op: 'delete' }],
        ['model', { ...call, purpose: 'repair' }],
      ),
    );
    expect(progress.steps).toMatchObject([
      {
        step: 'edit',
        said: 'I look at it.\n\nThat is all.',
        patches: [
          { path: 'src/a.tsx', op: 'create' },
          { path: 'src/b.tsx', op: 'replace' },
        ],
      },
      { step: 'verify', check: { passed: false } },
      { step: 'repair', patches: [{ path: 'src/a.tsx', op: 'delete' }] },
    ]);
    expect(progress.totals).toEqual({ models: ['openai/gpt'], inputTokens: 200, outputTokens: 40, costMicrousd: 14 });
  });

  it('says once what every attempt says again', () => {
    const notice = { code: 'model_fallback', message: 'Another model goes on.' };
    expect(toProgress(logOf(['notice', notice], ['notice', notice])).notices).toEqual([notice]);
  });

  it('goes on in the same log when a failed job is put back into the queue', () => {
    const failed: [string, unknown][] = [
      ['step', { step: 'edit', state: 'started' }],
      ['failed', { code: 'model_unavailable', message: 'The provider has a problem.' }],
    ];
    const again = toProgress(logOf(...failed, ['queued', { again: true }]));
    expect([again.phase, again.failure, isOver(again)]).toEqual(['queued', undefined, false]);
    const done = toProgress(logOf(...failed, ['queued', { again: true }], ['completed', { versionId }]));
    expect(done).toMatchObject({ phase: 'completed', steps: [{ step: 'edit' }] });
  });
});
