/** A Supabase project without an application: Postgres, its auth schema and the API in front of it. */
import { App, SUPABASE_AUTH_HELPERS_SQL } from '@supabase/lite';
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite';
import { PLATFORM_SQL } from '../../../../shared/prove/platform-sql.ts';
import { PUBLISHABLE_KEY, SUPABASE_ORIGIN } from '../protocol.ts';

export interface Platform {
  readonly app: Pick<App, 'fetch' | 'init'>;
  readonly connection: PgliteConnection;
}

/** Values in the forms of PostgREST: numbers as JSON numbers where they fit, times in ISO 8601. By type, as OIDs. */
const PARSERS = {
  1114: (value: string) => value.replace(' ', 'T'),
  1184: (value: string) => value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'),
  1700: (value: string) =>
    Number.isFinite(Number(value)) && value.replace(/\D/g, '').length <= 15 ? Number(value) : value,
};

/** @param snapshot a data directory made by `createPlatform` without one: starting from it is several times faster. */
export async function createPlatform(snapshot?: File): Promise<Platform> {
  const pgliteOptions = { parsers: PARSERS, ...(snapshot === undefined ? {} : { loadDataDir: snapshot }) };
  const connection = await createPgliteConnection({ url: 'memory://', pgliteOptions });
  await connection.driver.waitReady;
  // Otherwise the first request grants everything on every table to the API roles.
  Object.assign(connection, { rlsState: 'active' });
  const app = new App({
    connection,
    api: { enabled: true, external_url: SUPABASE_ORIGIN },
    auth: {
      enabled: true,
      publishable_key: PUBLISHABLE_KEY,
      // Nothing outside the process holds these, so no token but the server's own is honoured.
      jwt_secret: randomSecret(),
      secret_key: `sb_secret_${randomSecret()}`,
      site_url: SUPABASE_ORIGIN,
      email: { enable_confirmations: false },
    },
  });
  if (snapshot === undefined) {
    await app.ensureSystemSchema();
    await connection.driver.exec(SUPABASE_AUTH_HELPERS_SQL);
    await connection.driver.exec(PLATFORM_SQL);
  }
  return { app, connection };
}

function randomSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
