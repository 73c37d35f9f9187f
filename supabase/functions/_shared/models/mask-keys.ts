/**
 * Takes keys out of texts that come from outside. Providers quote the key they refuse, in full or with its middle left
 * out, and gateways quote whole requests; what is logged, stored or shown goes through here first.
 */
import { maskSecrets } from '../../../../shared/context/mask-secrets.ts';

const MASK = '***';

/** Keys that are quoted in part, and headers that carry one. */
const QUOTED = [
  /\b(?:sk|pk|rk|xai|gsk|hf)[-_][\w*.…-]{6,}/g,
  /\b(?:Bearer|Basic)\s+[\w.~+/=*-]+/gi,
  /(?<=\b(?:x-api-key|api[-_ ]?key|authorization)["']?\s*[:=]\s*["']?)[^\s"',;}]+/gi,
];

/** @param keys known keys; each of their occurrences goes, whatever it looks like */
export function maskKeys(text: string, keys: readonly string[] = []): string {
  let masked = text;
  for (const key of keys) if (key.length >= 6) masked = masked.replaceAll(key, MASK);
  return QUOTED.reduce((rest, shape) => rest.replace(shape, MASK), maskSecrets(masked).text);
}
