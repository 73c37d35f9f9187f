/**
 * How many tokens a text takes, estimated without a tokenizer, which would be megabytes and different for each model.
 *
 * Code takes 3 to 4 characters a token with the tokenizers in use (o200k_base, Claude, Llama 3), prose a little over 4,
 * and characters beyond ASCII up to one token each. This counts 3.3 a token and one for each character beyond: too many
 * rather than too few, since a request that does not fit is refused.
 */
export function estimateTokens(text: string): number {
  let beyond = 0;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) beyond += 1;
  return Math.ceil((text.length - beyond) / 3.3 + beyond);
}
