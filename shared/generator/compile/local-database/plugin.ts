/** `supabase/local/plugin.ts` and `reset.js`: how the database joins the development server, and how it is forgotten. */
import type { AppModel } from '../model.ts';
import { code } from '../source-text.ts';
import { DEMO_PASSWORD, DEMO_USERS } from '../sql/seed-users.ts';

export function pluginFile(app: AppModel): string {
  const [ada, ben] = DEMO_USERS;
  return code`
    /**
     * \`npm run dev\` without an account: the development server answers \`/auth/v1\` and \`/rest/v1\` from a database on this
     * computer. With VITE_SUPABASE_URL set it stays out of the way, and a build never holds any of it.
     */
    import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
    import type { IncomingMessage, ServerResponse } from 'node:http';
    import { join, relative } from 'node:path';
    import { loadEnv, type Plugin, type ViteDevServer } from 'vite';
    import { type LocalDatabase, MAIL_ORIGIN, type Mail, openDatabase, PUBLISHABLE_KEY } from './database.ts';

    /** A file is whole when nothing has been written for so long: editors save in several steps. */
    const SETTLE_MS = 150;

    const API = /^\/(?:auth|rest)\/v1(?:[/?]|$)/;

    /** Vite loads this file anew when it restarts its server; the database goes on. */
    const shared: typeof globalThis & { localDatabase?: Promise<LocalDatabase> } = globalThis;

    export function localDatabase(): Plugin {
      let enabled = false;
      return {
        name: 'local-database',
        config(config, { command, mode, isPreview }) {
          const env = loadEnv(mode, config.root ?? process.cwd(), 'VITE_');
          if (env.VITE_SUPABASE_URL && !env.VITE_SUPABASE_PUBLISHABLE_KEY) {
            throw new Error('VITE_SUPABASE_URL is set, VITE_SUPABASE_PUBLISHABLE_KEY is not. See .env.example.');
          }
          if (env.VITE_SUPABASE_URL || process.env.VITEST || isPreview) return;
          if (command === 'build') {
            console.warn('VITE_SUPABASE_URL is not set: what is built has no database to talk to. See README.md.');
            return;
          }
          enabled = true;
          return {
            define: {
              'import.meta.env.VITE_SUPABASE_URL': 'window.location.origin',
              'import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY': JSON.stringify(PUBLISHABLE_KEY),
            },
            server: { watch: { ignored: ['**/.data/**'] } },
          };
        },
        configureServer(server) {
          if (!enabled) return;
          if (shared.localDatabase === undefined) begin(server);
          server.middlewares.use((request, response, next) => {
            if (API.test(request.url ?? '')) answer(request, response).catch(next);
            else next();
          });
          const migrations = join(server.config.root, 'supabase', 'migrations');
          let settling: NodeJS.Timeout | undefined;
          server.watcher.on('all', (_event, path) => {
            if (!path.startsWith(migrations) || !path.endsWith('.sql')) return;
            clearTimeout(settling);
            settling = setTimeout(() => void migrate(server), SETTLE_MS);
          });
        },
      };
    }

    /** Starts the database. Where it does not, that has been said, and requests are told again: the server stays. */
    function begin(server: ViteDevServer) {
      shared.localDatabase = start(server);
      shared.localDatabase.catch(() => {});
    }

    async function start(server: ViteDevServer): Promise<LocalDatabase> {
      const { logger, root } = server.config;
      const folder = join(root, '.data');
      try {
        claim(folder);
        shortenErrors();
        const database = await openDatabase(root, folder, (mail) => print(server, mail));
        logger.info(\`  Database: local, kept in \${relative(process.cwd(), folder)}; "npm run db:reset" starts it anew\`);
        ${app.auth && `logger.info('  Sign in:  ${ada.email}${app.admins ? ' (admin)' : ''} or ${ben.email}, password ${DEMO_PASSWORD}');`}
        void migrate(server);
        return database;
      } catch (error) {
        logger.error(\`The local database did not start. \${messageOf(error)}\`);
        throw error;
      }
    }

    /** Mails are not sent: the terminal shows them, with links that lead to this server and, for a password, to its page. */
    function print({ config, resolvedUrls }: ViteDevServer, { to, subject, text = '' }: Mail) {
      const origin = (resolvedUrls?.local[0] ?? MAIL_ORIGIN).replace(/\/$/, '');
      const target = text.includes('type=recovery') ? \`\${origin}/reset-password\` : origin;
      const body = text
        .trim()
        .replaceAll(\`\${MAIL_ORIGIN}/\`, \`\${origin}/\`)
        .replaceAll(encodeURIComponent(MAIL_ORIGIN), encodeURIComponent(target));
      config.logger.info(\`  Mail to \${to}, \${subject}:\n\${body.replace(/^/gm, '    ')}\`);
    }

    /** The API prints each error of Postgres with its whole stack; what it says and the query are enough. */
    function shortenErrors() {
      const print = console.error;
      console.error = (...values: unknown[]) => {
        const [error] = values;
        if (!(error instanceof Error && 'severity' in error)) return print(...values);
        print(\`  Database: \${error.message}\${'query' in error ? \`, in \${error.query}\` : ''}\`);
      };
    }

    /** One process at a time: two would destroy each other's data. */
    function claim(folder: string) {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, 'pid');
      const other = existsSync(path) ? Number(readFileSync(path, 'utf8')) : process.pid;
      if (other !== process.pid && isRunning(other)) {
        throw new Error(\`Process \${other} uses it: stop that first, or delete .data/pid if it is not a development server.\`);
      }
      writeFileSync(path, String(process.pid));
    }

    function isRunning(pid: number): boolean {
      try {
        process.kill(pid, 0);
        return true;
      } catch {
        return false;
      }
    }

    /** Brings the database up to the migrations as they are now, and says what it did or why it cannot. */
    async function migrate(server: ViteDevServer) {
      const { logger } = server.config;
      const database = await shared.localDatabase?.catch(() => undefined);
      // It did not start: perhaps the change of the migration is what it needs.
      if (database === undefined) return begin(server);
      try {
        const { applied, changed } = await database.migrate();
        for (const path of applied) logger.info(\`  Applied \${path}\`);
        if (changed.length === 0) return;
        logger.warn(
          \`\${changed.join(', ')} changed after the local database was made, which still has what was applied then. \` +
            'Stop the server and run "npm run db:reset" to make it anew (its data is lost), or put the change into a new migration.',
        );
      } catch (error) {
        logger.error(\`The migration was not applied. \${messageOf(error)}\`);
      }
    }

    async function answer(request: IncomingMessage, response: ServerResponse) {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
        const init = { method: request.method ?? 'GET', headers };
        const url = new URL(request.url ?? '/', \`http://\${request.headers.host ?? 'localhost'}\`);
        const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
        const database = await shared.localDatabase;
        if (database === undefined) throw new Error('it has not been started');
        const result = await database.fetch(new Request(url, { ...init, ...body }));
        response.writeHead(result.status, Object.fromEntries(result.headers));
        response.end(Buffer.from(await result.arrayBuffer()));
      } catch (error) {
        const message = \`The local database: \${messageOf(error)}\`;
        response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ code: 'local_database', message, msg: message }));
      }
    }

    function messageOf(error: unknown): string {
      return error instanceof Error ? error.message : String(error);
    }
  `;
}

export const RESET = code`
  /** \`npm run db:reset\`: forgets the local database. The next \`npm run dev\` makes it from the migrations and the seed. */
  import { existsSync, readFileSync, rmSync } from 'node:fs';

  function isRunning(pid) {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  const pid = existsSync('.data/pid') ? Number(readFileSync('.data/pid', 'utf8')) : 0;
  if (pid > 0 && isRunning(pid)) {
    console.error(\`Process \${pid} uses the database. Stop "npm run dev" first (or delete .data/pid if it is something else).\`);
    process.exit(1);
  }
  rmSync('.data', { recursive: true, force: true });
  console.log('The local database is gone. "npm run dev" makes a new one from supabase/migrations and supabase/seed.sql.');
`;
