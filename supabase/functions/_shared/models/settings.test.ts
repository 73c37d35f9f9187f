import { describe, expect, it } from 'vitest';
import { availableModels, configuredModels } from './configured.ts';
import {
  chosenModel,
  type Environment,
  ModelSettingsError,
  modelVariables,
  operatorModels,
  organizationModels,
  timeLimits,
} from './settings.ts';

const ENV: Environment = {
  TRELLIS_MODELS: 'anthropic/claude-sonnet-5-5, openai/gpt-6.2-sol',
  ANTHROPIC_API_KEY: 'operator-anthropic',
  OPENAI_API_KEY: 'operator-openai',
};

function settingsError(env: Environment): string {
  try {
    operatorModels(env);
    timeLimits(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ModelSettingsError);
    return (error as Error).message;
  }
  throw new Error('The settings were accepted.');
}

describe("the operator's settings", () => {
  it('name the chain in order, with what is known of each model', () => {
    expect(operatorModels(ENV)).toMatchObject([
      { id: 'anthropic/claude-sonnet-5-5', protocol: 'anthropic', apiKey: 'operator-anthropic', sees: true },
      { id: 'openai/gpt-6.2-sol', protocol: 'openai', baseUrl: 'https://api.openai.com/v1', contextTokens: 1_050_000 },
    ]);
    expect(operatorModels({})).toEqual([]);
    expect(operatorModels({ OPENAI_API_KEY: 'of another program' })).toEqual([]);
  });

  it('describe a model that is not known', () => {
    const env = {
      TRELLIS_MODELS: 'ollama/qwen3-coder:30b?context=65536&output=16000&sees&price=0.5:1.25&effort=low',
      OLLAMA_BASE_URL: 'http://127.0.0.1:11434/v1/',
    };
    expect(operatorModels(env)).toMatchObject([
      {
        ...{ provider: 'ollama', model: 'qwen3-coder:30b', baseUrl: 'http://127.0.0.1:11434/v1', trusted: true },
        ...{ contextTokens: 65_536, outputTokens: 16_000, sees: true, thinks: false, effort: 'low' },
        price: { input: 500_000, output: 1_250_000, cached: 500_000 },
      },
    ]);
  });

  it('know that own machines cost nothing, and not what an unknown model costs', () => {
    const [own, router] = operatorModels({
      TRELLIS_MODELS: 'vllm/coder,openrouter/meta/llama-5:free',
      VLLM_BASE_URL: 'http://gpu.internal:8000/v1',
      OPENROUTER_API_KEY: 'key',
    });
    expect(own?.price).toEqual({ input: 0, output: 0, cached: 0 });
    expect(router).toMatchObject({ model: 'meta/llama-5:free', baseUrl: 'https://openrouter.ai/api/v1' });
    expect(router?.price).toBeUndefined();
  });

  it.each([
    [{ TRELLIS_MODELS: 'gpt-6' }, 'TRELLIS_MODELS: "gpt-6" is not of the form provider/model.'],
    [{ TRELLIS_MODELS: 'openai/gpt-6.2-sol' }, 'OPENAI_API_KEY: is needed for "openai/gpt-6.2-sol".'],
    [{ ...ENV, OPENAI_API_KEY: ' ' }, 'OPENAI_API_KEY: is needed'],
    [{ ...ENV, OPENAI_BASE_URL: 'localhost:11434' }, 'OPENAI_BASE_URL: must be a URL'],
    [{ TRELLIS_MODELS: 'ollama/x' }, 'OLLAMA_BASE_URL: is needed'],
    [{ TRELLIS_MODELS: 'groq/x', GROQ_API_KEY: 'k' }, 'GROQ_BASE_URL: is needed'],
    [{ ...ENV, TRELLIS_MODELS: 'openai/a,openai/a' }, 'TRELLIS_MODELS: names openai/a twice.'],
    [{ ...ENV, TRELLIS_MODELS: 'openai/a?context=many' }, 'TRELLIS_MODELS: openai/a: context: must be a whole number'],
    [{ ...ENV, TRELLIS_MODELS: 'openai/a?colour=red' }, 'TRELLIS_MODELS: openai/a: colour: '],
    [{ TRELLIS_MODEL_SECONDS: 'long' }, 'TRELLIS_MODEL_SECONDS: must be a whole number'],
  ])('are refused by name: %o', (env, message) => {
    expect(settingsError(env)).toContain(message);
  });

  it('never repeat a key', () => {
    expect(settingsError({ ...ENV, OPENAI_BASE_URL: 'no url' })).not.toContain('operator-');
  });

  it('set how long a call may take, the parts of it too', () => {
    expect(timeLimits({ TRELLIS_MODEL_SECONDS: '40' })).toEqual({
      ...{ connectMs: 40_000, firstTokenMs: 40_000, silenceMs: 30_000, wholeMs: 40_000 },
    });
  });

  it('are handed on to functions: what they are read from, and nothing else', () => {
    const env = { ...ENV, XAI_API_KEY: 'other', GITHUB_TOKEN: 'other', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' };
    expect(modelVariables(env).sort()).toEqual([
      ...['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL', 'OPENAI_API_KEY', 'TRELLIS_MODELS'],
    ]);
  });
});

describe("an organization's keys", () => {
  it("come before the operator's chain, and replace its key", () => {
    const models = organizationModels(ENV, [
      { provider: 'openai', key: 'theirs' },
      { provider: 'xai', key: 'theirs' },
    ]);
    expect(models.map(({ id, apiKey, trusted }) => [id, apiKey, trusted])).toEqual([
      ['openai/gpt-6.2-sol', 'theirs', false],
      ['xai/grok-4.7', 'theirs', false],
      ['anthropic/claude-sonnet-5-5', 'operator-anthropic', true],
    ]);
  });

  it("never reach the operator's own address", () => {
    const env = { ...ENV, OPENAI_BASE_URL: 'http://10.0.0.5/v1' };
    expect(organizationModels(env, [{ provider: 'openai', key: 'theirs' }])[0]).toMatchObject({
      ...{ apiKey: 'theirs', baseUrl: 'https://api.openai.com/v1', trusted: false },
    });
  });

  it('may come with an endpoint on the internet, and with no other', () => {
    const key = (baseUrl: string) => [{ provider: 'groq', key: 'theirs', baseUrl }];
    expect(chosenModel('groq/llama', {}, key('https://api.groq.com/openai/v1/'))).toMatchObject({
      ...{ model: 'llama', baseUrl: 'https://api.groq.com/openai/v1', trusted: false },
    });
    expect(chosenModel('groq/llama', {}, key('https://169.254.169.254/v1'))).toBeUndefined();
    expect(chosenModel('groq/llama', {}, key('http://api.groq.com/v1'))).toBeUndefined();
  });

  it('give all the known models of their provider to choose from', () => {
    const ids = availableModels({}, [{ provider: 'anthropic', model: null }]).map(({ id }) => id);
    expect(ids).toContain('anthropic/claude-opus-5-5');
    expect(ids).not.toContain('openai/gpt-6.2-sol');
    expect(ids.at(-1)).toBe('builtin');
  });

  it('may name the model, which then comes first and can be chosen', () => {
    const key = { provider: 'groq', key: 'theirs', baseUrl: 'https://api.groq.com/openai/v1', model: 'llama-5' };
    expect(configuredModels(ENV, [key]).chain[0]).toMatchObject({ provider: 'groq', model: 'llama-5' });
    expect(availableModels({}, [key]).map(({ id }) => id)).toEqual(['groq/llama-5', 'builtin']);
  });

  it('are needed for a model that the operator does not offer', () => {
    expect(chosenModel('openai/gpt-6.2-sol', ENV, [])?.apiKey).toBe('operator-openai');
    expect(chosenModel('openai/gpt-6-astra', ENV, [])).toBeUndefined();
    expect(chosenModel('openai/new-model', ENV, [{ provider: 'openai', key: 'theirs' }])?.apiKey).toBe('theirs');
    expect(chosenModel('openai/new?sees', ENV, [{ provider: 'openai', key: 'theirs' }])).toBeUndefined();
  });
});

describe('the chain', () => {
  const names = (chain: readonly { provider: string; model: string }[] | undefined) =>
    chain?.map(({ provider, model }) => `${provider}/${model}`);

  it('starts with the model that was chosen', () => {
    const models = configuredModels(ENV);
    expect(names(models.chain)).toEqual(['anthropic/claude-sonnet-5-5', 'openai/gpt-6.2-sol']);
    expect(names(models.startingWith('openai/gpt-6.2-sol'))).toEqual([
      ...['openai/gpt-6.2-sol', 'anthropic/claude-sonnet-5-5'],
    ]);
    expect(models.startingWith('openai/gpt-6-astra')).toBeUndefined();
    expect(models.startingWith('builtin')).toBeUndefined();
  });

  it('is empty without models', () => {
    expect(configuredModels({}).chain).toEqual([]);
    expect(availableModels({})).toEqual([{ id: 'builtin', label: 'Built-in planner', sees: false }]);
  });
});
