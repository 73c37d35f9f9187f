/** Where the running stack is: `stack.json` in its state folder, written once everything is ready. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type StackInfo, stackInfo } from '../local/state.ts';

export type StackState = StackInfo;

/**
 * The stack of `TRELLIS_DIR` (default `.trellis`).
 *
 * @throws Error that says how to start one when none runs there.
 */
export function readStack(directory = process.env.TRELLIS_DIR ?? '.trellis'): StackState {
  const file = resolve(directory, 'stack.json');
  if (!existsSync(file)) throw new Error(`No stack runs in ${resolve(directory)}: start one with npm start.`);
  return stackInfo.parse(JSON.parse(readFileSync(file, 'utf8')));
}
