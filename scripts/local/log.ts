/**
 * The stack's log: one line per event in `stack.log`; what a person must see goes to the terminal as well. Callers pass
 * no secrets: a request is logged by method, path without its query, status and duration.
 */
import { createWriteStream, renameSync, statSync } from 'node:fs';

const ROTATE_BYTES = 20 * 1024 * 1024;

export interface Log {
  /** To the file only. */
  info(line: string): void;
  /** To the file and the terminal. */
  error(line: string): void;
  close(): Promise<void>;
}

/** Appends to `file`; one that has grown large is put aside first. */
export function openLog(file: string, terminal: (line: string) => void): Log {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > ROTATE_BYTES) renameSync(file, `${file}.1`);
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  // A full disk must not take the stack down with it; the terminal still shows errors.
  stream.on('error', (error) => terminal(`log: ${error.message}`));
  const write = (line: string) => stream.write(`${new Date().toISOString()} ${line}\n`);
  return {
    info: (line) => void write(line),
    error(line) {
      write(line);
      terminal(line);
    },
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
