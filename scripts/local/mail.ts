/** Mails that auth would send: kept in the state folder and shown at `/_local/mail` instead. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const KEPT = 200;
const mail = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
  sentAt: z.string(),
});
export type Mail = z.infer<typeof mail>;

export interface Mailbox {
  add(message: Omit<Mail, 'sentAt'>): void;
  /** Newest first. */
  list(): Mail[];
}

/** One mail a line in `file`; what a crash cut off is skipped. */
export function openMailbox(file: string): Mailbox {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  let mails = lines
    .slice(-KEPT - 1)
    .flatMap((line) => {
      try {
        return [mail.parse(JSON.parse(line))];
      } catch {
        return [];
      }
    })
    .reverse();
  // Kept short, so that it does not grow with every start.
  if (lines.length > KEPT) {
    writeFileSync(
      file,
      mails
        .map((kept) => `${JSON.stringify(kept)}\n`)
        .reverse()
        .join(''),
      { mode: 0o600 },
    );
  }
  return {
    add(message) {
      const sent: Mail = { ...message, sentAt: new Date().toISOString() };
      mails = [sent, ...mails].slice(0, KEPT);
      appendFileSync(file, `${JSON.stringify(sent)}\n`, { mode: 0o600 });
    },
    list: () => mails,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text with its addresses as links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"')]+)/)
    .map((part, index) =>
      index % 2 === 1 ? `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>` : escapeHtml(part),
    )
    .join('');
}

function plainText(message: Mail): string {
  if (message.text !== undefined) return message.text;
  return (message.html ?? '')
    .replace(/<a\s[^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gis, '$2 $1 ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

/** The page at `/_local/mail`. A mail's own markup is never shown as markup. */
export function renderMailPage(mails: readonly Mail[]): string {
  const articles = mails.map(
    (message) => `<article>
  <h2>${escapeHtml(message.subject)}</h2>
  <p class="meta">To ${escapeHtml(message.to)} &middot; <time datetime="${escapeHtml(message.sentAt)}">${escapeHtml(message.sentAt.replace('T', ' ').slice(0, 19))} UTC</time></p>
  <pre>${linked(plainText(message))}</pre>
</article>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mail, local stack</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  article { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: 1rem 0; }
  h2 { font-size: 1rem; margin: 0; }
  .meta { margin: 0; opacity: 0.75; font-size: 0.875rem; }
  pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
<h1>Mail</h1>
<p>What the local stack would have sent, newest first. Nothing leaves this machine.</p>
${articles.length === 0 ? '<p>No mail yet.</p>' : articles.join('\n')}
</html>
`;
}
