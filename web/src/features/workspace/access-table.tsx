import { ChevronRight, CircleAlert, CircleHelp, Minus } from 'lucide-react';
import { useId, useState } from 'react';
import type { ProbeResult } from '../../../../shared/prove/report.ts';
import { cn } from '../../lib/class-names.ts';
import type { AccessCell, AccessMatrix, AccessObject, Verb } from './access-matrix.ts';

const PEOPLE: Readonly<Record<string, { name: string; hint: string }>> = {
  anonymous: { name: 'Signed out', hint: 'a visitor' },
  'user A': { name: 'User A', hint: 'whose rows they are' },
  'user B': { name: 'User B', hint: 'a neighbour' },
  admin: { name: 'Admin', hint: 'listed as one' },
};
const VERBS: Readonly<Record<Verb, string>> = {
  select: 'Read',
  insert: 'Add',
  update: 'Change',
  delete: 'Delete',
  execute: 'Call',
};
const SEEN: Readonly<Record<ProbeResult['seen'], string>> = {
  denied: 'No',
  own: 'Own',
  allowed: 'Yes',
  unknown: 'Not tried',
};

/** What each person can do with rows of user A, table by table; a press on a name shows each thing that was tried. */
export function AccessTable({ matrix }: { matrix: AccessMatrix }) {
  const { people, objects } = matrix;
  return (
    <table aria-label="Who can do what" className="w-full table-fixed text-left text-sm">
      <thead className="sticky top-0 z-1 bg-surface text-xs">
        <tr className="border-b [&_th]:px-2 [&_th]:py-1.5 [&_th]:align-bottom [&_th]:font-medium">
          <th scope="col" className="w-[22%] sm:w-40">
            <span className="sr-only">What is done</span>
          </th>
          {people.map((who) => (
            <th key={who} scope="col">
              {PEOPLE[who]?.name ?? who}
              <span className="block font-normal text-ink-faint max-sm:sr-only">{PEOPLE[who]?.hint}</span>
            </th>
          ))}
        </tr>
      </thead>
      {objects.map((object) => (
        <ObjectRows key={object.name} object={object} people={people} />
      ))}
    </table>
  );
}

function ObjectRows({ object, people }: { object: AccessObject; people: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const details = useId();
  const { name, kind, rows, verdict } = object;
  const isWrong = verdict === 'leak' || verdict === 'broken';
  return (
    <tbody className="border-b">
      <tr>
        <th scope="rowgroup" colSpan={people.length + 1} className="p-0 pt-1 text-left font-medium">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={details}
            onClick={() => setOpen(!open)}
            className="flex min-h-8 w-full items-center gap-1.5 rounded-md px-2 text-left hover:bg-hover focus-visible:-outline-offset-2 pointer-coarse:min-h-10"
          >
            <ChevronRight
              className={cn('size-4 shrink-0 text-ink-faint transition-transform', open && 'rotate-90')}
              aria-hidden
            />
            <span className="min-w-0 break-words">{name}</span>
            {kind !== 'table' && <span className="font-normal text-ink-faint text-xs">{kind}</span>}
            {isWrong && (
              <span className="ml-auto shrink-0 rounded-full bg-danger-soft px-2 font-medium text-danger-text text-xs">
                {verdict === 'leak' ? 'Leak' : 'Broken'}
              </span>
            )}
          </button>
        </th>
      </tr>
      {rows.map(({ verb, cells }) => (
        <tr key={verb} className="align-top">
          <th scope="row" className="px-2 py-1 font-normal text-ink-muted sm:pl-7.5">
            {VERBS[verb]}
          </th>
          {people.map((who) => (
            <td key={who} className="px-2 py-1">
              <Reach cell={cells.get(who)} />
            </td>
          ))}
        </tr>
      ))}
      {open && (
        <tr id={details}>
          <td colSpan={people.length + 1} className="p-0">
            <Attempts results={object.results} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Reach({ cell }: { cell: AccessCell | undefined }) {
  if (cell === undefined) {
    return (
      <span className="text-ink-faint">
        <Minus className="mt-0.5 size-4" aria-hidden />
        <span className="sr-only">Nothing to try</span>
      </span>
    );
  }
  const { seen, expected, verdict } = cell;
  if (verdict === 'not_probed') {
    return (
      <span className="inline-flex items-start gap-1 text-ink-faint">
        <CircleHelp className="mt-0.5 size-4 shrink-0 max-sm:hidden" aria-hidden />
        Not tried
      </span>
    );
  }
  if (verdict === 'ok') return <span className={cn(seen === 'denied' && 'text-ink-faint')}>{SEEN[seen]}</span>;
  return (
    <span className="inline-flex items-start gap-1 font-medium text-danger-text">
      <CircleAlert className="mt-0.5 size-4 shrink-0 max-sm:hidden" aria-hidden />
      <span>
        {SEEN[seen]}
        <span className="block font-normal text-xs">expected: {SEEN[expected].toLowerCase()}</span>
      </span>
    </span>
  );
}

const VERDICTS: Readonly<Record<ProbeResult['verdict'], string>> = {
  leak: 'Leak',
  broken: 'Broken',
  not_probed: 'Not tried',
  ok: 'As expected',
};

function Attempts({ results }: { results: readonly ProbeResult[] }) {
  return (
    <ul aria-label="What was tried" className="grid gap-2 bg-sunken px-3 py-2 text-xs sm:px-7.5">
      {results.map(({ who, attempt, verb, expected, seen, verdict, reason }) => (
        <li key={`${who} ${verb} ${attempt}`}>
          <p className="break-words">
            <span className={cn('font-medium', /leak|broken/.test(verdict) && 'text-danger-text')}>
              {VERDICTS[verdict]}:
            </span>{' '}
            {PEOPLE[who]?.name ?? who}, to {attempt}. Expected {SEEN[expected].toLowerCase()}, seen{' '}
            {SEEN[seen].toLowerCase()}.
          </p>
          <p className="break-words text-ink-muted">{reason}</p>
        </li>
      ))}
    </ul>
  );
}
