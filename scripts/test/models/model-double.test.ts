import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { expect, it } from 'vitest';
import { callModel } from '../../../supabase/functions/_shared/models/chain.ts';
import { configuredModels } from '../../../supabase/functions/_shared/models/configured.ts';
import { fails, says } from './answers.ts';

it('runs by itself, is steered over HTTP, and is used with the settings it prints', async () => {
  const run = spawn(process.execPath, ['--import', 'tsx', 'scripts/test/models/run-double.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const env: Record<string, string> = {};
    for await (const line of readline.createInterface({ input: run.stdout })) {
      const [, name = '', value = ''] = /^export (\w+)=(.*)$/.exec(line) ?? [];
      env[name] = value;
      if (Object.keys(env).length === 5) break;
    }
    const control = `${env.ANTHROPIC_BASE_URL}/_double`;
    const steer = (body: unknown) => fetch(control, { method: 'PUT', body: JSON.stringify(body) });
    expect((await steer({ mark: 'a bookshop', answers: [fails(500), says('Hello')] })).status).toBe(200);
    expect((await steer({ mark: 'a bookshop', answers: [{ kind: 'dance' }] })).status).toBe(400);

    const answer = await callModel(
      configuredModels(env).chain,
      {
        purpose: 'edit',
        system: '',
        messages: [{ role: 'user', text: 'Make a bookshop, please' }],
        maxOutputTokens: 100,
        signal: new AbortController().signal,
        idempotencyKey: 'one',
      },
      { record: () => {}, sleep: async () => {} },
    );
    expect(answer).toMatchObject({ text: 'Hello', provider: 'openai' });
    const calls = await (await fetch(`${control}?mark=a+bookshop`)).json();
    expect(calls).toMatchObject([{ answer: { status: 500 } }, { answer: { text: 'Hello' }, ended: 'answered' }]);
    expect(JSON.stringify(calls)).not.toContain(env.OPENAI_API_KEY);
    await fetch(control, { method: 'DELETE' });
    expect(await (await fetch(control)).json()).toEqual([]);
  } finally {
    run.kill();
  }
});
