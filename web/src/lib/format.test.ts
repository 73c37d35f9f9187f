import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatDuration, plural } from './format.ts';

const now = Date.parse('2026-06-15T12:00:00Z');
const ago = (seconds: number) => formatAgo(new Date(now - seconds * 1000).toISOString(), now);

describe('format', () => {
  it('says how long ago', () => {
    expect(ago(5)).toBe('just now');
    expect(ago(5 * 60)).toBe('5 minutes ago');
    expect(ago(26 * 3600)).toBe('yesterday');
    expect(ago(90 * 86400)).toContain('2026');
  });

  it('takes a clock that is ahead for now', () => {
    expect(ago(-30)).toBe('just now');
  });

  it('says how long and how much', () => {
    expect(formatDuration(430)).toBe('0.4 s');
    expect(formatDuration(185_000)).toBe('3 min 5 s');
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes(2400)).toBe('2.4 kB');
    expect(formatBytes(1_500_000)).toBe('1.5 MB');
    expect(plural(1, 'file')).toBe('1 file');
    expect(plural(2, 'entity', 'entities')).toBe('2 entities');
  });
});
