/** pg_cron's schedules: five fields, `$` for the last day of the month, `@daily` and its like, or `N seconds`. */

const NAMES: Readonly<Record<number, readonly string[]>> = {
  3: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  4: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};
const ALIASES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

/** The interval of an `N seconds` schedule, in seconds; null for any other. */
export function secondsInterval(schedule: string): number | null {
  const [, seconds] = /^\s*(\d+)\s+seconds?\s*$/i.exec(schedule) ?? [];
  return seconds === undefined ? null : Number(seconds);
}

function fieldMatches(field: string, index: number, value: number, lastDay: number): boolean {
  const [low = 0, high = 0] = RANGES[index] ?? [];
  const number = (text: string): number => {
    if (text === '$' && index === DAY_OF_MONTH) return lastDay;
    const named = NAMES[index]?.indexOf(text) ?? -1;
    if (named < 0) return Number(text);
    return index === DAY_OF_WEEK ? named : named + 1;
  };
  return field.split(',').some((element) => {
    const [range = '', step = '1'] = element.split('/');
    const bounds = range === '*' ? [low, high] : range.split('-').map(number);
    const from = bounds[0] ?? low;
    const to = bounds[1] ?? (element.includes('/') ? high : from);
    const covers = (candidate: number) =>
      candidate >= from && candidate <= to && (candidate - from) % Number(step) === 0;
    // Sunday is 0 and 7.
    return covers(value) || (index === DAY_OF_WEEK && value === 0 && covers(7));
  });
}

/** Whether a job is due in the minute of `date`, in UTC as pg_cron counts by default. */
export function isDue(schedule: string, date: Date): boolean {
  const text = schedule.trim().toLowerCase();
  const fields = (ALIASES[text] ?? text).split(/\s+/);
  if (fields.length !== 5) return false;
  const values = [
    date.getUTCMinutes(),
    date.getUTCHours(),
    date.getUTCDate(),
    date.getUTCMonth() + 1,
    date.getUTCDay(),
  ];
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const matches = (index: number) => fieldMatches(fields[index] ?? '', index, values[index] ?? 0, lastDay);
  const isOpen = (index: number) => fields[index]?.startsWith('*') ?? false;
  // Two restricted day fields are alternatives, as in every cron.
  const day =
    isOpen(DAY_OF_MONTH) || isOpen(DAY_OF_WEEK)
      ? matches(DAY_OF_MONTH) && matches(DAY_OF_WEEK)
      : matches(DAY_OF_MONTH) || matches(DAY_OF_WEEK);
  return matches(0) && matches(1) && matches(3) && day;
}
