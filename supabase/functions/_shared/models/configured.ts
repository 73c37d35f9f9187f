/** From settings to providers: the chain that a job's calls go through, and the list that a person chooses from. */
import { anthropicProvider } from './anthropic.ts';
import type { ModelProvider } from './model-provider.ts';
import { openAiProvider } from './openai.ts';
import {
  choosableModels,
  chosenModel,
  type Environment,
  type ModelSettings,
  type OrganizationKey,
  organizationModels,
  timeLimits,
} from './settings.ts';
import type { TimeLimits } from './time-limits.ts';

/** The planner that is always there: it needs no model, and makes new applications and designs only. */
export const BUILT_IN = { id: 'builtin', label: 'Built-in planner', sees: false } as const;

export interface ConfiguredModels {
  /** In the order in which they are asked. Empty when neither the operator nor the organization has configured one. */
  chain: readonly ModelProvider[];
  /** The chosen model first, then the others of the chain. Undefined when the organization cannot use it. */
  startingWith(id: string): readonly ModelProvider[] | undefined;
  limits: TimeLimits;
}

/** @throws ModelSettingsError that names the operator's variable */
export function configuredModels(env: Environment, keys: readonly OrganizationKey[] = []): ConfiguredModels {
  const chain = organizationModels(env, keys).map((settings) => ({ id: settings.id, provider: providerOf(settings) }));
  return {
    chain: chain.map(({ provider }) => provider),
    limits: timeLimits(env),
    startingWith(id) {
      const chosen = chosenModel(id, env, keys);
      if (!chosen) return undefined;
      const first = chain.find((it) => it.id === id)?.provider ?? providerOf(chosen);
      return [first, ...chain.filter((it) => it.id !== id).map(({ provider }) => provider)];
    },
  };
}

/**
 * What a person of the organization can choose, in the order in which they are asked; `builtin` is last. Which models there
 * are depends neither on the keys nor on where an endpoint is.
 *
 * @param owned providers that the organization has a key for, and the model it named with it
 */
export function availableModels(
  env: Environment,
  owned: readonly { provider: string; model: string | null }[] = [],
): { id: string; label: string; sees: boolean }[] {
  const keys = owned.map(({ provider, model }) => ({ provider, model, key: 'set', baseUrl: SOME_ENDPOINT }));
  return [...choosableModels(env, keys).map(({ id, label, sees }) => ({ id, label, sees })), BUILT_IN];
}

/** Never called: stands for an organization's endpoint where only the names of its models matter. */
const SOME_ENDPOINT = 'https://api.openai.com/v1';

function providerOf(settings: ModelSettings): ModelProvider {
  return settings.protocol === 'anthropic' ? anthropicProvider(settings) : openAiProvider(settings);
}
