/**
 * A double of OpenAI's and Anthropic's APIs: it answers with what a test told it to, in the shapes and with the failures
 * of the real ones. No model is behind it.
 *
 *     const double = await startModelDouble();
 *     double.script('a bookshop', [fails(429), says('{"name": "Bookshop"}')]);   // for requests that hold the mark
 *     …start a stack with `double.environment`, or make providers with it…
 *     double.calls('a bookshop')                                                 // what was asked, in order
 *
 * Each request takes the next answer of the first script whose mark it holds: in its text, its system prompt or its model.
 * A script that is used up, and a request without one, gets `otherwise`, or a 501.
 */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DoubleAnswer } from './answers.ts';
import { anthropicProtocol } from './anthropic-protocol.ts';
import { bodyOf, CONTROL_PATH, control } from './control.ts';
import { openAiProtocol } from './openai-protocol.ts';
import type { DoubleRequest, Frame, Protocol, Refusal, Streamed } from './protocol.ts';

export interface DoubleCall extends DoubleRequest {
  protocol: 'openai' | 'anthropic';
  /** Without those that carry a key. */
  headers: Readonly<Record<string, string | undefined>>;
  at: number;
  answer: DoubleAnswer;
  /** `open` while the answer is on its way; `left`: the caller went away before its end. */
  ended: 'open' | 'answered' | 'left';
  /** When the caller went away. */
  leftAt: number | null;
}

export type Script = readonly DoubleAnswer[] | ((request: DoubleRequest) => DoubleAnswer);

export interface ModelDouble {
  url: string;
  /** What a stack is started with to use it: two models of each protocol, without a real key. */
  environment: Record<
    'TRELLIS_MODELS' | 'OPENAI_API_KEY' | 'OPENAI_BASE_URL' | 'ANTHROPIC_API_KEY' | 'ANTHROPIC_BASE_URL',
    string
  >;
  /** Sets the answers for requests that hold the mark; a second script for a mark replaces the first. */
  script(mark: string, answers: Script): void;
  /** What requests without a script get. */
  otherwise(answer: (request: DoubleRequest) => DoubleAnswer): void;
  /** Calls whose request holds the mark; all without one. */
  calls(mark?: string): DoubleCall[];
  /** Forgets scripts and calls. */
  reset(): void;
  stop(): Promise<void>;
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  '/v1/chat/completions': openAiProtocol,
  '/v1/messages': anthropicProtocol,
};

export async function startModelDouble({ port = 0 }: { port?: number } = {}): Promise<ModelDouble> {
  const scripts = new Map<string, { answers: Script; next: number }>();
  const calls: DoubleCall[] = [];
  let otherwise: ((request: DoubleRequest) => DoubleAnswer) | undefined;

  const answerTo = (request: DoubleRequest): DoubleAnswer => {
    const script = [...scripts].find(([mark]) => holds(request, mark))?.[1];
    const scripted = typeof script?.answers === 'function' ? script.answers(request) : script?.answers[script.next++];
    const message = script ? 'The script for this request is used up.' : 'There is no script for this request.';
    return scripted ?? otherwise?.(request) ?? { kind: 'status', status: 501, message };
  };

  const server = http.createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://double');
    if (url.pathname === CONTROL_PATH) return control(double, request, response, url);
    const protocol = PROTOCOLS[url.pathname];
    if (!protocol || request.method !== 'POST') return refuse(response, openAiProtocol, { status: 404 });
    const headers = request.headers as Record<string, string | undefined>;
    const read = protocol.read(headers, await bodyOf(request));
    if ('status' in read) return refuse(response, protocol, read);
    const { authorization: _key, 'x-api-key': _otherKey, ...shown } = headers;
    const answer = answerTo(read);
    const call: DoubleCall = {
      ...read,
      ...{ protocol: protocol.name, headers: shown, at: Date.now(), answer, ended: 'open', leftAt: null },
    };
    calls.push(call);
    response.once('close', () => {
      call.ended = response.writableFinished ? 'answered' : 'left';
      if (call.ended === 'left') call.leftAt = Date.now();
    });
    if (answer.kind === 'nothing') return;
    if (answer.kind === 'status') return refuse(response, protocol, answer, answer.retryAfter);
    await stream(response, protocol, read, answer);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const double: ModelDouble = {
    url,
    environment: {
      TRELLIS_MODELS: 'openai/gpt-6.2-sol,anthropic/claude-sonnet-5-5',
      OPENAI_API_KEY: 'double-key-for-openai',
      OPENAI_BASE_URL: `${url}/v1`,
      ANTHROPIC_API_KEY: 'double-key-for-anthropic',
      ANTHROPIC_BASE_URL: url,
    },
    script: (mark, answers) => void scripts.set(mark, { answers, next: 0 }),
    otherwise: (answer) => {
      otherwise = answer;
    },
    calls: (mark) => calls.filter((call) => mark === undefined || holds(call, mark)),
    reset: () => {
      scripts.clear();
      calls.length = 0;
      otherwise = undefined;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return double;
}

function holds(request: DoubleRequest, mark: string): boolean {
  return [request.model, request.system, ...request.messages.map(({ text }) => text)].some((it) => it.includes(mark));
}

function refuse(response: ServerResponse, protocol: Protocol, refusal: Refusal, retryAfter?: string): void {
  response.writeHead(refusal.status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  });
  response.end(JSON.stringify(protocol.error(refusal)));
}

async function stream(
  response: ServerResponse,
  protocol: Protocol,
  request: DoubleRequest,
  answer: Streamed,
): Promise<void> {
  response.writeHead(200, { ...protocol.headers });
  const cut = answer.kind === 'text' ? answer.cut : undefined;
  const told = answer.kind === 'text' && cut ? { ...answer, text: answer.text.slice(0, cut.after) } : answer;
  let before: Frame | undefined;
  for (const frame of protocol.frames(request, told)) {
    if (response.destroyed) return;
    if (cut && frame.last) return breakOff(response, protocol, cut.how, before);
    await write(response, encode(frame));
    before = frame;
    if (answer.kind === 'text' && answer.pauseMs) await new Promise((resolve) => setTimeout(resolve, answer.pauseMs));
  }
  response.end();
}

type How = NonNullable<Extract<DoubleAnswer, { kind: 'text' }>['cut']>['how'];

async function breakOff(response: ServerResponse, protocol: Protocol, how: How, before?: Frame): Promise<void> {
  if (how === 'silence') return;
  if (how === 'end') return void response.end();
  if (how === 'error') return void response.end(encode(protocol.errorFrame()));
  if (how === 'token' && before) {
    const event = encode(before);
    await write(response, event.slice(0, Math.floor(event.length * 0.7)));
  }
  response.destroy();
}

/** Waits until the bytes have left, so that what was said before a cut arrives. */
function write(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => response.write(text, () => resolve()));
}

function encode({ event, data }: Frame): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${event ? `event: ${event}\n` : ''}data: ${text}\n\n`;
}
