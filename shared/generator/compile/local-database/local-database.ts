/** What lets an app run and prove its policies with a database of its own, without an account anywhere. */
import type { AppModel } from '../model.ts';
import { file } from '../source-text.ts';
import { ATTEMPT, accessTest } from './access-test.ts';
import { DATABASE, PLATFORM } from './database.ts';
import { pluginFile, RESET } from './plugin.ts';

/** `supabase/config.toml`: what the Supabase CLI needs to know to link the project and push its migrations. */
function configToml(app: AppModel): string {
  return file(`
# For the Supabase CLI: npx supabase link, db push, start, test db. https://supabase.com/docs/guides/local-development/cli/config
project_id = ${JSON.stringify(app.slug.slice(0, 40))}

[db]
major_version = 17

[db.seed]
enabled = true
sql_paths = ["./seed.sql"]

[auth]
site_url = "http://localhost:5173"
additional_redirect_urls = ["http://localhost:5173/**"]
enable_signup = ${app.signUp}
`);
}

/** Whether the app's migration makes tables, and so policies that can be proven. */
export function hasTables(app: AppModel): boolean {
  return app.entities.length > 0 || app.admins;
}

/** Files by path, for an app with data. */
export function localDatabaseFiles(app: AppModel): Record<string, string> {
  return {
    'supabase/config.toml': configToml(app),
    'supabase/local/database.ts': file(DATABASE),
    'supabase/local/platform.ts': file(PLATFORM),
    'supabase/local/plugin.ts': file(pluginFile(app)),
    'supabase/local/reset.js': file(RESET),
    ...(hasTables(app)
      ? { 'supabase/tests/access.test.ts': file(accessTest(app)), 'supabase/tests/attempt.ts': file(ATTEMPT) }
      : {}),
  };
}
