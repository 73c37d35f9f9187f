import { describe, expect, it } from 'vitest';
import { createSubmissionKeys } from './submission-key.ts';

describe('createSubmissionKeys', () => {
  it('keeps the key over tries of the same request', () => {
    const keys = createSubmissionKeys();
    expect(keys.keyFor('a shop')).toBe(keys.keyFor('a shop'));
  });

  it('changes it with the request, and once it was answered', () => {
    const keys = createSubmissionKeys();
    const first = keys.keyFor('a shop');
    const other = keys.keyFor('a blog');
    expect(other).not.toBe(first);
    keys.settle();
    expect(keys.keyFor('a blog')).not.toBe(other);
  });
});
