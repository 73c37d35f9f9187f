/** What boards, calendars, galleries and timelines rest on. */
import { code, file } from '../source-text.ts';

const board = code`
  import { ChevronLeft, ChevronRight } from 'lucide-react';
  import { type ReactNode, useEffect, useRef, useState } from 'react';

  type BoardProps<Row, Value> = {
    columns: readonly { value: Value; label: string }[];
    rows: Row[];
    columnOf: (row: Row) => Value;
    titleOf: (row: Row) => string;
    canMove: (row: Row) => boolean;
    onMove: (row: Row, to: Value) => void;
    children: (row: Row) => ReactNode;
  };

  const MOVE = 'flex size-9 items-center justify-center rounded-md text-muted hover:bg-subtle hover:text-foreground';

  /** Rows in columns. A row is moved by dragging it, or with the two buttons it carries. */
  export function Board<Row extends { id: string }, Value extends string>(props: BoardProps<Row, Value>) {
    const { columns, rows, columnOf, titleOf, canMove, onMove, children } = props;
    const [dragged, setDragged] = useState<Row | null>(null);
    const [over, setOver] = useState<Value | null>(null);
    const cards = useRef(new Map<string, HTMLLIElement>());
    const moved = useRef<string | null>(null);

    // A row that was moved by button is drawn in another column; the focus goes with it.
    useEffect(() => {
      if (moved.current) cards.current.get(moved.current)?.focus();
      moved.current = null;
    });

    function step(row: Row, to: { value: Value; label: string } | undefined, icon: ReactNode) {
      if (!to) return <span className="size-9" />;
      return (
        <button
          type="button"
          aria-label={\`Move \${titleOf(row)} to \${to.label}\`}
          title={to.label}
          className={MOVE}
          onClick={() => {
            moved.current = row.id;
            onMove(row, to.value);
          }}
        >
          {icon}
        </button>
      );
    }

    return (
      <div className="grid gap-4 sm:auto-cols-[minmax(15rem,1fr)] sm:grid-flow-col sm:overflow-x-auto sm:pb-3">
        {columns.map((column, at) => {
          const inColumn = rows.filter((row) => columnOf(row) === column.value);
          return (
            <section
              key={column.value}
              aria-label={column.label}
              onDragOver={(event) => {
                if (!dragged) return;
                event.preventDefault();
                setOver(column.value);
              }}
              onDrop={() => {
                if (dragged && columnOf(dragged) !== column.value) onMove(dragged, column.value);
                setDragged(null);
                setOver(null);
              }}
              className={\`rounded-lg border p-3 transition-colors \${over === column.value ? 'border-accent bg-accent-soft' : 'border-border bg-subtle'}\`}
            >
              <h3 className="flex items-baseline justify-between gap-2 px-1 text-sm font-medium">
                {column.label}
                <span className="text-muted tabular-nums">{inColumn.length}</span>
              </h3>
              <ul className="mt-3 space-y-3">
                {inColumn.map((row) => (
                  <li
                    key={row.id}
                    tabIndex={-1}
                    ref={(element) => {
                      if (element) cards.current.set(row.id, element);
                      else cards.current.delete(row.id);
                    }}
                    draggable={canMove(row)}
                    onDragStart={() => setDragged(row)}
                    onDragEnd={() => {
                      setDragged(null);
                      setOver(null);
                    }}
                    className={\`rounded-md border border-border bg-surface p-3 \${canMove(row) ? 'sm:cursor-grab' : ''} \${dragged === row ? 'opacity-60' : ''}\`}
                  >
                    {children(row)}
                    {canMove(row) && (
                      <div className="-mx-1.5 mt-2 -mb-1.5 flex justify-between">
                        {step(row, columns[at - 1], <ChevronLeft aria-hidden className="size-4 max-sm:rotate-90" />)}
                        {step(row, columns[at + 1], <ChevronRight aria-hidden className="size-4 max-sm:rotate-90" />)}
                      </div>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    );
  }
`;

const calendar = code`
  const pad = (value: number) => String(value).padStart(2, '0');

  /** The local day of a moment, or the day itself: \`2026-01-31\`. */
  export function dayOf(value: string | null): string {
    if (!value || value.length === 10) return value ?? '';
    const moment = new Date(value);
    return \`\${moment.getFullYear()}-\${pad(moment.getMonth() + 1)}-\${pad(moment.getDate())}\`;
  }

  /** A month like \`2026-01\`; anything else is the current one. */
  export function monthOf(value: string | null): string {
    return value && /^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? value : dayOf(new Date().toISOString()).slice(0, 7);
  }

  export function shiftMonth(month: string, by: number): string {
    const date = new Date(\`\${month}-01T00:00:00Z\`);
    date.setUTCMonth(date.getUTCMonth() + by);
    return date.toISOString().slice(0, 7);
  }

  /** First day of the month, and of the one after. */
  export function monthDays(month: string): { from: string; to: string } {
    return { from: \`\${month}-01\`, to: \`\${shiftMonth(month, 1)}-01\` };
  }

  /** The same bounds as moments, in the time zone of whoever looks. */
  export function monthMoments(month: string): { from: string; to: string } {
    const { from, to } = monthDays(month);
    return { from: new Date(\`\${from}T00:00\`).toISOString(), to: new Date(\`\${to}T00:00\`).toISOString() };
  }

  /** Days of the weeks a month touches, Monday first, seven to a week. */
  export function monthWeeks(month: string): string[][] {
    const first = new Date(\`\${month}-01T00:00:00Z\`);
    const lead = (first.getUTCDay() + 6) % 7;
    const end = new Date(\`\${shiftMonth(month, 1)}-01T00:00:00Z\`);
    const length = Math.round((end.getTime() - first.getTime()) / 86_400_000);
    const day = (at: number) => new Date(first.getTime() + (at - lead) * 86_400_000).toISOString().slice(0, 10);
    return Array.from({ length: Math.ceil((lead + length) / 7) }, (_, week) =>
      Array.from({ length: 7 }, (_, at) => day(week * 7 + at)),
    );
  }
`;

const calendarTest = code`
  import { expect, it } from 'vitest';
  import { dayOf, monthDays, monthMoments, monthOf, monthWeeks, shiftMonth } from './calendar';

  it('knows the weeks of a month', () => {
    const weeks = monthWeeks('2026-02');
    expect(weeks[0]?.[0]).toBe('2026-01-26');
    expect(weeks.at(-1)?.at(-1)).toBe('2026-03-01');
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    expect(monthWeeks('2027-02')).toHaveLength(4);
  });

  it('goes over the end of a year', () => {
    expect(shiftMonth('2026-12', 1)).toBe('2027-01');
    expect(shiftMonth('2026-01', -1)).toBe('2025-12');
    expect(monthDays('2026-12')).toEqual({ from: '2026-12-01', to: '2027-01-01' });
  });

  it('takes days as they are and moments as they fall here', () => {
    expect(dayOf('2026-01-31')).toBe('2026-01-31');
    expect(dayOf(monthMoments('2026-05').from)).toBe('2026-05-01');
    expect(dayOf(null)).toBe('');
  });

  it('shows the current month for anything that is none', () => {
    expect(monthOf('2026-07')).toBe('2026-07');
    expect(monthOf('2026-13')).toBe(monthOf(null));
  });
`;

const monthCalendar = code`
  import { ChevronLeft, ChevronRight } from 'lucide-react';
  import { Link } from 'react-router';
  import { Button } from './button';
  import { dayOf, monthOf, monthWeeks, shiftMonth } from '@/lib/calendar';
  import { formatDate, formatMonth, formatWeekday } from '@/lib/format';

  type Entry = { id: string; day: string; time?: string; title: string; path: string };

  type MonthCalendarProps = { month: string; entries: Entry[]; onMonth: (month: string) => void };

  function EntryLink({ entry, className }: { entry: Entry; className: string }) {
    return (
      <Link to={entry.path} className={\`block rounded text-accent underline-offset-2 hover:underline \${className}\`}>
        {entry.time && <span className="tabular-nums">{entry.time} </span>}
        {entry.title}
      </Link>
    );
  }

  /** A month as a table of weeks. On a phone the days only say how much is on them, and a list below says what. */
  export function MonthCalendar({ month, entries, onMonth }: MonthCalendarProps) {
    const weeks = monthWeeks(month);
    const today = dayOf(new Date().toISOString());
    const on = (day: string) => entries.filter((entry) => entry.day === day);
    const days = [...new Set(entries.map((entry) => entry.day))];
    return (
      <div>
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <p className="mr-auto text-lg font-medium" aria-live="polite">
            {formatMonth(month)}
          </p>
          <Button look="outline" aria-label="Previous month" className="w-10 px-0!" onClick={() => onMonth(shiftMonth(month, -1))}>
            <ChevronLeft aria-hidden />
          </Button>
          <Button look="outline" onClick={() => onMonth(monthOf(null))}>
            Today
          </Button>
          <Button look="outline" aria-label="Next month" className="w-10 px-0!" onClick={() => onMonth(shiftMonth(month, 1))}>
            <ChevronRight aria-hidden />
          </Button>
        </div>
        <table className="w-full table-fixed border-collapse overflow-hidden rounded-lg bg-surface text-sm">
          <caption className="sr-only">{formatMonth(month)}</caption>
          <thead>
            <tr>
              {weeks[0]?.map((day) => (
                <th key={day} scope="col" className="border border-border bg-accent-soft px-1 py-2 font-medium text-accent">
                  {formatWeekday(day)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week[0]}>
                {week.map((day) => (
                  <td
                    key={day}
                    aria-current={day === today ? 'date' : undefined}
                    className={\`h-14 border border-border p-1 align-top sm:h-24 sm:p-1.5 \${day.startsWith(month) ? '' : 'bg-subtle text-muted'}\`}
                  >
                    <time
                      dateTime={day}
                      className={\`inline-flex size-6 items-center justify-center rounded-full text-xs tabular-nums \${day === today ? 'bg-component font-semibold text-on-component' : ''}\`}
                    >
                      {Number(day.slice(8))}
                    </time>
                    {on(day).length > 0 && (
                      <>
                        <span className="block text-center text-xs font-semibold text-accent sm:hidden">
                          {on(day).length}
                          <span className="sr-only"> on this day</span>
                        </span>
                        <ul className="mt-1 space-y-1 max-sm:hidden">
                          {on(day).map((entry) => (
                            <li key={entry.id}>
                              <EntryLink entry={entry} className="bg-accent-soft px-1.5 py-0.5 text-xs break-words" />
                            </li>
                          ))}
                        </ul>
                      </>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {entries.length === 0 && <p className="mt-4 text-center text-muted">Nothing in this month.</p>}
        <dl className="mt-5 divide-y divide-border sm:hidden">
          {days.map((day) => (
            <div key={day} className="py-3">
              <dt className="text-sm text-muted">{formatDate(day)}</dt>
              {on(day).map((entry) => (
                <dd key={entry.id} className="mt-1">
                  <EntryLink entry={entry} className="py-1 font-medium break-words" />
                </dd>
              ))}
            </div>
          ))}
        </dl>
      </div>
    );
  }
`;

const group = code`
  /** Neighbours with the same key, in the order they come. */
  export function groupRuns<Item>(items: readonly Item[], keyOf: (item: Item) => string): { key: string; items: Item[] }[] {
    const runs: { key: string; items: Item[] }[] = [];
    for (const item of items) {
      const key = keyOf(item);
      const last = runs.at(-1);
      if (last?.key === key) last.items.push(item);
      else runs.push({ key, items: [item] });
    }
    return runs;
  }
`;

const groupTest = code`
  import { expect, it } from 'vitest';
  import { groupRuns } from './group';

  it('groups neighbours and keeps the order', () => {
    const runs = groupRuns(['a1', 'a2', 'b1', 'a3'], (it) => it.charAt(0));
    expect(runs.map(({ key, items }) => key + items.length)).toEqual(['a2', 'b1', 'a1']);
  });
`;

const cover = code`
  import { Picture } from './picture';

  /** A picture that leads its row; where there is none, the first letter of the title stands in. */
  export function Cover({ src, title }: { src: string | null; title: string }) {
    const frame = 'aspect-[4/3] w-full overflow-hidden rounded-lg border border-border';
    if (src) return <Picture src={src} alt="" className={frame} />;
    return (
      <div aria-hidden className={\`\${frame} flex items-center justify-center bg-accent-soft text-5xl font-semibold text-accent\`}>
        {Array.from(title.trim())[0]?.toUpperCase()}
      </div>
    );
  }
`;

export const DISPLAY_FILES: Readonly<Record<string, string>> = {
  'src/components/board.tsx': file(board),
  'src/components/cover.tsx': file(cover),
  'src/components/month-calendar.tsx': file(monthCalendar),
  'src/lib/calendar.ts': file(calendar),
  'src/lib/group.ts': file(group),
};

export const DISPLAY_TESTS: Readonly<Record<string, string>> = {
  'src/lib/calendar.ts': file(calendarTest),
  'src/lib/group.ts': file(groupTest),
};
