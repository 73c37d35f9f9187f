import { expect, it } from 'vitest';
import type { PreviewRequest } from '../../preview/problem.ts';
import { PreviewLog } from './preview-log.ts';

const request = (id: number, status: number | null): PreviewRequest => ({
  id,
  method: 'GET',
  path: '/rest/v1/notes',
  status,
  duration: null,
  size: null,
  error: null,
});

/** What is shown once the log has been drawn. */
function drawn(log: PreviewLog): Promise<ReturnType<PreviewLog['read']>> {
  return new Promise((resolve) => {
    const stop = log.subscribe(() => {
      stop();
      resolve(log.read());
    });
  });
}

it('counts what is said again in a row', async () => {
  const log = new PreviewLog();
  for (const text of ['a', 'a', 'b', 'a']) log.addMessage({ level: 'log', text });
  log.addMessage({ level: 'error', text: 'a' });
  const { messages } = await drawn(log);
  expect(messages.map(({ level, text, times }) => `${level} ${text} ${times}`)).toEqual([
    'log a 2',
    'log b 1',
    'log a 1',
    'error a 1',
  ]);
});

it('keeps the newest', async () => {
  const log = new PreviewLog();
  for (let index = 0; index < 600; index++) log.addMessage({ level: 'log', text: String(index) });
  const { messages } = await drawn(log);
  expect([messages.length, messages[0]?.text, messages.at(-1)?.text]).toEqual([500, '100', '599']);
});

it('completes a request in its place, and forgets one that was cleared', async () => {
  const log = new PreviewLog();
  log.addRequest(request(1, null));
  log.addRequest(request(2, null));
  log.addRequest(request(1, 200));
  expect((await drawn(log)).requests.map(({ id, status }) => [id, status])).toEqual([
    [1, 200],
    [2, null],
  ]);
  log.clearRequests();
  log.addRequest(request(2, 200));
  expect((await drawn(log)).requests).toEqual([]);
});
