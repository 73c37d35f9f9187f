/** What the double needs of a protocol. */
import type { DoubleAnswer } from './answers.ts';

/** A request, read from either protocol. */
export interface DoubleRequest {
  model: string;
  system: string;
  messages: { role: 'user' | 'assistant'; text: string; images: number }[];
  maxTokens: number | null;
  /** How JSON was asked for by the protocol's means. */
  json: 'schema' | 'tool' | null;
  wantsUsage: boolean;
  /** The tool that must be called. */
  tool: string | null;
}

export interface Refusal {
  status: number;
  message?: string;
  code?: string;
}

export interface Frame {
  /** The SSE event's name, where the protocol has one. */
  event?: string;
  data: object | string;
  /** It comes after the text. */
  last?: boolean;
}

export type Streamed = Extract<DoubleAnswer, { kind: 'text' | 'tool' }>;

export interface Protocol {
  name: 'openai' | 'anthropic';
  /** Of a stream. */
  headers: Readonly<Record<string, string>>;
  /** Reads a request as strictly as the provider does, or refuses it as the provider does. */
  read(headers: Readonly<Record<string, string | undefined>>, body: unknown): DoubleRequest | Refusal;
  error(refusal: Refusal): object;
  frames(request: DoubleRequest, answer: Streamed): Generator<Frame>;
  errorFrame(): Frame;
}

export function pieces({ text, chunk = 24 }: { text: string; chunk?: number }): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += chunk) found.push(text.slice(at, at + chunk));
  return found;
}

export interface Used {
  input: number;
  output: number;
  /** The part of the input that came from the cache. */
  cached?: number;
}

export function usageOf(request: DoubleRequest, answer: Streamed): Used | undefined {
  const told = answer.kind === 'text' ? answer.usage : undefined;
  if (told !== undefined) return told === 'none' ? undefined : told;
  const input = tokensOf(request.system) + request.messages.reduce((sum, { text }) => sum + tokensOf(text), 0);
  return { input, output: tokensOf(answer.kind === 'text' ? answer.text : JSON.stringify(answer.input)) };
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
