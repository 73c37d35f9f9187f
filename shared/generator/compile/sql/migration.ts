/** The migration: every table's story in one order: table, indexes, comment, grants, row level security, policies. */
import type { AppModel, EntityModel } from '../model.ts';
import { writtenFields } from '../model-quiz.ts';
import { code, file, sqlName, sqlString } from '../source-text.ts';
import { anonymousSql } from './anonymous.ts';
import { bookingSql } from './booking.ts';
import { cartSql } from './cart.ts';
import { columnDefinition, referenceClause } from './columns.ts';
import { conversationsSql } from './exchange.ts';
import { grants, ownershipFunctions, policies } from './policies.ts';
import { profilesSql } from './profiles.ts';
import { quizSql } from './quiz.ts';
import { searchSql } from './search.ts';
import { counterDefinitions, socialSql } from './social.ts';
import { uploadsSql } from './uploads.ts';
import { views } from './views.ts';
import { workflowSql } from './workflow.ts';

export const MIGRATION_PATH = 'supabase/migrations/20260101000000_init.sql';

const TOUCH = code`
  -- Keeps updated_at true whatever writes the row.
  create function private.touch_updated_at() returns trigger
  language plpgsql
  set search_path = ''
  as $$
  begin
    new.updated_at := now();
    return new;
  end
  $$;
  revoke execute on function private.touch_updated_at() from public;
`;

const ADMINS = code`
  -- Who looks after the app. Rows are added by SQL or with the secret key, never through the API.
  create table public.app_admins (
    user_id uuid primary key references auth.users (id) on delete cascade,
    created_at timestamptz not null default now()
  );
  comment on table public.app_admins is 'People who look after this app.';
  revoke all on table public.app_admins from anon, authenticated;
  grant select on table public.app_admins to authenticated;
  grant select, insert, update, delete on table public.app_admins to service_role;
  alter table public.app_admins enable row level security;
  create policy select_self on public.app_admins
    for select to authenticated using (user_id = (select auth.uid()));

  -- Definer, so that a policy can ask without reading a table that has policies of its own.
  create function private.is_admin() returns boolean
  language sql stable security definer
  set search_path = ''
  as $$
    select exists (select 1 from public.app_admins where app_admins.user_id = auth.uid());
  $$;
  revoke execute on function private.is_admin() from public;
  grant execute on function private.is_admin() to anon, authenticated, service_role;
`;

/** Postgres cuts names at 63 bytes; a cut name could meet another. */
function indexName(...parts: string[]): string {
  const name = `${parts.join('_')}_idx`;
  if (name.length <= 63) return name;
  let hash = 0;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return `${name.slice(0, 51)}_${hash.toString(36)}_idx`;
}

/** Where a row's owner is kept: in the profiles where their name is shown, so that it is loaded with the row. */
function owners(app: AppModel, it: EntityModel): string {
  return it.author && app.profiles ? `public.${app.profiles.table}` : 'auth.users';
}

function table(app: AppModel, it: EntityModel, isCreated: (table: string) => boolean): string {
  const name = `public.${sqlName(it.table)}`;
  const columns = [
    'id uuid primary key default gen_random_uuid()',
    ...(it.owned
      ? [`owner_id uuid not null default auth.uid() references ${owners(app, it)} (id) on delete cascade`]
      : []),
    ...(it.exchange ? [`recipient_id uuid not null references ${owners(app, it)} (id) on delete cascade`] : []),
    ...writtenFields(it).map((f) => columnDefinition(f, isCreated)),
    ...(it.exchange ? ['read_at timestamptz'] : []),
    ...counterDefinitions(it),
    'created_at timestamptz not null default now()',
    'updated_at timestamptz not null default now()',
    ...(it.spec.single ? ['unique (owner_id)'] : []),
  ];
  const indexed = [
    ...(it.owned ? [['owner_id', 'created_at']] : [['created_at']]),
    ...(it.exchange ? [['recipient_id', 'created_at']] : []),
    ...it.fields.filter((f) => f.reference || f.type === 'choice').map((f) => [f.column]),
  ];
  const tagged = it.fields.filter((f) => f.type === 'tags').map((f) => f.column);
  const indexes = indexed.map(
    (on) => `create index ${indexName(it.table, ...on)} on ${name} (${on.map(sqlName).join(', ')});`,
  );
  // A like or a comment is no change of the row itself.
  const written = it.fields.filter((f) => f.writable || f.stepped).map((f) => sqlName(f.column));
  const touched = it.comments || it.votes ? ` of ${written.join(', ')}` : '';
  return code`
    create table ${name} (
      ${columns.join(',\n')}
    );
    ${indexes}
    ${tagged.map((column) => `create index ${indexName(it.table, column)} on ${name} using gin (${sqlName(column)});`)}
    comment on table ${name} is ${sqlString(it.spec.description)};
    revoke all on table ${name} from anon, authenticated;
    ${grants(it)}
    alter table ${name} enable row level security;
    create trigger touch_updated_at before update${touched} on ${name}
      for each row execute function private.touch_updated_at();
  `;
}

/** `supabase/migrations/…_init.sql`, or null for an app that keeps nothing. */
export function migration(app: AppModel): string | null {
  if (app.entities.length === 0 && !app.admins) return null;
  const created = new Set<string>();
  const later: string[] = [];
  const tables = app.entities.map((it) => {
    created.add(it.table);
    const isCreated = (name: string) => created.has(name);
    for (const f of it.fields) {
      if (!f.reference || isCreated(f.reference.table)) continue;
      later.push(
        code`
          alter table public.${sqlName(it.table)}
            add foreign key (${sqlName(f.column)}) ${referenceClause(f)};
        `,
      );
    }
    return table(app, it, isCreated);
  });
  const transactions = app.entities.flatMap((it) => [...workflowSql(app, it), ...bookingSql(it)]);
  const social = app.entities.flatMap((it) => socialSql(app, it));
  const search = searchSql(app);
  const cart = cartSql(app);
  const quiz = quizSql(app);
  const anonymous = app.entities.flatMap(anonymousSql);
  const viewTexts = app.entities.flatMap((it) => [...views(app, it), ...conversationsSql(it)]);
  return file(code`
    -- Database of this app: what is kept, and who may do what with it.
    -- Every table has row level security; what is not granted here is not allowed.

    create schema if not exists private;
    revoke all on schema private from public;
    grant usage on schema private to anon, authenticated, service_role;

    ${app.entities.length > 0 && TOUCH}

    ${app.admins && ADMINS}

    ${app.profiles && profilesSql(app.profiles)}

    ${tables.join('\n\n')}

    ${later.length > 0 && ['-- References in a circle, added once both tables exist.', ...later]}

    ${ownershipFunctions(app)}

    ${app.entities.length > 0 && '-- Policies'}
    ${app.entities.map((it) => policies(app, it)).join('\n\n')}

    ${transactions.length > 0 && ['-- Steps and bookings', transactions.join('\n\n')]}

    ${social.length > 0 && ['-- Comments and votes', social.join('\n\n')]}

    ${uploadsSql(app)}

    ${cart.length > 0 && ['-- Cart and orders', cart.join('\n\n')]}

    ${quiz.length > 0 && ['-- Quiz', quiz.join('\n\n')]}

    ${search.length > 0 && ['-- Search', search.join('\n\n')]}

    ${anonymous.length > 0 && ["-- Which anonymous rows are one's own", anonymous.join('\n\n')]}

    ${viewTexts.length > 0 && ['-- Totals, charts and overviews. They run with the rights of whoever asks.', viewTexts.join('\n\n')]}
  `);
}
