import { createClient } from '@supabase/supabase-js';
import { describe, expect, it } from 'vitest';
import { readSession, sessionKey, usesSupabase } from './app-session.ts';
import { PUBLISHABLE_KEY, SUPABASE_ORIGIN } from './protocol.ts';

describe('sessionKey', () => {
  it('is where supabase-js looks', async () => {
    const asked: string[] = [];
    const storage = {
      getItem: (key: string) => {
        asked.push(key);
        return null;
      },
      setItem: () => undefined,
      removeItem: () => undefined,
    };
    await createClient(SUPABASE_ORIGIN, PUBLISHABLE_KEY, {
      auth: { storage, autoRefreshToken: false },
      // Asked for as soon as a client is made, and not there in Node 20.
      realtime: { transport: EventTarget as never },
    }).auth.getSession();
    expect(asked).toContain(sessionKey({}));
  });

  it("follows the application's own choice", () => {
    const source = "export const client = createClient(url, key, { auth: { storageKey: 'mine' } });";
    expect(sessionKey({ 'src/lib/client.ts': source })).toBe('mine');
    expect(sessionKey({ 'README.md': source })).toBe(sessionKey({}));
  });
});

describe('usesSupabase', () => {
  const source = "import { createClient } from '@supabase/supabase-js';";
  it.each([
    ['src/lib/supabase.ts', source, true],
    ['src/lib/supabase.test.ts', source, false],
    ['docs/supabase.ts', source, false],
    ['src/app.tsx', "import { useState } from 'react';", false],
  ])('%s', (path, content, expected) => {
    expect(usesSupabase({ [path]: content })).toBe(expected);
  });
});

describe('readSession', () => {
  it.each([
    ['{"access_token":"t","user":{"id":"1","email":"ada@example.com"}}', { id: '1', email: 'ada@example.com' }],
    ['{"access_token":"t","user":{"id":"1","email":7}}', { id: '1', email: '' }],
    ['{"access_token":"t","user":{"id":{}}}', null],
    ['null', null],
    ['not json', null],
  ])('%s', (text, expected) => {
    expect(readSession({ key: text }, 'key')).toEqual(expected);
  });
  it('finds none', () => expect(readSession({}, 'key')).toBeNull());
});
