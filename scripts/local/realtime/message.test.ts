import { expect, it } from 'vitest';
import { readBinaryMessage, readMessage, writeMessage } from './message.ts';

it('reads and writes both protocols', () => {
  const message = { joinRef: '1', ref: '2', topic: 'realtime:a', event: 'phx_join', payload: { a: 1 } };
  for (const version of ['1.0.0', '2.0.0']) expect(readMessage(writeMessage(message, version))).toEqual(message);
});

it.each(['', 'x', '[]', '{}', '[1,2,3,4,5]', '{"topic":1}', 'null'])('takes %j for no message', (text) => {
  expect(readMessage(text)).toBeNull();
});

it('reads a broadcast in a binary frame, and no other frame', () => {
  const parts = ['1', '22', 'realtime:a', 'moved', 'mm', JSON.stringify({ x: 'ü' })].map((part) => Buffer.from(part));
  const frame = Buffer.concat([Buffer.from([3, ...parts.slice(0, 5).map((part) => part.length), 1]), ...parts]);
  expect(readBinaryMessage(frame)).toEqual({
    joinRef: '1',
    ref: '22',
    topic: 'realtime:a',
    event: 'broadcast',
    payload: { type: 'broadcast', event: 'moved', payload: { x: 'ü' } },
  });
  expect(readBinaryMessage(Buffer.from([4, 0, 0, 0, 0, 0, 1]))).toBeNull();
  expect(readBinaryMessage(Buffer.from([]))).toBeNull();
  expect(readBinaryMessage(frame.subarray(0, 30))).toBeNull();
});
