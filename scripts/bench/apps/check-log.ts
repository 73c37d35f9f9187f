/** What was checked in one application and how it came out. */

/** Every kind of check, in the order in which a person would meet it, with what it asks. */
export const CHECK_KINDS = {
  verified: 'the generated files pass the static checks',
  types: 'the exported project type-checks',
  builds: 'the exported project builds with Vite',
  starts: 'migrations and seed apply, and the application shows something',
  landing: 'the first page has a title, a heading and a way in',
  colour: 'background and components have the colours asked for',
  page: 'a page has a heading and content and shows no error',
  linked: 'a page can be reached by a link, or by the search in the header',
  honest: 'no placeholder, dead link or hidden limitation',
  width: 'nothing overflows at 390 px',
  axe: 'axe finds nothing serious or critical',
  contrast: 'text has enough contrast, in light and dark',
  dark: 'the dark theme is dark and is remembered',
  'sign-in': 'a person can sign in',
  refuses: 'a form refuses bad input with a message',
  accepts: 'a form accepts good input',
  kept: 'what was created is there after a reload',
  access: 'rows are seen and changed by those who may, and by nobody else',
  edit: 'a row can be changed',
  delete: 'a row can be deleted',
  own: 'what a person has once is theirs, and can be changed, deleted and made anew',
  step: 'the steps of a row are taken by those who may, and stay taken',
  vote: 'a second person likes or votes once, and takes it back',
  comment: 'a second person comments, and takes it back',
  message: 'a message reaches its recipient and nobody else, and is answered',
  board: 'a board moves rows by keyboard and by dragging, and they stay there',
  calendar: 'a calendar shows its rows and goes from month to month by keyboard',
  steps: 'a form in steps goes on and back, and keeps what was entered',
  search: 'search narrows and clears',
  filter: 'filters narrow and clear',
  console: 'no error in the console, on the page or in the database',
  finished: 'the inspection came to its end in time',
} as const;
export type CheckKind = keyof typeof CHECK_KINDS;

export interface Check {
  readonly kind: CheckKind;
  /** Where, in words that a person finds on the screen: `Deals`, `New deal, as Ada`. */
  readonly subject: string;
  /** Null when the check passed. */
  readonly failure: string | null;
}

export class CheckLog {
  readonly checks: Check[] = [];

  /** @param failure what is wrong, or null, or false when nothing is. */
  record(kind: CheckKind, subject: string, failure: string | null | false): boolean {
    const passed = failure === null || failure === false;
    this.checks.push({ kind, subject, failure: passed ? null : failure });
    return passed;
  }

  /** Runs a check that fails with its exception's first line. @returns the value, or undefined when it failed. */
  async attempt<Value>(kind: CheckKind, subject: string, run: () => Promise<Value>): Promise<Value | undefined> {
    try {
      const value = await run();
      this.record(kind, subject, null);
      return value;
    } catch (error) {
      this.record(kind, subject, describeError(error));
      return undefined;
    }
  }
}

/** The first line of an error, without terminal colours. */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: playwright colours its messages with escape sequences
  return (message.replace(/\u001b\[\d+m/g, '').split('\n')[0] ?? '').slice(0, 240);
}
