/**
 * Runs one function: imports its module, serves it on a Unix socket, and reports to the stack over stdout in lines that
 * start with a secret mark. Anything on stdin means "warm": call what the module exports as `warm`, if it does. Stdin closing
 * means "finish": no new requests, wait for open ones and for `waitUntil`.
 *
 * Deno.args: --trellis-function=NAME --entry=FILE --socket=PATH --mark=TEXT
 */
type Handler = (request: Request) => Response | Promise<Response>;
interface Server {
  shutdown(): Promise<void>;
}

/** What this file uses of Deno; the project is type-checked without Deno's own declarations. */
declare const Deno: {
  args: string[];
  stdin: { readable: ReadableStream<Uint8Array> };
  stdout: { writeSync(data: Uint8Array): number };
  serve(options: { path: string; onError(error: unknown): Response; onListen(): void }, handler: Handler): Server;
  exit(code: number): never;
};

const options = new Map(Deno.args.map((argument) => argument.replace(/^--/, '').split(/=(.*)/s) as [string, string]));
const option = (name: string): string => {
  const value = options.get(name);
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
};
const functionName = option('trellis-function');
const mark = option('mark');
const encoder = new TextEncoder();
const report = (text: string) => Deno.stdout.writeSync(encoder.encode(`${mark} ${text}\n`));

const background = new Set<Promise<unknown>>();
const edgeRuntime = {
  waitUntil<T>(promise: Promise<T>): Promise<T> {
    const watched = Promise.resolve(promise)
      .catch((error: unknown) => console.error('waitUntil:', error))
      .finally(() => {
        background.delete(watched);
        if (background.size === 0) report('background 0');
      });
    background.add(watched);
    report(`background ${background.size}`);
    return promise;
  },
};
Object.defineProperty(globalThis, 'EdgeRuntime', { value: edgeRuntime, configurable: true });

const failed = (error: unknown) => {
  console.error(error);
  return Response.json(
    { code: 'WORKER_ERROR', message: 'Function exited due to an error (please check logs)' },
    { status: 500, headers: { 'access-control-allow-origin': '*' } },
  );
};

const serve = Deno.serve;
let server: Server | null = null;
function listen(handler: Handler) {
  const started = serve({ path: option('socket'), onError: failed, onListen: () => report('ready') }, handler);
  server = started;
  return started;
}

// A function may call Deno.serve itself: whatever address it asks for, it gets the socket.
Object.defineProperty(Deno, 'serve', {
  configurable: true,
  writable: true,
  value: (first: unknown, second?: unknown) => {
    const handler = [first, second, (first as { handler?: unknown } | null)?.handler].find(
      (value) => typeof value === 'function',
    );
    return listen(handler as Handler);
  },
});

async function finish() {
  await server?.shutdown();
  dispatchEvent(new CustomEvent('beforeunload', { detail: { reason: 'early_drop' } }));
  while (background.size > 0) await Promise.allSettled([...background]);
  Deno.exit(0);
}
let warm: (() => Promise<unknown>) | undefined;
(async () => {
  // The end of the stream comes by itself when the stack dies.
  for await (const _chunk of Deno.stdin.readable) warm?.().catch((error: unknown) => console.error('warm:', error));
  await finish();
})();

const module = (await import(`file://${option('entry')}`)) as { default?: { fetch?: Handler }; warm?: typeof warm };
const exported = module.default;
warm = module.warm;
if (server === null) {
  const handler = exported?.fetch?.bind(exported);
  if (handler === undefined) {
    console.error(`${functionName}: index.ts neither exports { fetch } as its default nor calls Deno.serve.`);
    Deno.exit(1);
  } else {
    listen((request) => handler(request));
  }
}

export {};
