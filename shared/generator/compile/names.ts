/** Names in the emitted code: casing, and keeping names that would meet apart. */

const words = (name: string): string[] => name.split(/[_\-/]+/).filter((it) => it !== '');

/** `workout_set` -> `WorkoutSet`. */
export function pascalCase(name: string): string {
  return words(name)
    .map((it) => it.charAt(0).toUpperCase() + it.slice(1))
    .join('');
}

/** `workout_set` -> `workoutSet`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** `workout_sets` -> `workout-sets`. Different identifiers stay different. */
export function kebabCase(name: string): string {
  return name.replace(/_/g, '-');
}

/**
 * A label inside a sentence: `Workout` -> `workout`, `URL` and `IBAN check` stay. Languages that write nouns with a
 * capital keep it.
 */
export function inSentence(label: string, language: string): string {
  if (/^de(?:-|$)/i.test(language)) return label;
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** Hands out each name once; a name that is taken gets the next number. */
export class NameRegistry {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved);
  }

  claim(name: string, separator = ''): string {
    let candidate = name;
    for (let n = 2; this.#taken.has(candidate); n += 1) candidate = `${name}${separator}${n}`;
    this.#taken.add(candidate);
    return candidate;
  }
}

/** Type names the emitted files import or that the platform defines; an entity of that name is called `…Item`. */
export const TAKEN_TYPES = new Set(
  (
    'Array ArrayBuffer Badge Boolean Button Cell Comment Confirm Contact Database Date Document Element Empty Error Event ' +
    'Facts Faq Features Field File Form FormData Function Heading Hero Image Infinity Input Json Layout Link List Location Map ' +
    'Math Message Number NaN Navigate NavLink Node Notification Object Option Outlet Page Pagination Partial Promise Proxy Query Range ' +
    'React ReactNode Readonly Record Reflect RegExp Request Response Route Router Routes Rule Section Selection Session Set ' +
    'Stat Storage String Suspense Symbol Tables Text Theme Toast Tone URL Validated Values Views WeakMap Window Worker'
  ).split(' '),
);
