/** A small application of our own for the preview's tests: routes, a form, icons, sign-in and a table with row level security. */
import type { FileTree } from '../../../../shared/files/file-tree.ts';

const html = `<!doctype html>
<html lang="en" class="fixture">
  <head><meta charset="utf-8" /><title>Notebook</title></head>
  <body class="bg-slate-50"><div id="root"></div><script type="module" src="/src/main.tsx"></script></body>
</html>
`;

const main = `import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app';
import './index.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
`;

const app = `import { BookOpen, HomeIcon } from 'lucide-react';
import { BrowserRouter, Link, Route, Routes, useParams } from 'react-router';
import { Counter } from './counter';
import { Notes } from '@/features/notes';
import labels from './labels.json';

export function App() {
  return (
    <BrowserRouter>
      <nav className="flex gap-4 p-2">
        <Link to="/"><HomeIcon size={16} /> Home</Link>
        <Link to="/notes"><BookOpen size={16} /> {labels.notes}</Link>
        <a href="/pages/7">Page 7</a>
        <a href="https://example.com/elsewhere">Elsewhere</a>
      </nav>
      <Routes>
        <Route path="/" element={<Counter />} />
        <Route path="/notes" element={<Notes />} />
        <Route path="/pages/:id" element={<Page />} />
      </Routes>
    </BrowserRouter>
  );
}

function Page() {
  return <h1>Page number {useParams().id}</h1>;
}
`;

const counter = `import { useState } from 'react';

export function Counter() {
  const [count, setCount] = useState<number>(0);
  return (
    <section>
      <h1 className="text-brand text-2xl">Hello from the fixture</h1>
      <button type="button" onClick={() => setCount(count + 1)}>Count {count}</button>
      <button type="button" onClick={() => fail('by a click')}>Break</button>
      <button type="button" onClick={() => fetch('https://example.com/secrets?token=1').catch(() => {})}>Phone home</button>
      <button type="button" onClick={() => { document.title = confirm('Sure?') ? 'yes' : 'no'; }}>Ask</button>
    </section>
  );
}

function fail(how: string) {
  throw new Error('Broken ' + how);
}
`;

const notes = `import { type FormEvent, useEffect, useState } from 'react';
import { supabase } from '@/lib/supabase';

interface Note { id: number; body: string; weight: number; created_at: string }

export function Notes() {
  const [email, setEmail] = useState('');
  const [user, setUser] = useState<string | null>(null);
  const [name, setName] = useState<string | null>(null);
  const [notes, setNotes] = useState<Note[]>([]);
  const [message, setMessage] = useState('');

  const load = async () => {
    const { data, error } = await supabase.from('notes').select('*').order('id');
    setMessage(error ? error.message : 'loaded ' + data.length);
    setNotes(data ?? []);
  };
  useEffect(() => {
    const { data } = supabase.auth.onAuthStateChange((_event, session) => setUser(session?.user.email ?? null));
    return () => data.subscription.unsubscribe();
  }, []);
  useEffect(() => {
    void load();
    if (user) supabase.from('profiles').select('name').maybeSingle().then(({ data }) => setName(data?.name ?? null));
  }, [user]);

  const signUp = async (event: FormEvent) => {
    event.preventDefault();
    const { error } = await supabase.auth.signUp({ email, password: 'password-1', options: { data: { name: email.split('@')[0] } } });
    if (error) setMessage(error.message);
  };
  const signIn = async (demo: string) => {
    const { error } = await supabase.auth.signInWithPassword({ email: demo, password: 'trellis-demo' });
    if (error) setMessage(error.message);
  };
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = String(new FormData(event.currentTarget).get('body'));
    const { error } = await supabase.from('notes').insert({ body, weight: 2.5 });
    if (error) setMessage(error.message);
    else await load();
  };

  return (
    <section>
      <p>User: {user ?? 'nobody'}</p>
      <p>Name: {name ?? 'none'}</p>
      <p role="status">{message}</p>
      <form onSubmit={signUp}>
        <label>E-mail <input value={email} onChange={(event) => setEmail(event.target.value)} /></label>
        <button type="submit">Sign up</button>
      </form>
      <button type="button" onClick={() => signIn('ada@example.com')}>Sign in as Ada</button>
      <button type="button" onClick={() => supabase.auth.signOut()}>Sign out</button>
      <form onSubmit={add}>
        <label>Note <input name="body" /></label>
        <button type="submit">Add note</button>
      </form>
      <ul>{notes.map((note) => <li key={note.id}>{note.body} ({typeof note.weight} {note.weight + 1}, {note.created_at.slice(10, 11)})</li>)}</ul>
    </section>
  );
}
`;

const client = `import { createClient } from '@supabase/supabase-js';

export const supabase = createClient(import.meta.env.VITE_SUPABASE_URL, import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY);
`;

export const migration = `create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  name text
);
alter table public.profiles enable row level security;
grant select on public.profiles to authenticated;
create policy select_own on public.profiles for select to authenticated using (id = (select auth.uid()));

create table public.notes (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  body text not null,
  weight numeric(6, 2) not null default 0,
  created_at timestamptz not null default now()
);
create index notes_user_id_idx on public.notes (user_id);
alter table public.notes enable row level security;
grant select, insert on public.notes to authenticated;
create policy select_own on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy insert_own on public.notes for insert to authenticated with check (user_id = (select auth.uid()));

create schema private;
create function private.create_profile() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, name) values (new.id, new.raw_user_meta_data ->> 'name');
  return new;
end $$;
revoke execute on function private.create_profile() from public;
create trigger create_profile after insert on auth.users for each row execute function private.create_profile();
`;

/** Ada, whose password is `trellis-demo`, and a note of hers. */
export const seed = `insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
values ('00000000-0000-0000-0000-000000000000', '00000000-0000-4000-8000-00000000000a', 'authenticated', 'authenticated', 'ada@example.com',
  '$2b$10$Tl9UY/SY8BYICCaZcAPUJexRhKvXwdB7lygs6mIVJKgxFnrm0dJFO', now(),
  '{"provider":"email","providers":["email"]}', '{"name":"Ada"}', now(), now())
on conflict (id) do nothing;
insert into auth.identities (id, provider, provider_id, user_id, identity_data, created_at, updated_at)
values (gen_random_uuid(), 'email', '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000a', '{"sub":"00000000-0000-4000-8000-00000000000a","email":"ada@example.com"}', now(), now())
on conflict do nothing;
insert into public.notes (user_id, body) values ('00000000-0000-4000-8000-00000000000a', 'A note of Ada');
`;

export const MIGRATION_PATH = 'supabase/migrations/20260101000000_init.sql';

export const fixture: FileTree = {
  'index.html': html,
  'src/main.tsx': main,
  'src/app.tsx': app,
  'src/counter.tsx': counter,
  'src/features/notes.tsx': notes,
  'src/lib/supabase.ts': client,
  'src/labels.json': '{ "notes": "Notes" }',
  'src/index.css': '@import "tailwindcss";\n@theme {\n  --color-brand: rgb(1 2 3);\n}\n',
  'src/app.test.tsx': "import { it } from 'vitest';\nit('is not part of the preview', () => {",
  [MIGRATION_PATH]: migration,
  'supabase/seed.sql': seed,
};
