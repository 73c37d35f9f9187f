/**
 * Serves one built application and its database on one origin, in a process of its own, until it is ended.
 *
 * `tsx app-process.ts DIRECTORY PORT SNAPSHOT`; prints a JSON object for each line: `{ready: true}`, `{problem: text}`.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import { startSupabase } from '../../../web/src/preview/database/supabase-server.ts';
import { databaseSource } from '../../../web/src/preview/project-sql.ts';
import { SUPABASE_ORIGIN } from '../../../web/src/preview/protocol.ts';
import { createStaticHandler } from '../../local/spa.ts';

const [directory = '', port = '', snapshot = '', ...sqlPaths] = process.argv.slice(2);
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

const tree: FileTree = Object.fromEntries(sqlPaths.map((path) => [path, readFileSync(join(directory, path), 'utf8')]));
const supabase = await startSupabase(
  databaseSource(tree),
  URL.createObjectURL(new Blob([readFileSync(snapshot)])),
  (problem) => say({ problem: problem.message }),
);
const serveFile = createStaticHandler(join(directory, 'dist'));

createServer((request, response) => {
  void handle(request, response).catch((error: unknown) => {
    say({ problem: String(error) });
    response.writeHead(500).end();
  });
}).listen(Number(port), '127.0.0.1', () => say({ ready: true }));

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
  if (!/^\/(rest|auth|storage)\/v1\//.test(url.pathname)) return serveFile(request, response, url);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { response: answer, problem } = await supabase.fetch({
    url: `${SUPABASE_ORIGIN}${url.pathname}${url.search}`,
    method: request.method ?? 'GET',
    headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    body: body.length === 0 ? null : new Uint8Array(body).buffer,
  });
  if (problem !== null) say({ problem: problem.message });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(answer.body === null ? undefined : Buffer.from(answer.body));
}
