/** Brings the database to what a hosted project starts from, then to what this project's migrations make of it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProjectConfig } from './configuration.ts';
import type { Keys } from './keys.ts';
import { type MigrationResult, migrate } from './migrations.ts';
import type { Database, Sql } from './postgres.ts';

function runScript(admin: Sql, name: string) {
  return admin.unsafe(readFileSync(new URL(`sql/${name}`, import.meta.url), 'utf8')).simple();
}

/** Roles, schemas and extensions, and the logins' passwords. Before the API's own tables are made. */
export async function bootstrapRoles(database: Database, keys: Keys): Promise<void> {
  const { admin } = database;
  await runScript(admin, 'roles.sql');
  // Passwords are random base64url: nothing in them needs quoting, and a role option takes no parameter.
  await admin.unsafe(`alter role postgres password '${keys.passwords.owner}'`);
  await admin.unsafe(`alter role supabase_lite password '${keys.passwords.lite}'`);
}

/** Owners, grants and functions of the auth, storage and realtime schemas. After the API's own tables are made. */
export async function bootstrapServices(admin: Sql): Promise<void> {
  await runScript(admin, 'auth-and-storage.sql');
  await runScript(admin, 'realtime.sql');
}

async function storeSecret(owner: Sql, name: string, value: string): Promise<void> {
  const [known] = await owner<{ id: string; value: string }[]>`
    select id, decrypted_secret as value from vault.decrypted_secrets where name = ${name}`;
  if (known === undefined) await owner`select vault.create_secret(${value}, ${name})`;
  else if (known.value !== value) await owner`select vault.update_secret(${known.id}, ${value})`;
}

/** Applies the migrations, then stores what scheduled jobs need to call functions, and makes the configured buckets. */
export async function applyProject(
  database: Database,
  keys: Keys,
  config: ProjectConfig,
  supabaseDirectory: string,
  url: string,
): Promise<MigrationResult> {
  const owner = database.connect('postgres', keys.passwords.owner, { max: 1 });
  try {
    const result = await migrate(
      database.admin,
      owner,
      path.join(supabaseDirectory, 'migrations'),
      path.join(supabaseDirectory, 'seed.sql'),
    );
    await storeSecret(owner, 'project_url', url);
    await storeSecret(owner, 'secret_key', keys.secretKey);
    for (const [id, bucket] of Object.entries(config.storage.buckets)) {
      await owner`
        insert into storage.buckets (id, name, public, allowed_mime_types)
        values (${id}, ${id}, ${bucket.public}, ${bucket.allowed_mime_types ?? null})
        on conflict (id) do update set public = excluded.public, allowed_mime_types = excluded.allowed_mime_types`;
    }
    return result;
  } finally {
    await owner.end({ timeout: 1 });
  }
}
