import { expect, it } from 'vitest';
import { modelEnvironment } from './model-environment.ts';
import { StartError } from './start-error.ts';

it('hands on the settings of models and nothing else', () => {
  const settings = { TRELLIS_MODELS: 'ollama/coder', OLLAMA_BASE_URL: 'http://127.0.0.1:11434/v1' };
  expect(modelEnvironment({ ...settings, OPENAI_API_KEY: 'of another program', HOME: '/home/me' })).toEqual(settings);
  expect(modelEnvironment({ PATH: '/usr/bin' })).toEqual({});
});

it('refuses to start with settings that cannot be used, by name', () => {
  const start = () => modelEnvironment({ TRELLIS_MODELS: 'openai/gpt-6.2-sol' });
  expect(start).toThrow(StartError);
  expect(start).toThrow('OPENAI_API_KEY: is needed for "openai/gpt-6.2-sol".');
});
