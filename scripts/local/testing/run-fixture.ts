/** Runs a stack with the options given as JSON, as `npm start` does with its own. */
import { type StackOptions, startStack } from '../stack.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as StackOptions;
try {
  const stack = await startStack({ ...options, onError: (line) => console.error(line) });
  process.on('SIGTERM', () => void stack.stop().then(() => process.exit(0)));
  console.log(stack.url);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
