/**
 * `npm start`: starts the local stack and prints its one address when everything is ready.
 *
 *   --reset  removes the stack's data first (database, storage, keys, mails)
 *   --dev    serves the application through Vite with hot reload
 *
 * TRELLIS_PORT (54321), TRELLIS_DB_PORT (54322) and TRELLIS_DIR (.trellis) configure it.
 */
import { parseArgs } from 'node:util';
import { readEnvironment } from './local/configuration.ts';
import { PROJECT_ROOT, startStack } from './local/stack.ts';
import { StartError } from './local/start-error.ts';

function readFlags(): { reset: boolean; dev: boolean } {
  try {
    const { values } = parseArgs({
      options: { reset: { type: 'boolean', default: false }, dev: { type: 'boolean', default: false } },
    });
    return values;
  } catch (cause) {
    throw new StartError(`${cause instanceof Error ? cause.message : cause}\nUsage: npm start -- [--reset] [--dev]`, {
      cause,
    });
  }
}

async function main(): Promise<void> {
  const flags = readFlags();
  const environment = readEnvironment(process.env, PROJECT_ROOT);
  const starting = startStack({ ...environment, ...flags, onError: (line) => console.error(line) });
  // Set before it is ready: a start that is broken off stops what it has started.
  let leaving = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C is impatience, and the children are being stopped already.
      if (leaving) return;
      leaving = true;
      starting
        .then((stack) => stack.stop())
        .catch(() => {})
        .finally(() => process.exit(0));
    });
  }
  const stack = await starting;
  if (!leaving) console.log(stack.url);
}

main().catch((error: unknown) => {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
});
