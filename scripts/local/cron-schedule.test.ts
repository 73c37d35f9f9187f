import { describe, expect, it } from 'vitest';
import { isDue, secondsInterval } from './cron-schedule.ts';

describe('isDue', () => {
  it.each([
    ['* * * * *', '2026-11-20T19:05:00Z', true],
    ['5 19 * * *', '2026-11-20T19:05:00Z', true],
    ['5 19 * * *', '2026-11-20T19:06:00Z', false],
    ['*/15 * * * *', '2026-11-20T19:45:00Z', true],
    ['*/15 * * * *', '2026-11-20T19:50:00Z', false],
    ['10-20/5 * * * *', '2026-11-20T19:15:00Z', true],
    ['10-20/5 * * * *', '2026-11-20T19:16:00Z', false],
    ['0 0 $ * *', '2026-02-28T00:00:00Z', true],
    ['0 0 $ * *', '2028-02-28T00:00:00Z', false],
    ['0 0 * nov fri', '2026-11-20T00:00:00Z', true],
    ['0 0 * * 7', '2026-11-22T00:00:00Z', true],
    ['0 0 * * 0', '2026-11-22T00:00:00Z', true],
    // Two restricted day fields are alternatives.
    ['0 0 1 * fri', '2026-11-20T00:00:00Z', true],
    ['0 0 1 * fri', '2026-11-01T00:00:00Z', true],
    ['0 0 1 * fri', '2026-11-02T00:00:00Z', false],
    ['@hourly', '2026-11-20T19:00:00Z', true],
    ['@daily', '2026-11-20T19:00:00Z', false],
    ['30 seconds', '2026-11-20T19:00:00Z', false],
  ])('%s at %s: %s', (schedule, time, due) => {
    expect(isDue(schedule, new Date(time))).toBe(due);
  });
});

it('knows intervals in seconds', () => {
  expect(secondsInterval('10 seconds')).toBe(10);
  expect(secondsInterval('1 second')).toBe(1);
  expect(secondsInterval('* * * * *')).toBeNull();
});
