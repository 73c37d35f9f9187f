/**
 * The process that proves: a Postgres of its own, one proof after the other. What is proven here was written by anyone, so
 * the process is held from outside: its parent ends it when a proof takes too long, and a thread of its own when it takes
 * too much memory or its parent is gone, for SQL that runs keeps the main thread from noticing anything.
 *
 * argv: LIMIT_BYTES
 */
import { Worker } from 'node:worker_threads';
import { proveIn } from '../../../shared/prove/migrations.ts';
import { createPlatform, EXTENSIONS } from '../../../shared/prove/pglite.ts';
import { type ProofRequest, proofRequest } from '../../../shared/prove/request.ts';

const WATCH_MS = 100;

new Worker(
  `const { workerData } = require('node:worker_threads');
   setInterval(() => {
     const over = process.memoryUsage.rss() > workerData.limit;
     if (over) process._rawDebug(workerData.mark);
     if (over || process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
   }, ${WATCH_MS});`,
  { eval: true, workerData: { limit: Number(process.argv[2]), parent: process.ppid, mark: 'prover: out of memory' } },
).unref();

const send = (message: unknown) => process.send?.(message);
const prepare = () => createPlatform(Object.keys(EXTENSIONS));

let database = prepare();
let ready = database.then(() => send({ kind: 'ready' }));

async function answer({ migrations, rules }: ProofRequest): Promise<void> {
  const platform = await database;
  let clean = false;
  try {
    const report = await proveIn(platform, migrations, new Map(rules));
    clean = report.failure === null;
    send({ kind: 'report', report });
  } catch (error) {
    send({ kind: 'error', message: error instanceof Error ? error.message : String(error) });
  }
  if (clean) {
    send({ kind: 'ready' });
    return;
  }
  // What failed may have left the transaction that undoes everything: the next proof gets another Postgres.
  await platform.close().catch(() => {});
  database = prepare();
  ready = database.then(() => send({ kind: 'ready' }));
}

process.on('message', (message) => {
  void ready.then(() => answer(proofRequest.parse(message)));
});
process.on('disconnect', () => process.exit(0));
