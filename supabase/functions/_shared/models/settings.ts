/**
 * Which models there are, as text: the operator's environment and an organization's keys. Light enough for a route that
 * only lists them; `configured.ts` makes providers of it.
 *
 *     TRELLIS_MODELS=anthropic/claude-sonnet-5-5,openai/gpt-6.2-sol,ollama/qwen3-coder:30b?context=65536
 *
 * The first is asked first, the others when it fails. What is not known of a model follows it as in a URL:
 * `context` and `output` (tokens), `sees` and `thinks` (true or false), `effort` (low, medium, high), `price`
 * (dollars for a million tokens, input:output). A provider NAME takes its key from NAME_API_KEY and its address from
 * NAME_BASE_URL; openai, anthropic, xai and openrouter have an address of their own, any other speaks OpenAI's protocol.
 * TRELLIS_MODEL_SECONDS is how long one call may take.
 */
import { z } from 'zod';
import { publicEndpoint } from './endpoint-address.ts';
import { KNOWN_MODELS, knownModel, type ModelPrice } from './known-models.ts';
import { TIME_LIMITS, type TimeLimits } from './time-limits.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A key that an organization brought. */
export interface OrganizationKey {
  provider: string;
  key: string;
  baseUrl?: string | null;
  /** Which model is asked with it. Absent: those of the operator's chain, or the first that is known of the provider. */
  model?: string | null;
}

export interface ModelSettings {
  /** provider/model */
  id: string;
  label: string;
  provider: string;
  model: string;
  protocol: 'openai' | 'anthropic';
  apiKey: string;
  baseUrl: string;
  /** Of the operator's environment: its address is not doubted. */
  trusted: boolean;
  sees: boolean;
  thinks: boolean;
  contextTokens: number;
  outputTokens: number;
  effort: 'low' | 'medium' | 'high' | undefined;
  /** Undefined when nobody has said what it costs. */
  price: ModelPrice | undefined;
}

/** A setting that cannot be used. The message names the variable and never holds its value where that is a key. */
export class ModelSettingsError extends Error {
  readonly variable: string;

  constructor(variable: string, problem: string) {
    super(`${variable}: ${problem}`);
    this.name = 'ModelSettingsError';
    this.variable = variable;
  }
}

const BASE_URLS: ReadonlyMap<string, string> = new Map([
  ['openai', 'https://api.openai.com/v1'],
  ['anthropic', 'https://api.anthropic.com'],
  ['xai', 'https://api.x.ai/v1'],
  ['openrouter', 'https://openrouter.ai/api/v1'],
]);

/** On the operator's own machines: no key is needed and nothing is paid. */
const OWN_MACHINES = new Set(['ollama', 'vllm']);

const truth = z.enum(['true', 'false', '']).transform((text) => text !== 'false');
const count = z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.int().min(1000));
const price = z
  .string()
  .regex(/^\d+(\.\d+)?:\d+(\.\d+)?$/, 'must be two numbers, as 1.25:10')
  .transform((text): ModelPrice => {
    const [input = 0, output = 0] = text.split(':').map((dollars) => Math.round(Number(dollars) * 1e6));
    return { input, output, cached: input };
  });
const modelOptions = z
  .strictObject({
    context: count,
    output: count,
    sees: truth,
    thinks: truth,
    effort: z.enum(['low', 'medium', 'high']),
    price,
  })
  .partial();

const MODEL_ID = /^([a-z][a-z0-9_]*)\/([^\s?,]+)(?:\?(\S*))?$/;

/** Of a model that nobody has described: what most of them can do. */
const UNDESCRIBED = { contextTokens: 32_000, outputTokens: 8_000, sees: false, thinks: false };

/** The chain of the operator. Empty when `TRELLIS_MODELS` is not set. @throws ModelSettingsError */
export function operatorModels(env: Environment): ModelSettings[] {
  const entries = (env.TRELLIS_MODELS ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const models = entries.map((entry) => {
    const { provider, model, options } = parseEntry(entry);
    const key = env[`${variablePrefix(provider)}_API_KEY`]?.trim();
    const address = env[`${variablePrefix(provider)}_BASE_URL`]?.trim();
    if (!key && !OWN_MACHINES.has(provider) && (!address || BASE_URLS.has(provider))) {
      throw new ModelSettingsError(`${variablePrefix(provider)}_API_KEY`, `is needed for "${provider}/${model}".`);
    }
    return describe(provider, model, options, {
      // The protocol wants one; a server that asks for none does not look at it.
      apiKey: key || 'none',
      baseUrl: operatorAddress(provider, address),
      trusted: true,
    });
  });
  const twice = models.find(({ id }, at) => models.findIndex((it) => it.id === id) !== at);
  if (twice) throw new ModelSettingsError('TRELLIS_MODELS', `names ${twice.id} twice.`);
  return models;
}

/**
 * The chain of an organization: what it pays for itself comes first, then what the operator offers. A model of the
 * operator's is asked with the organization's key where it has one for that provider.
 *
 * @throws ModelSettingsError for the operator's settings. A key that cannot be used any more is left out.
 */
export function organizationModels(env: Environment, keys: readonly OrganizationKey[]): ModelSettings[] {
  const operator = operatorModels(env);
  const own = keys.flatMap((key) => {
    const theirs = operator.filter(({ provider }) => provider === key.provider).map(({ model }) => model);
    const [first] = KNOWN_MODELS.filter(({ id }) => id.startsWith(`${key.provider}/`));
    const names = key.model
      ? [key.model]
      : theirs.length > 0
        ? theirs
        : first
          ? [first.id.slice(key.provider.length + 1)]
          : [];
    return names.flatMap((name) => modelOfKey(key, name, operator) ?? []);
  });
  return [...own, ...operator.filter(({ id }) => !own.some((it) => it.id === id))];
}

/** What a person may choose beyond the chain: every known model of a provider that the organization has a key for. */
export function choosableModels(env: Environment, keys: readonly OrganizationKey[]): ModelSettings[] {
  const chain = organizationModels(env, keys);
  const further = keys.flatMap((key) =>
    KNOWN_MODELS.filter(({ id }) => id.startsWith(`${key.provider}/`) && !chain.some((it) => it.id === id)).flatMap(
      ({ id }) => modelOfKey(key, id.slice(key.provider.length + 1), chain) ?? [],
    ),
  );
  return [...chain, ...further];
}

/** A model by its id, also one that is on no list, as long as the organization has a key for its provider. */
export function chosenModel(id: string, env: Environment, keys: readonly OrganizationKey[]): ModelSettings | undefined {
  const listed = choosableModels(env, keys).find((it) => it.id === id);
  if (listed) return listed;
  const [, provider, model] = MODEL_ID.exec(id) ?? [];
  const key = keys.find((it) => it.provider === provider);
  return key && model && !id.includes('?') ? modelOfKey(key, model, []) : undefined;
}

function modelOfKey(
  { provider, key, baseUrl }: OrganizationKey,
  model: string,
  described: readonly ModelSettings[],
): ModelSettings | undefined {
  const address = baseUrl?.trim() || BASE_URLS.get(provider);
  if (!address) return undefined;
  try {
    publicEndpoint(address);
  } catch {
    return undefined;
  }
  const access = { apiKey: key, baseUrl: address.replace(/\/+$/, ''), trusted: false };
  const same = described.find((it) => it.id === `${provider}/${model}`);
  return same ? { ...same, ...access } : describe(provider, model, {}, access);
}

function parseEntry(entry: string) {
  const [, provider, model, query] = MODEL_ID.exec(entry) ?? [];
  if (!provider || !model) {
    throw new ModelSettingsError('TRELLIS_MODELS', `"${entry}" is not of the form provider/model.`);
  }
  const parsed = modelOptions.safeParse(Object.fromEntries(new URLSearchParams(query)));
  if (parsed.success) return { provider, model, options: parsed.data };
  const [issue] = parsed.error.issues;
  const option = issue?.path.join('.') || (issue?.code === 'unrecognized_keys' ? issue.keys[0] : '');
  throw new ModelSettingsError('TRELLIS_MODELS', `${provider}/${model}: ${option}: ${issue?.message}.`);
}

function operatorAddress(provider: string, address: string | undefined): string {
  const variable = `${variablePrefix(provider)}_BASE_URL`;
  const chosen = address || BASE_URLS.get(provider);
  if (!chosen)
    throw new ModelSettingsError(variable, 'is needed: the address of an endpoint that speaks the OpenAI protocol.');
  const parsed = URL.canParse(chosen) ? new URL(chosen) : undefined;
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') {
    throw new ModelSettingsError(variable, 'must be a URL that begins with https:// or http://.');
  }
  return chosen.replace(/\/+$/, '');
}

function describe(
  provider: string,
  model: string,
  options: z.output<typeof modelOptions>,
  access: Pick<ModelSettings, 'apiKey' | 'baseUrl' | 'trusted'>,
): ModelSettings {
  const id = `${provider}/${model}`;
  const known = knownModel(id);
  const facts = known ?? UNDESCRIBED;
  const free = OWN_MACHINES.has(provider) && access.trusted ? { input: 0, output: 0, cached: 0 } : undefined;
  const contextTokens = options.context ?? facts.contextTokens;
  return {
    ...{ id, provider, model, ...access },
    label: known?.label ?? `${model} (${provider})`,
    protocol: provider === 'anthropic' ? 'anthropic' : 'openai',
    sees: options.sees ?? facts.sees,
    thinks: options.thinks ?? facts.thinks,
    contextTokens,
    outputTokens: Math.min(options.output ?? facts.outputTokens, contextTokens),
    effort: options.effort,
    price: options.price ?? known?.price ?? free,
  };
}

function variablePrefix(provider: string): string {
  return provider.toUpperCase();
}

/** @throws ModelSettingsError */
export function timeLimits(env: Environment): TimeLimits {
  const text = env.TRELLIS_MODEL_SECONDS?.trim();
  if (!text) return TIME_LIMITS;
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < 1 || seconds > 3600) {
    throw new ModelSettingsError('TRELLIS_MODEL_SECONDS', 'must be a whole number from 1 to 3600.');
  }
  const wholeMs = seconds * 1000;
  const { connectMs, firstTokenMs, silenceMs } = TIME_LIMITS;
  return {
    connectMs: Math.min(connectMs, wholeMs),
    firstTokenMs: Math.min(firstTokenMs, wholeMs),
    silenceMs: Math.min(silenceMs, wholeMs),
    wholeMs,
  };
}

/** Variables of `env` that the settings may be read from: what a stack hands on to its functions. */
export function modelVariables(env: Environment): string[] {
  const providers = (env.TRELLIS_MODELS ?? '').split(',').flatMap((entry) => MODEL_ID.exec(entry.trim())?.[1] ?? []);
  const names = providers.flatMap((it) => [`${variablePrefix(it)}_API_KEY`, `${variablePrefix(it)}_BASE_URL`]);
  return ['TRELLIS_MODELS', 'TRELLIS_MODEL_SECONDS', ...new Set(names)].filter((name) => env[name] !== undefined);
}
