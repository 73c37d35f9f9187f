/** Links in Lite's mails lead to the site and ignore where the request asked to return to. */

export interface MailMessage {
  to: string;
  subject: string;
  text?: string;
  html?: string;
}

/** Whether an address matches a pattern of `additional_redirect_urls`: `*` stops at a slash or dot, `**` does not. */
export function isAllowedRedirect(address: string, siteUrl: string, patterns: readonly string[]): boolean {
  let parsed: URL;
  try {
    parsed = new URL(address);
  } catch {
    return false;
  }
  if (parsed.origin === new URL(siteUrl).origin) return true;
  return patterns.some((pattern) => {
    const source = pattern
      .split(/(\*\*|\*)/)
      .map((part) => (part === '**' ? '.*' : part === '*' ? '[^./]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
      .join('');
    return new RegExp(`^${source}$`).test(address);
  });
}

/** The message with its links leading back to `redirectTo` (already checked), or unchanged without one. */
export function rewriteLinks(message: MailMessage, siteUrl: string, redirectTo: string | undefined): MailMessage {
  if (redirectTo === undefined) return message;
  const rewrite = (text: string) =>
    text.replaceAll(`redirect_to=${encodeURIComponent(siteUrl)}`, `redirect_to=${encodeURIComponent(redirectTo)}`);
  return {
    ...message,
    ...(message.text === undefined ? {} : { text: rewrite(message.text) }),
    ...(message.html === undefined ? {} : { html: rewrite(message.html) }),
  };
}
