import { describe, expect, it } from 'vitest';
import { maskKeys } from './mask-keys.ts';

describe('a text from outside', () => {
  it.each([
    ['Incorrect API key provided: sk-proj-abcd****wxyz. Find yours there.', 'wxyz'],
    ['Incorrect API key provided: sk-ant-api03-0123456789abcdefghijklmnop.', '0123456789'],
    ['sent header "authorization: Bearer abc.def-ghi" upstream', 'abc.def'],
    ['{"x-api-key": "whatever-it-is"}', 'whatever'],
    ['the key xai-0123456789ABCDEF is revoked', '0123456789'],
  ])('loses its key: %s', (text, part) => {
    expect(maskKeys(text)).not.toContain(part);
  });

  it('loses a known key of any shape, each time', () => {
    expect(maskKeys('hunter22-hunter22 and hunter22', ['hunter22'])).toBe('***-*** and ***');
  });

  it('keeps everything else', () => {
    const text = 'Rate limit reached for gpt-6.2-sol on tokens per min: Limit 30000, Used 29000. Try again in 7s.';
    expect(maskKeys(text, ['', 'abc'])).toBe(text);
  });
});
