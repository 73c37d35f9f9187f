import { describe, expect, it } from 'vitest';
import { keyProblems, providerName } from './model-key-form.tsx';

const draft = { choice: 'openai', name: '', baseUrl: '', model: '', key: 'sk-12345678' };

describe('keyProblems', () => {
  it('asks a known provider for nothing but the key', () => {
    expect(keyProblems(draft)).toEqual({});
    expect(keyProblems({ ...draft, key: 'two words here' }).key).toMatch(/without spaces/);
    expect(keyProblems({ ...draft, key: '' }).key).toBe('Paste the key.');
  });

  it('asks another for its name and a safe address', () => {
    const other = {
      ...draft,
      choice: 'other',
      name: 'mine',
      baseUrl: 'https://models.example.com/v1',
      model: 'qwen/qwen3',
    };
    expect(keyProblems(other)).toEqual({});
    expect(Object.keys(keyProblems({ ...other, name: 'My Models', baseUrl: 'http://10.0.0.1' }))).toEqual([
      'name',
      'baseUrl',
    ]);
  });

  it('asks those who carry many models which one', () => {
    expect(Object.keys(keyProblems({ ...draft, choice: 'openrouter' }))).toEqual(['model']);
    expect(keyProblems({ ...draft, choice: 'openrouter', model: 'qwen/qwen3-coder:free' })).toEqual({});
    expect(Object.keys(keyProblems({ ...draft, model: 'two words' }))).toEqual(['model']);
  });
});

describe('providerName', () => {
  it('is the provider’s own word, or what it was called', () => {
    expect([providerName('xai'), providerName('mine')]).toEqual(['xAI', 'mine']);
  });
});
