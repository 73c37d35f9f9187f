/** `supabase/local/database.ts` and `platform.ts` of an app: its database on the computer of whoever develops it. */
import { PLATFORM_SQL, USER_METADATA_SQL } from '../../../prove/platform-sql.ts';
import { code } from '../source-text.ts';

/** Which migrations a database was made of. */
const FILES_SQL = `
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.local_files (
  path text primary key,
  sha256 text not null
);
`;

/** The platform of the preview and the proofs: an application meets the same one on a computer of its owner. */
export const PLATFORM = code`
  /** What a Supabase project has before its first migration, as far as \`@supabase/lite\` does not make it. */
  export const PLATFORM_SQL = \`
  ${`${PLATFORM_SQL}${USER_METADATA_SQL}${FILES_SQL}`.trim()}
  \`;
`;

export const DATABASE = code`
  /**
   * Supabase on this computer: Postgres (PGlite) behind the REST and auth API of \`@supabase/lite\`, made of this project's
   * own migrations and seed. For development and tests; what runs in production is Supabase.
   */
  import { createHash, randomBytes } from 'node:crypto';
  import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
  import { dirname, join } from 'node:path';
  import type { PGlite } from '@electric-sql/pglite';
  import { PLATFORM_SQL } from './platform.ts';

  /** Browsers hold it, as every publishable key: policies decide what can be reached with it. */
  export const PUBLISHABLE_KEY = 'sb_publishable_local';

  /** Where links in mails lead; whoever serves the app knows its port. */
  export const MAIL_ORIGIN = 'http://localhost';

  export interface Mail {
    to: string;
    subject: string;
    text?: string;
  }

  const MIGRATIONS = 'supabase/migrations';
  const SEED = 'supabase/seed.sql';

  export interface LocalDatabase {
    /** Answers a request under \`/auth/v1\` or \`/rest/v1\`. */
    fetch(request: Request): Promise<Response>;
    /** Postgres itself, with all rights. */
    readonly postgres: PGlite;
    /**
     * Applies the migrations that are new. Where one that was applied has been edited or removed since, it applies
     * nothing and names it under \`changed\`.
     */
    migrate(): Promise<{ applied: string[]; changed: string[] }>;
  }

  /**
   * Opens the database of the project in \`root\`; makes it where there is none yet.
   *
   * @param folder where its data is kept, or null to keep it in memory.
   * @param send what becomes of mails, such as one with a link for a forgotten password; links begin with \`MAIL_ORIGIN\`.
   * @throws Error that names the file and line when a migration or the seed fails; nothing is kept of a new database then.
   */
  export async function openDatabase(root: string, folder: string | null, send: (mail: Mail) => void = () => {}): Promise<LocalDatabase> {
    const data = folder && join(folder, 'postgres');
    const isNew = data === null || !existsSync(join(data, 'PG_VERSION'));
    if (data !== null) mkdirSync(dirname(data), { recursive: true });
    const [{ App, SUPABASE_AUTH_HELPERS_SQL }, { createPgliteConnection }] = await Promise.all([
      import('@supabase/lite'),
      import('@supabase/lite/pglite'),
    ]);
    const connection = await createPgliteConnection({
      url: data ?? 'memory://',
      pgliteOptions: { parsers: PARSERS },
    });
    const postgres = connection.driver;
    await postgres.waitReady;
    // Otherwise the first request grants everything on every table to everyone.
    Object.assign(connection, { rlsState: 'active' });
    const app = new App({
      connection,
      api: { enabled: true },
      auth: {
        enabled: true,
        publishable_key: PUBLISHABLE_KEY,
        jwt_secret: jwtSecret(folder),
        secret_key: \`sb_secret_\${randomBytes(24).toString('hex')}\`,
        email: { enable_confirmations: false },
        site_url: MAIL_ORIGIN,
      },
      options: { server: { admin: false }, drivers: { email: { send: async (mail) => send(mail) } } },
    });

    let last: Promise<unknown> = Promise.resolve();
    /** One after the other: two at once would both apply what is new. */
    const migrate = () => {
      const turn = last.then(async () => {
        const result = await applyMigrations(postgres, root);
        if (result.applied.length > 0) await connection.clearSchemaCache();
        return result;
      });
      last = turn.catch(() => {});
      return turn;
    };
    if (isNew) {
      try {
        await app.ensureSystemSchema();
        await postgres.exec(SUPABASE_AUTH_HELPERS_SQL);
        await postgres.exec(PLATFORM_SQL);
        await migrate();
        const seed = join(root, SEED);
        if (existsSync(seed)) await run(SEED, readFileSync(seed, 'utf8'), (sql) => postgres.exec(sql));
      } catch (error) {
        await postgres.close();
        if (data !== null) rmSync(data, { recursive: true, force: true });
        throw error;
      }
    }
    await app.init();
    return { fetch: (request) => app.fetch(request), postgres, migrate };
  }

  /** Values as PostgREST gives them, by type: times in ISO 8601, numbers as numbers where they fit. */
  const PARSERS = {
    1114: (value: string) => value.replace(' ', 'T'),
    1184: (value: string) => value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'),
    1700: (value: string) =>
      Number.isFinite(Number(value)) && value.replace(/\D/g, '').length <= 15 ? Number(value) : value,
  };

  async function applyMigrations(postgres: PGlite, root: string) {
    const { rows } = await postgres.query<{ path: string; sha256: string }>(
      'select path, sha256 from supabase_migrations.local_files order by path',
    );
    const known = new Map(rows.map((row) => [row.path, row.sha256]));
    const files = readdirSync(join(root, MIGRATIONS), { withFileTypes: true })
      .filter((file) => file.isFile() && file.name.endsWith('.sql'))
      .map((file) => \`\${MIGRATIONS}/\${file.name}\`)
      .sort()
      .map((path) => ({ path, sql: readFileSync(join(root, path), 'utf8') }))
      // A new file that is still empty is about to be written: once applied, what is written then would come too late.
      .filter(({ path, sql }) => sql.trim() !== '' || known.has(path));
    const hashes = new Map(files.map(({ path, sql }) => [path, sha256(sql)]));
    const changed = [...known.keys()].filter((path) => hashes.get(path) !== known.get(path));
    const applied: string[] = [];
    if (changed.length > 0) return { applied, changed };
    for (const { path, sql: content } of files) {
      if (known.has(path)) continue;
      await run(path, content, (sql) =>
        postgres.transaction(async (transaction) => {
          await transaction.exec(sql);
          await transaction.query('insert into supabase_migrations.local_files values ($1, $2)', [path, hashes.get(path)]);
        }),
      );
      applied.push(path);
    }
    return { applied, changed };
  }

  /** Runs what a SQL file holds; when it fails, the error says where. */
  async function run(path: string, sql: string, execute: (sql: string) => Promise<unknown>) {
    try {
      await execute(sql);
    } catch (error) {
      const { message, position } = error as { message: string; position?: string };
      const line = position === undefined ? '' : \`:\${sql.slice(0, Number(position)).split('\n').length}\`;
      throw new Error(\`\${path}\${line}: \${message}\`, { cause: error });
    }
  }

  /** Sessions outlive a restart with the data: the secret that signs them is kept beside it. */
  function jwtSecret(folder: string | null): string {
    const path = folder && join(folder, 'jwt-secret');
    if (path !== null && existsSync(path)) return readFileSync(path, 'utf8');
    const secret = randomBytes(32).toString('hex');
    if (path !== null) writeFileSync(path, secret, { mode: 0o600 });
    return secret;
  }

  function sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
`;
