/** Keys in the shape of real ones, put together here so that none stands in this file. */
import { append, type Defect, edit, put } from './defect.ts';

const SUPABASE = 'src/lib/supabase.ts';

const encode = (value: object) => btoa(JSON.stringify(value)).replace(/=+$/, '');
export const token = (role: string) =>
  [
    encode({ alg: 'HS256', typ: 'JWT' }),
    encode({ iss: 'supabase', role, exp: 1983812996 }),
    'Q7x2vLk9PzR4sYtW1mNbH3gJ',
  ].join('.');
const key = (...parts: string[]) => parts.join('');
const TAIL = 'a8Kd93jQpL0xZr5TnWc7Yb2V';

const inSource = (what: string, secret: string): Defect => ({
  name: `${what} in the source`,
  rule: 'leaked-key',
  file: SUPABASE,
  at: secret,
  change: append(SUPABASE, `\nexport const value = '${secret}';\n`),
});

export const SECRET_DEFECTS: readonly Defect[] = [
  inSource('a Supabase secret key', key('sb_', 'secret_', TAIL)),
  inSource('a service role token', token('service_role')),
  inSource('a Stripe key', key('sk_', 'live_', TAIL)),
  inSource('an OpenAI project key', key('sk-', 'proj-', TAIL, TAIL)),
  inSource('an OpenAI key', key('sk-', TAIL, TAIL)),
  inSource('an Anthropic key', key('sk-', 'ant-api03-', TAIL)),
  inSource('an AWS access key', key('AKIA', 'Q3EGRZ7WX5TNB2LD')),
  inSource('a GitHub token', key('ghp', '_', TAIL, 'Qw8eR1')),
  inSource('a Slack token', key('xoxb', '-1234567890-', TAIL)),
  {
    name: 'a private key',
    rule: 'leaked-key',
    file: 'supabase/key.pem',
    at: '-----BEGIN',
    change: put('supabase/key.pem', `${key('-----BEGIN RSA ', 'PRIVATE KEY-----')}\nMIIEpAIBAAKCAQEA${TAIL}${TAIL}\n`),
  },
  {
    name: 'a database password in the README',
    rule: 'leaked-key',
    file: 'README.md',
    at: 'postgresql:',
    change: edit('README.md', '[YOUR-PASSWORD]', 'h7Gk2pQx9'),
  },
  {
    name: 'a secret key in an environment file',
    rule: 'leaked-key',
    file: '.env',
    at: 'SUPABASE_SECRET_KEY',
    change: put('.env', key('# local\nSUPABASE_SECRET_KEY=sb_', 'secret_', TAIL, '\n')),
  },
  {
    name: 'a key in a migration',
    rule: 'leaked-key',
    file: 'supabase/seed.sql',
    at: 'select',
    change: append('supabase/seed.sql', `select '${key('sb_', 'secret_', TAIL)}';\n`),
  },
];

/** What looks like a key and may stand in a project. */
export const HARMLESS_KEYS: readonly string[] = [
  'sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH',
  token('anon'),
  key('pk_', 'live_', TAIL),
  key('sb_', 'secret_your-secret-key-here'),
  key('sk-', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'),
  key('AKIA', 'IOSFODNN7EXAMPLE'),
  'postgresql://postgres:postgres@localhost:54322/postgres',
  'postgresql://postgres:<password>@db.example.supabase.co:5432/postgres',
  key('postgres://$', '{USER}:$', '{PASSWORD}@host/db'),
  'task-list-of-everything-that-is-left-to-do-today',
  'sk-button sk-circle-fade-dot-animation',
  '-----BEGIN PUBLIC KEY-----',
];
