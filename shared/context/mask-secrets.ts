/** Keeps keys out of what is sent to a model. */
import { secretsIn } from '../verify/secrets.ts';

export interface Masked {
  readonly text: string;
  /** Kinds of keys that were masked, each once: `an OpenAI API key`. */
  readonly kinds: readonly string[];
}

/** The text with each secret replaced by what it is. Finds what `verify` finds in files. */
export function maskSecrets(text: string): Masked {
  const found = secretsIn(text).sort((a, b) => a.index - b.index || b.length - a.length);
  const kinds = new Set<string>();
  let masked = '';
  let at = 0;
  for (const { what, index, length } of found) {
    if (index < at) {
      // Inside or across one that is masked already: what sticks out goes as well.
      at = Math.max(at, index + length);
      continue;
    }
    masked += `${text.slice(at, index)}[${what} was removed]`;
    at = index + length;
    kinds.add(what);
  }
  return { text: masked + text.slice(at), kinds: [...kinds] };
}
