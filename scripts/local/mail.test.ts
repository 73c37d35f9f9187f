import { expect, it } from 'vitest';
import { isAllowedRedirect } from './lite/mail-links.ts';
import { renderMailPage } from './mail.ts';

const sentAt = '2026-11-20T19:00:00.000Z';

it('shows markup as text and addresses as links', () => {
  const page = renderMailPage([
    {
      to: '"<b>"@example.test',
      subject: '<script>alert(1)</script>',
      text: 'Go to http://x.test/a?b=1&c=2 <now>',
      sentAt,
    },
  ]);
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<b>');
  expect(page).not.toContain('<now>');
  expect(page).toContain('<a href="http://x.test/a?b=1&#38;c=2">');
});

it('reads the links of a mail that is markup alone', () => {
  const html = '<p>Hello <a href="http://x.test/a?b=1&amp;c=2">reset</a></p><a href="javascript:alert(1)">no</a>';
  const page = renderMailPage([{ to: 'a@example.test', subject: 's', html, sentAt }]);
  expect(page).toContain('<a href="http://x.test/a?b=1&#38;c=2">');
  expect(page).not.toContain('href="javascript:');
});

it.each([
  ['http://127.0.0.1:54321/anything', true],
  ['http://app.example/reset', true],
  ['http://app.example/deep/reset', false],
  ['https://a.preview.example/x', true],
  ['https://a.b.preview.example/x', false],
  ['https://evil.example/http://127.0.0.1:54321/', false],
  ['javascript:alert(1)', false],
  ['/relative', false],
])('a mail may lead to %s: %s', (address, allowed) => {
  const patterns = ['http://app.example/*', 'https://*.preview.example/**'];
  expect(isAllowedRedirect(address, 'http://127.0.0.1:54321', patterns)).toBe(allowed);
});
