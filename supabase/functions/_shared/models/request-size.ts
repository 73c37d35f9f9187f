/** How large a request is and how large its answer may be, in tokens. */
import { estimateTokens } from '../../../../shared/context/token-estimate.ts';
import type { ModelRequest } from './model-provider.ts';
import type { ModelSettings } from './settings.ts';

/** Thoughts count against the limit of the output, so a model that thinks is given this much more. */
const THINKING_TOKENS = 16_000;

/** What a call is told to write at most. */
export function answerLimit(settings: ModelSettings, request: ModelRequest): number {
  const wanted = request.maxOutputTokens + (settings.thinks ? THINKING_TOKENS : 0);
  return Math.min(wanted, settings.outputTokens);
}

/** A large screenshot, as both large providers count it. */
const TOKENS_PER_IMAGE = 1_500;

/** What a request costs to read, for where nobody counts. */
export function estimateInput({ system, messages, schema }: ModelRequest, sees: boolean): number {
  const texts = [system, ...messages.map(({ text }) => text), schema ? JSON.stringify(schema.jsonSchema) : ''];
  const images = sees ? messages.reduce((sum, message) => sum + (message.images?.length ?? 0), 0) : 0;
  return texts.reduce((sum, text) => sum + estimateTokens(text), images * TOKENS_PER_IMAGE);
}
