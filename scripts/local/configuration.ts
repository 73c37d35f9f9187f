/**
 * What configures the local stack: three environment variables and the project's `supabase/config.toml`, the same file
 * that the official CLI reads. Only the settings that the stack honours are parsed; the rest is ignored.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { StartError } from './start-error.ts';

export interface StackEnvironment {
  /** Port of the gateway: the application and the platform's paths. */
  port: number;
  databasePort: number;
  /** Absolute path of the state folder. */
  directory: string;
}

const PORT_RULE = 'must be a whole number from 1 to 65535';

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name]?.trim();
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new StartError(`${name} is "${text}": it ${PORT_RULE}.`);
  return port;
}

/** Reads `TRELLIS_PORT`, `TRELLIS_DB_PORT` and `TRELLIS_DIR` (relative to `root`). Throws StartError on a malformed value. */
export function readEnvironment(env: NodeJS.ProcessEnv, root: string): StackEnvironment {
  const port = readPort(env, 'TRELLIS_PORT', 54_321);
  const databasePort = readPort(env, 'TRELLIS_DB_PORT', 54_322);
  if (port === databasePort) {
    throw new StartError(`TRELLIS_PORT and TRELLIS_DB_PORT are both ${port}: they must differ.`);
  }
  const directory = path.resolve(root, env.TRELLIS_DIR?.trim() || '.trellis');
  const inside = path.relative(directory, root);
  if (inside === '' || (!inside.startsWith('..') && !path.isAbsolute(inside))) {
    throw new StartError(`TRELLIS_DIR is "${directory}": it must not hold the project itself.`);
  }
  return { port, databasePort, directory };
}

const emailConfig = z.object({
  enable_signup: z.boolean().default(true),
  enable_confirmations: z.boolean().default(false),
  double_confirm_changes: z.boolean().default(false),
  secure_password_change: z.boolean().default(false),
  max_frequency: z.string().default('1s'),
  otp_length: z.number().int().min(6).max(10).default(6),
  otp_expiry: z.number().int().positive().default(3600),
});

const hookConfig = z.object({ enabled: z.boolean(), uri: z.string() });

const projectConfig = z.object({
  api: z
    .object({
      schemas: z.array(z.string()).min(1).default(['public']),
      extra_search_path: z.array(z.string()).default(['public', 'extensions']),
      max_rows: z.number().int().positive().default(1000),
    })
    .prefault({}),
  auth: z
    .object({
      site_url: z.string().optional(),
      additional_redirect_urls: z.array(z.string()).default([]),
      jwt_expiry: z.number().int().positive().default(3600),
      enable_signup: z.boolean().default(true),
      enable_refresh_token_rotation: z.boolean().default(true),
      refresh_token_reuse_interval: z.number().int().min(0).default(10),
      minimum_password_length: z.number().int().min(6).default(8),
      email: emailConfig.prefault({}),
      rate_limit: z
        .object({
          /** Sign-ins and sign-ups in five minutes from one address. */
          sign_in_sign_ups: z.number().int().positive().default(30),
          /** Requests that send a mail, in an hour, from one address. */
          email_sent: z.number().int().positive().default(30),
        })
        .prefault({}),
      hook: z.object({ custom_access_token: hookConfig.optional() }).prefault({}),
    })
    .prefault({}),
  storage: z
    .object({
      file_size_limit: z.string().default('50MiB'),
      buckets: z
        .record(
          z.string(),
          z.object({ public: z.boolean().default(false), allowed_mime_types: z.array(z.string()).optional() }),
        )
        .default({}),
    })
    .prefault({}),
  functions: z
    .record(z.string(), z.object({ enabled: z.boolean().default(true), verify_jwt: z.boolean().default(true) }))
    .default({}),
});
export type ProjectConfig = z.infer<typeof projectConfig>;

/** Replaces `env(NAME)` with the variable's value, as the official CLI does; an unset variable gives an empty string. */
function substitute(value: unknown, env: NodeJS.ProcessEnv): unknown {
  if (typeof value === 'string') return value.replace(/^env\((\w+)\)$/, (_, name: string) => env[name] ?? '');
  if (Array.isArray(value)) return value.map((item) => substitute(item, env));
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, env)]));
  }
  return value;
}

/** Reads `<supabaseDirectory>/config.toml`; without one, the platform's defaults. Throws StartError naming the setting. */
export function readProjectConfig(supabaseDirectory: string, env: NodeJS.ProcessEnv): ProjectConfig {
  const file = path.join(supabaseDirectory, 'config.toml');
  let document: unknown = {};
  if (existsSync(file)) {
    try {
      document = parse(readFileSync(file, 'utf8'));
    } catch (cause) {
      throw new StartError(`${file} is not valid TOML: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }
  const parsed = projectConfig.safeParse(substitute(document, env));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StartError(`${file}: ${issue?.path.join('.')}: ${issue?.message}`);
}
