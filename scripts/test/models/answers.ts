/** What the double can answer. Each is one HTTP exchange; a queue of them is what a model does over several calls. */

export type DoubleAnswer = SaysText | SaysStatus | SaysNothing | CallsTool;

interface SaysText {
  kind: 'text';
  text: string;
  /** Default `done`. */
  stop?: 'done' | 'length' | 'refusal';
  /** Characters in one delta. Default 24. */
  chunk?: number;
  /** Between two deltas. */
  pauseMs?: number;
  /** Deltas of thought before the answer. */
  thoughts?: number;
  /** What the stream says it used; default: a token for four characters. `none` leaves it out. */
  usage?: { input: number; output: number; cached?: number } | 'none';
  /**
   * After this many characters of the text: `token` breaks the connection in the middle of an event, `event` between two,
   * `end` ends the stream properly without its last events, `silence` sends nothing more, `error` sends the protocol's
   * error event.
   */
  cut?: { after: number; how: 'token' | 'event' | 'end' | 'silence' | 'error' };
}

interface SaysStatus {
  kind: 'status';
  status: number;
  message?: string;
  /** The protocol's word for it; default what the provider says with this status. */
  code?: string;
  /** As it is put into the header: seconds or a date. */
  retryAfter?: string;
}

/** Takes the connection and says nothing, not even a status. */
interface SaysNothing {
  kind: 'nothing';
}

interface CallsTool {
  kind: 'tool';
  name: string;
  input: Record<string, unknown>;
}

export const says = (text: string, options: Omit<SaysText, 'kind' | 'text'> = {}): DoubleAnswer => ({
  kind: 'text',
  text,
  ...options,
});

export const saysJson = (value: unknown, options: Omit<SaysText, 'kind' | 'text'> = {}): DoubleAnswer =>
  says(JSON.stringify(value), options);

export const fails = (status: number, options: Omit<SaysStatus, 'kind' | 'status'> = {}): DoubleAnswer => ({
  kind: 'status',
  status,
  ...options,
});

export const saysNothing: DoubleAnswer = { kind: 'nothing' };

export const callsTool = (name: string, input: Record<string, unknown> = {}): DoubleAnswer => ({
  kind: 'tool',
  name,
  input,
});

/** Answers well and then, right behind the first `mark`, does not go on. */
export function breaksOff(
  text: string,
  mark: string,
  how: NonNullable<SaysText['cut']>['how'],
  options: Omit<SaysText, 'kind' | 'text' | 'cut'> = {},
): DoubleAnswer {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`The answer does not hold "${mark}".`);
  return says(text, { ...options, cut: { after: at + mark.length, how } });
}

/** JSON as models like to give it: announced, fenced, and commented afterwards. */
export function inProse(json: string): string {
  return `Sure! Here is what you asked for:\n\n\`\`\`json\n${json}\n\`\`\`\n\nLet me know if you want {changes} to it.`;
}

export function withWindowsLineEnds(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}

/** Goes on and on: longer than `tokens` tokens by any count. */
export function rambles(tokens: number): DoubleAnswer {
  return says('and so on, and on. '.repeat(tokens), { chunk: 200 });
}
