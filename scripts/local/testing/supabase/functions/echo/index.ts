/** Answers with what reached it; a call by a scheduled job leaves a row. */
import { createClient } from '@supabase/supabase-js';
import { answerVersion } from '../_shared/version.ts';

declare const Deno: { env: { get(name: string): string | undefined; toObject(): Record<string, string> } };

const key = (JSON.parse(Deno.env.get('SUPABASE_SECRET_KEYS') ?? '{}') as { default: string }).default;

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    if (pathname === '/echo/cron') {
      if (request.headers.get('apikey') !== key) return new Response(null, { status: 401 });
      const client = createClient(Deno.env.get('SUPABASE_URL') ?? '', key);
      const { from } = (await request.json()) as { from: string };
      const { error } = await client.from('visits').insert({ note: from });
      return Response.json({ error }, { status: error === null ? 200 : 500 });
    }
    if (pathname === '/echo/env') return Response.json(Object.keys(Deno.env.toObject()).sort());
    return Response.json({ version: answerVersion, pathname, search, body: await request.text() });
  },
};
