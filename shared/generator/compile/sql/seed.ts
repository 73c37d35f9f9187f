/** Sample data: two demo users, then rows of every entity, private ones for both. */
import type { AppModel, EntityModel } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { isOwnRowsOnly } from '../model-people.ts';
import { writtenFields } from '../model-quiz.ts';
import { code, file, sqlName, sqlString } from '../source-text.ts';
import { TakenTimes } from './booking-seed.ts';
import { cartSeed } from './cart.ts';
import { MOST_TAGS, sqlNumber } from './columns.ts';
import { profilesSeed } from './profiles.ts';
import { DEMO_PASSWORD, DEMO_USERS } from './seed-users.ts';
import { socialSeed } from './social-seed.ts';

const USERS = code`
  -- Demo accounts for local work, password "${DEMO_PASSWORD}". Never run this file against a live project.
  insert into auth.users (
    id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
    confirmation_token, recovery_token, email_change, email_change_token_new, created_at, updated_at
  )
  select
    id::uuid, 'authenticated', 'authenticated', email,
    '$2b$10$zz.JuOQikQ/V.rWI46P7Mu1zi5HySI04OgiFM/.MzPMvCDgcoUW3W', now(),
    '{"provider": "email", "providers": ["email"]}', '{}', '', '', '', '', now(), now()
  from (values
    ${DEMO_USERS.map((it) => `('${it.id}', '${it.email}')`).join(',\n')}
  ) as demo (id, email)
  on conflict do nothing;

  insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
  select
    users.id, 'email', users.id::text, users.id,
    jsonb_build_object('sub', users.id::text, 'email', users.email, 'email_verified', true), now(), now(), now()
  from auth.users
  where users.email in (${DEMO_USERS.map((it) => `'${it.email}'`).join(', ')})
  on conflict do nothing;

  -- Supabase's auth server looks users up by instance; smaller implementations have no such column.
  do $$
  begin
    if exists (
      select 1 from information_schema.columns
      where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id'
    ) then
      update auth.users set instance_id = '00000000-0000-0000-0000-000000000000' where instance_id is null;
    end if;
  end
  $$;
`;

interface SeedRow {
  readonly id: string;
  readonly owner: 0 | 1;
  readonly sample: EntityModel['spec']['samples'][number];
  readonly at: number;
}

/** A fixed id: entity and row can be told from it. */
function rowId(entityAt: number, copy: number, at: number): string {
  const part = (value: number, width: number) => value.toString(16).padStart(width, '0');
  return `00000000-0000-4000-8${part(copy, 3)}-${part(entityAt + 1, 6)}${part(at + 1, 6)}`;
}

/** Rows of an entity: private ones once for each demo user, others alternating between them. */
function rowsOf(it: EntityModel, entityAt: number): SeedRow[] {
  const samples = it.spec.samples;
  const rows = (copy: 0 | 1, owner: (at: number) => 0 | 1) =>
    samples.map((sample, at): SeedRow => ({ id: rowId(entityAt, copy, at), owner: owner(at), sample, at }));
  // A person has one.
  if (it.spec.single) return rows(0, (at) => (at === 0 ? 0 : 1)).slice(0, 2);
  // A time is taken once, so bookings are not made for both.
  if (it.access !== 'private' || it.booking) return rows(0, (at) => (at % 2 === 0 ? 0 : 1));
  const half = Math.ceil(samples.length / 2);
  return [...rows(0, () => 0), ...rows(1, () => 1).slice(0, half)];
}

function text(value: unknown, limit: number): string | null {
  const written = typeof value === 'string' ? value.trim() : value === null || value === undefined ? '' : String(value);
  return written === '' ? null : Array.from(written).slice(0, limit).join('');
}

/** A number within the field's bounds, or null where the sample has none. */
function number(value: unknown, f: FieldModel): number | null {
  const parsed = typeof value === 'number' ? value : typeof value === 'string' ? Number.parseFloat(value) : Number.NaN;
  if (!Number.isFinite(parsed)) return null;
  const whole =
    f.type === 'integer' || f.type === 'rating'
      ? Math.round(parsed)
      : f.type === 'money'
        ? Math.round(parsed * 100) / 100
        : parsed;
  const limit = f.type === 'integer' ? 2_147_483_647 : f.type === 'money' ? 9_999_999_999 : Number.MAX_SAFE_INTEGER;
  return Math.max(f.min ?? -limit, Math.min(f.max ?? limit, whole));
}

/** Tags of a sample, written between commas; a row that needs one has one. */
function tagsOf(value: unknown, f: FieldModel): string[] {
  const written = text(value, 400)?.split(',') ?? [];
  const tags = [...new Set(written.map((it) => it.trim().slice(0, 40)))].filter((it) => it !== '').slice(0, MOST_TAGS);
  return tags.length === 0 && f.needed ? [f.label.slice(0, 40)] : tags;
}

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/;

function isDay(value: string): boolean {
  if (!DAY.test(value)) return false;
  const day = value.slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}

/** The value of one column as SQL; what a sample gets wrong becomes a value the column accepts. */
function literal(f: FieldModel, value: unknown, row: SeedRow): string {
  const fallback = (when: string) => (f.required ? when : 'null');
  switch (f.type) {
    case 'boolean':
      return value === true || value === 'true' ? 'true' : 'false';
    case 'choice': {
      const found = f.spec.choices?.find((it) => it.value === value || it.label === value) ?? f.spec.choices?.[0];
      return found ? sqlString(found.value) : 'null';
    }
    case 'integer':
    case 'number':
    case 'money':
    case 'percent':
    case 'rating': {
      const parsed = number(value, f);
      return parsed === null ? fallback(sqlNumber(f.min ?? f.max ?? 0)) : sqlNumber(parsed);
    }
    case 'date':
      return typeof value === 'string' && isDay(value)
        ? sqlString(value.slice(0, 10))
        : fallback(`current_date - ${row.at}`);
    case 'datetime': {
      const sound = typeof value === 'string' && isDay(value) && !Number.isNaN(Date.parse(value));
      return sound ? sqlString(new Date(value).toISOString()) : fallback(`now() - interval '${row.at} days'`);
    }
    case 'time':
      return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d/.test(value)
        ? sqlString(value.slice(0, 5))
        : fallback("'09:00'");
    case 'email': {
      const written = text(value, f.maxLength);
      return written && /^[^@\s]+@[^@\s]+$/.test(written) ? sqlString(written) : fallback("'someone@example.com'");
    }
    case 'url':
    case 'image': {
      const written = text(value, f.maxLength);
      return written && /^https?:\/\/\S+$/.test(written) ? sqlString(written) : fallback("'https://example.com/'");
    }
    case 'color': {
      const written = text(value, 7)?.toLowerCase() ?? '';
      return /^#[0-9a-f]{6}$/.test(written) ? sqlString(written) : fallback("'#808080'");
    }
    case 'tags': {
      const tags = tagsOf(value, f);
      return tags.length === 0 ? "'{}'" : `array[${tags.map(sqlString).join(', ')}]`;
    }
    default: {
      const written = text(value, f.maxLength);
      return written === null ? fallback(sqlString(f.label)) : sqlString(written);
    }
  }
}

/** The id a sample's reference means: a row of the same owner where the target is private. */
function referenceId(
  f: FieldModel,
  it: EntityModel,
  row: SeedRow,
  inserted: ReadonlyMap<string, readonly SeedRow[]>,
): string {
  const value = row.sample[f.name];
  const candidates = (inserted.get(f.reference?.entity ?? '') ?? []).filter(
    (target) =>
      (!isOwnRowsOnly(f.reference?.access) || target.owner === row.owner) &&
      (f.reference?.entity !== it.spec.name || target.at < row.at),
  );
  const at = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  const fallback = f.required ? candidates[row.at % candidates.length] : undefined;
  const wanted = candidates.find((target) => target.at === at) ?? fallback;
  return wanted ? sqlString(wanted.id) : 'null';
}

/** The insert of an entity's rows; a row that needs another which is not there is left out. */
function insertRows(it: EntityModel, entityAt: number, inserted: Map<string, SeedRow[]>): string | null {
  const fields = writtenFields(it).filter((f) => f.writable || f.stepped);
  const columns = [
    'id',
    ...(it.owned ? ['owner_id'] : []),
    ...(it.exchange ? ['recipient_id', 'read_at'] : []),
    ...fields.map((f) => sqlName(f.column)),
    'created_at',
  ];
  const kept: SeedRow[] = [];
  const taken = new TakenTimes();
  const tuples: string[] = [];
  inserted.set(it.spec.name, kept);
  for (const row of rowsOf(it, entityAt)) {
    const values = fields.map((f) =>
      f.reference ? referenceId(f, it, row, inserted) : literal(f, row.sample[f.name], row),
    );
    if (fields.some((f, at) => f.required && values[at] === 'null')) continue;
    if (it.booking && !taken.take(it.booking, (f) => values[fields.indexOf(f)] ?? 'null')) continue;
    const owner = it.owned ? [sqlString(DEMO_USERS[row.owner].id)] : [];
    const written = `now() - interval '${row.at * 7} hours'`;
    // The newest message to each of the two is still to be read.
    const exchanged = it.exchange
      ? [sqlString(DEMO_USERS[row.owner === 0 ? 1 : 0].id), row.at < 2 ? 'null' : written]
      : [];
    kept.push(row);
    tuples.push(`(${[sqlString(row.id), ...owner, ...exchanged, ...values, written].join(', ')})`);
  }
  if (tuples.length === 0) return null;
  return code`
    insert into public.${sqlName(it.table)} (
      ${columns.join(', ')}
    ) values
      ${tuples.join(',\n')}
    on conflict do nothing;
  `;
}

/** `supabase/seed.sql`, or null for an app that keeps nothing. */
export function seed(app: AppModel): string | null {
  if (app.entities.length === 0 && !app.auth) return null;
  const inserted = new Map<string, SeedRow[]>();
  const inserts = app.entities.map((it, at) => insertRows(it, at, inserted)).filter((it) => it !== null);
  const social = app.entities.flatMap((it) => socialSeed(it, inserted.get(it.spec.name) ?? []));
  return file(code`
    ${USERS}

    ${app.admins && `insert into public.app_admins (user_id) values ('${DEMO_USERS[0].id}') on conflict do nothing;`}

    ${app.profiles && profilesSeed(app.profiles)}

    ${inserts.join('\n\n')}

    ${cartSeed(app, inserted).join('\n\n')}

    ${social.join('\n\n')}
  `);
}
