/**
 * A TCP port on the loopback address that nothing listens on now, and that nothing is given by chance before it is used:
 * below those that systems hand out to outgoing connections, from a range of this process, one after the other.
 */
import { createServer } from 'node:net';

const FIRST = 20_000;
const RANGES = 120;
const SIZE = 100;
const start = FIRST + (process.pid % RANGES) * SIZE;
let given = 0;

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < SIZE; tries += 1) {
    const port = start + (given++ % SIZE);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${start} to ${start + SIZE - 1} is free.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
