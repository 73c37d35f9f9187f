/** A small sound application, written by hand: what the defects of the corpus are put into. */
import type { FileTree } from '../../files/file-tree.ts';

const packageJson = {
  name: 'workout-log',
  private: true,
  type: 'module',
  scripts: { dev: 'vite', build: 'tsc --noEmit && vite build', preview: 'vite preview', test: 'vitest run' },
  dependencies: {
    '@supabase/supabase-js': '2.109.0',
    'lucide-react': '1.75.0',
    react: '19.3.1',
    'react-dom': '19.3.1',
    'react-router': '7.18.5',
  },
  devDependencies: {
    '@tailwindcss/vite': '4.3.5',
    '@types/react': '19.3.0',
    '@types/react-dom': '19.3.0',
    '@vitejs/plugin-react': '6.3.0',
    tailwindcss: '4.3.5',
    typescript: '6.0.3',
    vite: '8.3.8',
    vitest: '4.1.12',
  },
};

export const SOUND_APP: FileTree = {
  'package.json': `${JSON.stringify(packageJson, null, 2)}\n`,
  'tsconfig.json': `{
  // As Vite and the editor read it.
  "compilerOptions": {
    "target": "ES2022",
    "module": "ESNext",
    "moduleResolution": "bundler",
    "jsx": "react-jsx",
    "strict": true,
    "paths": { "@/*": ["./src/*"] },
  },
  "include": ["src"],
}
`,
  'vite.config.ts': `import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  base: process.env.BASE_URL ?? '/',
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
});
`,
  'index.html': `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Workout log</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="/src/main.tsx"></script>
  </body>
</html>
`,
  '.env.example': `VITE_SUPABASE_URL=http://127.0.0.1:54321
VITE_SUPABASE_PUBLISHABLE_KEY=sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH
# Only for scripts on a server, never with the prefix VITE_:
# SUPABASE_SECRET_KEY=sb_secret_your-key-goes-here
DATABASE_URL=postgresql://postgres:postgres@127.0.0.1:54322/postgres
`,
  'README.md': `# Workout log

Set \`VITE_SUPABASE_URL\`, then \`npm install && npm run dev\`. Connect with
\`postgresql://postgres:[YOUR-PASSWORD]@db.abcdefgh.supabase.co:5432/postgres\`.
`,
  'src/main.tsx': `import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app';
import './index.css';

const root = document.getElementById('root');
if (!root) throw new Error('There is no #root element.');

createRoot(root).render(
  <StrictMode>
    <BrowserRouter>
      <App />
    </BrowserRouter>
  </StrictMode>,
);
`,
  'src/app.tsx': `import { lazy, Suspense } from 'react';
import { Link, Navigate, Route, Routes } from 'react-router';
import { SessionProvider, useSession } from '@/lib/session';
import { ExerciseList } from './features/exercises/exercise-list';

const About = lazy(() => import('./pages/about'));

function Private({ children }: { children: React.ReactNode }) {
  const { session, loading } = useSession();
  if (loading) return <p className="p-6 text-slate-500">Loading…</p>;
  return session ? <>{children}</> : <Navigate to="/about" replace />;
}

export function App() {
  return (
    <SessionProvider>
      <nav className="flex gap-4 border-b border-slate-200 p-4">
        <Link to="/">Exercises</Link>
        <Link to="/about">About</Link>
      </nav>
      <Suspense fallback={null}>
        <Routes>
          <Route
            path="/"
            element={
              <Private>
                <ExerciseList />
              </Private>
            }
          />
          <Route path="/about" element={<About />} />
        </Routes>
      </Suspense>
    </SessionProvider>
  );
}
`,
  'src/index.css': `@import "tailwindcss";

@theme {
  --color-brand: #1f2a44;
}

@layer components {
  .card {
    @apply rounded-lg border border-slate-200 p-4;
  }
}
`,
  'src/lib/supabase.ts': `import { createClient } from '@supabase/supabase-js';

export const supabase = createClient(
  import.meta.env.VITE_SUPABASE_URL,
  import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY,
);
`,
  'src/lib/session.tsx': `import type { Session } from '@supabase/supabase-js';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { supabase } from './supabase';

interface SessionState {
  session: Session | null;
  loading: boolean;
}

const SessionContext = createContext<SessionState>({ session: null, loading: true });

export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ session: null, loading: true });
  useEffect(() => {
    void supabase.auth.getSession().then(({ data }) => setState({ session: data.session, loading: false }));
    const { data } = supabase.auth.onAuthStateChange((_event, session) => setState({ session, loading: false }));
    return () => data.subscription.unsubscribe();
  }, []);
  return <SessionContext.Provider value={state}>{children}</SessionContext.Provider>;
}

export const useSession = () => useContext(SessionContext);
`,
  'src/lib/format.ts': `export type Unit = 'kg' | 'lb';

export interface Weight {
  value: number;
  unit: Unit;
}

export enum Level {
  Light = 'light',
  Heavy = 'heavy',
}

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function formatWeight({ value, unit }: Weight): string {
  return \`\${numbers.format(value)} \${unit}\`;
}

export const { format: formatNumber } = numbers;

export function parseWeight(text: string): Weight | null;
export function parseWeight(text: string, unit: Unit): Weight | null;
export function parseWeight(text: string, unit: Unit = 'kg'): Weight | null {
  const value = Number.parseFloat(text);
  return Number.isNaN(value) ? null : { value, unit };
}
`,
  'src/lib/format.test.ts': `import { describe, expect, it } from 'vitest';
import { formatWeight, type Weight } from './format';

describe('formatWeight', () => {
  it('writes the unit', () => {
    const weight: Weight = { value: 20, unit: 'kg' };
    expect(formatWeight(weight)).toBe('20 kg');
  });
});
`,
  'src/components/button.tsx': `import type { ButtonHTMLAttributes } from 'react';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { tone?: 'plain' | 'brand' };

export function Button({ tone = 'plain', className = '', ...props }: ButtonProps) {
  const look = tone === 'brand' ? 'bg-brand text-white' : 'bg-white text-slate-900';
  return <button className={\`rounded-md px-3 py-2 \${look} \${className}\`} {...props} />;
}

Button.displayName = 'Button';
`,
  'src/components/index.ts': `export * from './button';
export { type Weight, formatWeight as showWeight } from '../lib/format';
`,
  'src/features/exercises/exercise-list.tsx': `import { Dumbbell, type LucideIcon, Plus } from 'lucide-react';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { Button, showWeight } from '@/components';
import { supabase } from '@/lib/supabase';
import { useSession } from '../../lib/session';

interface Exercise {
  id: string;
  name: string;
  weight: number;
}

const icon: LucideIcon = Dumbbell;

export function ExerciseList() {
  const { session } = useSession();
  const [exercises, setExercises] = useState<Exercise[]>([]);
  const [name, setName] = useState('');

  const load = useCallback(async () => {
    const { data, error } = await supabase.from('exercises').select('id, name, weight').order('name');
    if (error) throw error;
    setExercises(data);
  }, []);

  useEffect(() => {
    void load();
  }, [load]);

  async function add(event: FormEvent) {
    event.preventDefault();
    await supabase.from('exercises').insert({ name, user_id: session?.user.id });
    setName('');
    await load();
  }

  const Icon = icon;
  return (
    <section className="mx-auto max-w-2xl p-6">
      <h1 className="flex items-center gap-2 text-2xl font-semibold">
        <Icon aria-hidden /> Exercises
      </h1>
      <form onSubmit={add} className="mt-4 flex gap-2">
        <input value={name} onChange={(event) => setName(event.target.value)} aria-label="Name" />
        <Button type="submit" tone="brand">
          <Plus aria-hidden /> Add
        </Button>
      </form>
      <ul>
        {exercises.map((exercise) => (
          <li key={exercise.id} className="card">
            {exercise.name} · {showWeight({ value: exercise.weight, unit: 'kg' })}
          </li>
        ))}
      </ul>
    </section>
  );
}
`,
  'src/pages/about.tsx': `import logo from '../assets/logo.svg';
import facts from '../assets/facts.json';

export default function About() {
  return (
    <main className="p-6">
      <img src={logo} alt="" />
      <h1>About</h1>
      <p>{facts.text}</p>
      <p dangerouslySetInnerHTML={{ __html: '<b>Made for lifters.</b>' }} />
      {typeof structuredClone === 'function' && <span>{import.meta.env.MODE}</span>}
    </main>
  );
}
`,
  'src/assets/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>\n',
  'src/assets/facts.json': '{ "text": "Lifted since 2026." }\n',
  'public/icon.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00, 0xfe]),
  'supabase/migrations/20260101000000_init.sql': `-- Übungen und Sätze: each row belongs to the person who wrote it.
create schema private;
revoke all on schema private from public;
grant usage on schema private to authenticated;

create table public.admins (
  user_id uuid primary key references auth.users (id) on delete cascade
);
alter table public.admins enable row level security;
grant select on public.admins to authenticated;
create policy admins_select on public.admins
  for select to authenticated using (user_id = (select auth.uid()));

create function private.is_admin() returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select 1 from public.admins where user_id = (select auth.uid()))
$$;
revoke execute on function private.is_admin() from public;
grant execute on function private.is_admin() to authenticated;

create table public.exercises (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name text not null check (length(name) between 1 and 120),
  weight numeric not null default 0
);
create index exercises_user_id on public.exercises (user_id);
alter table public.exercises enable row level security;
grant select, insert, update, delete on public.exercises to authenticated;
create policy exercises_select on public.exercises
  for select to authenticated using (user_id = (select auth.uid()));
create policy exercises_insert on public.exercises
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy exercises_update on public.exercises
  for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));
create policy exercises_delete on public.exercises
  for delete to authenticated using (user_id = (select auth.uid()));

create table public.sets (
  id uuid primary key default gen_random_uuid(),
  exercise_id uuid not null references public.exercises (id) on delete cascade,
  repetitions integer not null
);
create index sets_exercise_id on public.sets (exercise_id);
alter table public.sets enable row level security;
grant select, insert, update, delete on public.sets to authenticated;
create policy sets_own on public.sets
  for all to authenticated
  using (exists (select 1 from public.exercises e where e.id = sets.exercise_id and e.user_id = (select auth.uid())))
  with check (exists (select 1 from public.exercises e where e.id = sets.exercise_id and e.user_id = (select auth.uid())));

create table public.messages (
  id bigint generated always as identity primary key,
  email text not null,
  body text not null
);
alter table public.messages enable row level security;
grant insert on public.messages to anon, authenticated;
grant select, delete on public.messages to authenticated;
create policy messages_insert on public.messages
  for insert to anon, authenticated with check (true);
create policy messages_select on public.messages
  for select to authenticated using ((select private.is_admin()));
create policy messages_delete on public.messages
  for delete to authenticated using ((select private.is_admin()));

create table public.tips (
  id bigint generated always as identity primary key,
  body text not null
);
alter table public.tips enable row level security;
grant select on public.tips to anon, authenticated;
create policy tips_select on public.tips
  for select to anon, authenticated using (true);

create view public.exercise_totals with (security_invoker = true) as
  select user_id, count(*) as exercises from public.exercises group by user_id;
grant select on public.exercise_totals to authenticated;

create function public.touch() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  return new;
end
$$;
`,
  'supabase/seed.sql': `insert into public.tips (body) values ('Warm up first.'), ('It''s fine to rest; sleep, too.');\n`,
  'supabase/tests/exercises.test.sql': `begin;
select plan(1);
select has_table('public', 'exercises', 'there is a table of exercises');
select * from finish();
rollback;
`,
};
