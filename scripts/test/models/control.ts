/**
 * The double's remote control, for a test in another process and for a person with curl:
 *
 *     PUT /_double {"mark": "a bookshop", "answers": [{"kind": "status", "status": 429}, {"kind": "text", "text": "Hello"}]}
 *     GET /_double?mark=a+bookshop     the calls
 *     DELETE /_double                  forgets scripts and calls
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { DoubleAnswer } from './answers.ts';
import type { ModelDouble } from './model-double.ts';

export const CONTROL_PATH = '/_double';

/** Of an answer only the kind is looked at: whoever steers the double knows what `answers.ts` says. */
const answer = z.looseObject({ kind: z.enum(['text', 'status', 'nothing', 'tool']) });
export const doubleScript = z.object({
  mark: z.string().min(1),
  answers: z.array(answer).transform((answers) => answers as unknown as DoubleAnswer[]),
});

export async function control(
  double: ModelDouble,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const reply = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (request.method === 'GET') return reply(200, double.calls(url.searchParams.get('mark') ?? undefined));
  if (request.method === 'DELETE') {
    double.reset();
    return reply(200, {});
  }
  const script = doubleScript.safeParse(await bodyOf(request));
  if (request.method !== 'PUT' || !script.success) return reply(400, { error: 'PUT {"mark": …, "answers": […]}' });
  double.script(script.data.mark, script.data.answers);
  return reply(200, {});
}

/** What the JSON of a request says; undefined when it is none. */
export async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
