/** Comments, likes and votes: tables of their own, bound to who wrote them, counted by triggers on the row. */
import type { AppModel, EntityModel } from '../model.ts';
import type { CommentsModel, VotesModel } from '../model-social.ts';
import { code, sqlName } from '../source-text.ts';
import { readersOf } from './policies.ts';

const OWNER = 'owner_id = (select auth.uid())';

/** Whether the caller sees the row that something is added to. Null where whoever is asked sees every row. */
function seesParent(it: EntityModel, table: string, parent: string): string | null {
  if (it.access === 'public' || it.access === 'catalog' || it.access === 'members') return null;
  if (it.access === 'team') return '(select private.is_member())';
  return `exists (select 1 from public.${sqlName(it.table)} parent where parent.id = ${table}.${parent})`;
}

const all = (...conditions: (string | null)[]) => conditions.filter((it) => it !== null).join(' and ');

function counterTrigger(it: EntityModel, of: { table: string; parent: string; counter: string }, sum: boolean): string {
  const name = `private.count_${of.table}`;
  const target = `public.${sqlName(it.table)}`;
  const step = (sign: '+' | '-', row: 'new' | 'old') => code`
    update ${target} set ${of.counter} = ${of.counter} ${sign} ${sum ? `${row}.value` : '1'}
    where id = ${row}.${of.parent};
  `;
  return code`
    -- Definer, since nobody may write the count by hand.
    create function ${name}() returns trigger
    language plpgsql security definer
    set search_path = ''
    as $$
    begin
      if tg_op <> 'INSERT' then
        ${step('-', 'old')}
      end if;
      if tg_op <> 'DELETE' then
        ${step('+', 'new')}
      end if;
      return null;
    end
    $$;
    revoke execute on function ${name}() from public;
    create trigger count_${of.table} after insert${sum && ' or update'} or delete on public.${of.table}
      for each row execute function ${name}();
  `;
}

function commentsSql(app: AppModel, it: EntityModel, comments: CommentsModel): string {
  const table = `public.${comments.table}`;
  const visible = seesParent(it, comments.table, comments.parent);
  const readers = readersOf(it.access);
  const nameless = it.spec.anonymous === true;
  const owners = nameless || !app.profiles ? 'auth.users' : `public.${app.profiles.table}`;
  const remove = app.admins ? `${OWNER} or (select private.is_admin())` : OWNER;
  return code`
    create table ${table} (
      id uuid primary key default gen_random_uuid(),
      ${comments.parent} uuid not null references public.${sqlName(it.table)} (id) on delete cascade,
      owner_id uuid not null default auth.uid() references ${owners} (id) on delete cascade,
      body text not null check (char_length(body) between 1 and 2000),
      created_at timestamptz not null default now()
    );
    create index ${comments.table}_parent_idx on ${table} (${comments.parent}, created_at);
    create index ${comments.table}_owner_idx on ${table} (owner_id);
    comment on table ${table} is 'Comments on rows of ${it.table}. Written once; their author can delete them.';
    revoke all on table ${table} from anon, authenticated;
    grant select${nameless && ` (id, ${comments.parent}, body, created_at)`} on table ${table} to ${readers};
    grant insert (${comments.parent}, body) on table ${table} to authenticated;
    grant delete on table ${table} to authenticated;
    grant select, insert, update, delete on table ${table} to service_role;
    alter table ${table} enable row level security;
    create policy select_reader on ${table}
      for select to ${readers} using (${visible ?? 'true'});
    create policy insert_owner on ${table}
      for insert to authenticated with check (${all(OWNER, visible)});
    create policy delete_owner on ${table}
      for delete to authenticated using (${remove});
    ${counterTrigger(it, comments, false)}
  `;
}

function votesSql(app: AppModel, it: EntityModel, votes: VotesModel): string {
  const table = `public.${votes.table}`;
  const visible = seesParent(it, votes.table, votes.parent);
  const valued = votes.kind === 'votes';
  return code`
    create table ${table} (
      ${votes.parent} uuid not null references public.${sqlName(it.table)} (id) on delete cascade,
      owner_id uuid not null default auth.uid() references ${app.profiles ? `public.${app.profiles.table}` : 'auth.users'} (id) on delete cascade,
      ${valued && 'value smallint not null check (value in (-1, 1)),'}
      created_at timestamptz not null default now(),
      primary key (${votes.parent}, owner_id)
    );
    create index ${votes.table}_owner_idx on ${table} (owner_id);
    comment on table ${table} is 'One for each person and row. Each sees their own; the row keeps the count.';
    revoke all on table ${table} from anon, authenticated;
    grant select on table ${table} to authenticated;
    grant insert (${votes.parent}${valued && ', value'}) on table ${table} to authenticated;
    ${valued && `grant update (value) on table ${table} to authenticated;`}
    grant delete on table ${table} to authenticated;
    grant select, insert, update, delete on table ${table} to service_role;
    alter table ${table} enable row level security;
    create policy select_owner on ${table}
      for select to authenticated using (${OWNER});
    create policy insert_owner on ${table}
      for insert to authenticated with check (${all(OWNER, visible)});
    ${
      valued &&
      code`
        create policy update_owner on ${table}
          for update to authenticated using (${OWNER}) with check (${OWNER});
      `
    }
    create policy delete_owner on ${table}
      for delete to authenticated using (${OWNER});
    ${counterTrigger(it, votes, valued)}
  `;
}

/** Tables of an entity's comments and votes, with their policies; run after all entities' tables exist. */
export function socialSql(app: AppModel, it: EntityModel): string[] {
  return [
    ...(it.comments ? [commentsSql(app, it, it.comments)] : []),
    ...(it.votes ? [votesSql(app, it, it.votes)] : []),
  ];
}

/** Columns of the entity's own table that hold the counts. */
export function counterDefinitions(it: EntityModel): string[] {
  return [it.comments, it.votes].flatMap((of) => (of ? [`${of.counter} integer not null default 0`] : []));
}
