/**
 * Keys that must not be in a project's files. Publishable keys (`sb_publishable_…`, JWTs of the role `anon`, `pk_…`) may,
 * and so may placeholders. A finding names the kind of key and never repeats it.
 */
import type { FileTree } from '../files/file-tree.ts';
import type { Findings } from './findings.ts';

interface SecretKind {
  what: string;
  pattern: RegExp;
  /** Decides what the pattern cannot: whether this match is really a secret. */
  confirm?: (match: string) => boolean;
}

const KINDS: readonly SecretKind[] = [
  { what: 'a Supabase secret key', pattern: /\bsb_secret_[\w-]{16,}/g },
  {
    what: 'a Supabase service role key',
    pattern: /\beyJ[\w-]{8,300}\.eyJ[\w-]{8,2000}\.[\w-]{16,}/g,
    confirm: isServiceRoleToken,
  },
  { what: 'a Stripe secret key', pattern: /\b(?:sk|rk)_(?:live|test)_\w{16,}/g },
  { what: 'a Stripe webhook secret', pattern: /\bwhsec_[A-Za-z0-9+/]{24,}/g },
  { what: 'an Anthropic API key', pattern: /\bsk-ant-[\w-]{24,}/g },
  { what: 'an OpenAI API key', pattern: /\bsk-(?!ant-)(?:(?:proj|svcacct|admin)-[\w-]{24,}|[A-Za-z0-9]{32,})/g },
  { what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  {
    what: 'an AWS secret access key',
    pattern: /\baws_?secret_?(?:access_?)?key["']?\s*[:=]\s*["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/gi,
  },
  { what: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/g },
  { what: 'a GitLab token', pattern: /\bglpat-[\w-]{20,}/g },
  { what: 'a Slack token', pattern: /\bxox[abprs]-[\w-]{20,}/g },
  { what: 'a Google OAuth client secret', pattern: /\bGOCSPX-[\w-]{20,}/g },
  { what: 'a SendGrid API key', pattern: /\bSG\.[\w-]{16,40}\.[\w-]{16,}/g },
  { what: 'a Resend API key', pattern: /\bre_[A-Za-z0-9]{8,16}_[A-Za-z0-9]{16,}/g },
  { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  {
    what: 'a private key',
    pattern: /-----BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY-----\s*(?:\\n)?[A-Za-z0-9+/=\s\\]{32,}/g,
  },
  {
    what: 'a database address with its password',
    pattern:
      /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?):\/\/[^\s:@/"'`]{0,80}:[^\s@/"'`]{1,200}@[^\s/"'`?]{1,200}/g,
    confirm: hasRealPassword,
  },
];

/** Variables with a name like this hold a secret, and `VITE_` publishes them. */
const PUBLISHED_SECRET =
  /^[ \t]*(?:export[ \t]+)?(VITE_\w{0,80}(?:SERVICE_?ROLE|SECRET|PRIVATE_?KEY)\w{0,80})[ \t]*=/gim;

/** A secret in a text: what it is, and where it stands. */
export interface Secret {
  what: string;
  index: number;
  length: number;
}

/** The secrets in a text, by kind; placeholders and publishable keys are none. */
export function secretsIn(text: string): Secret[] {
  return KINDS.flatMap(({ what, pattern, confirm }) =>
    [...text.matchAll(pattern)]
      .filter(([key]) => !isPlaceholder(key) && (confirm === undefined || confirm(key)))
      .map((match) => ({ what, index: match.index, length: match[0].length })),
  );
}

export function checkSecrets(tree: FileTree, findings: Findings): void {
  for (const [path, content] of Object.entries(tree)) {
    if (typeof content !== 'string') continue;
    for (const { what, index } of secretsIn(content)) {
      findings.add({
        rule: 'leaked-key',
        file: path,
        ...placeOf(content, index),
        message: `This holds ${what}; everyone who gets the files can use it.`,
        fix: 'Revoke the key where it was made, remove it here, and give it to the server through its environment.',
      });
    }
    if (/(?:^|\/)\.env[\w.]*$/.test(path)) checkPublishedNames(path, content, findings);
  }
}

function checkPublishedNames(path: string, content: string, findings: Findings): void {
  for (const match of content.matchAll(PUBLISHED_SECRET)) {
    const [, name = ''] = match;
    findings.add({
      rule: 'service-key-in-client',
      file: path,
      ...placeOf(content, match.index + match[0].indexOf(name)),
      message: `${name} would be published: Vite writes every VITE_ variable that is used into the public bundle.`,
      fix: 'Remove it here; a secret belongs in the environment of a server function, without the VITE_ prefix.',
    });
  }
}

/** Made-up keys of documentation and templates. */
function isPlaceholder(key: string): boolean {
  if (/example|placeholder|your[-_]|xxxx|\.\.\.|changeme|replace|dummy|redacted|<|\$\{|\*{3}/i.test(key)) return true;
  return new Set(key.slice(-16)).size < 5;
}

function isServiceRoleToken(token: string): boolean {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    if (typeof claims !== 'object' || claims === null || !('role' in claims)) return false;
    return claims.role === 'service_role' || claims.role === 'supabase_admin';
  } catch {
    return false;
  }
}

/** The local default of development stacks and templates' blanks are no secrets. */
function hasRealPassword(url: string): boolean {
  const [, password = '', host = ''] = /:\/\/[^:@]*:([^@]+)@(.+)$/.exec(url) ?? [];
  if (/^(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|db|postgres|host\.docker\.internal)(?::|$)/.test(host))
    return false;
  return !/^(?:\[.*\]|\{.*\}|%.*%|\$.*|pass(?:word|wd)?|secret|postgres|pw|pwd|user|admin|root|my_?password)$/i.test(
    password,
  );
}

function placeOf(content: string, index: number): { line: number; column: number } {
  const lineStart = content.lastIndexOf('\n', index - 1) + 1;
  let line = 1;
  for (let at = content.indexOf('\n'); at >= 0 && at < index; at = content.indexOf('\n', at + 1)) line += 1;
  return { line, column: index - lineStart + 1 };
}
