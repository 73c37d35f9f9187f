import { Info } from 'lucide-react';
import type { Progress } from './progress.ts';

type Plan = NonNullable<Progress['plan']>;

function Swatch({ colour, label }: { colour: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span
        aria-hidden
        className="size-4 rounded-full border border-line-strong"
        // The colour is data: it was asked for in the description.
        style={{ backgroundColor: colour }}
      />
      <span className="text-ink-muted">{label}</span>
      <code className="font-mono text-ink-faint text-xs">{colour}</code>
    </span>
  );
}

function Heading({ children }: { children: string }) {
  return <h2 className="mb-1 text-ink-faint text-xs">{children}</h2>;
}

/** What is going to be built, before it is: colours, data, pages, and what was asked for and is left out. */
export function PlanCard({ plan }: { plan: Plan }) {
  return (
    <div className="grid gap-3 rounded-lg border bg-surface p-3 text-sm">
      <div>
        <p className="font-medium text-ink">{plan.name}</p>
        <p className="text-ink-muted">{plan.summary}</p>
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        <Swatch colour={plan.theme.background} label="Background" />
        <Swatch colour={plan.theme.component} label="Components" />
      </div>
      {plan.entities.length > 0 && (
        <div>
          <Heading>Data</Heading>
          <ul className="grid gap-1.5">
            {plan.entities.map((entity) => (
              <li key={entity.name}>
                <p>
                  <span className="font-medium">{entity.label}</span>
                  <span className="text-ink-faint"> · {entity.access}</span>
                </p>
                <p className="break-words text-ink-muted text-xs">{entity.fields.join(', ')}</p>
              </li>
            ))}
          </ul>
        </div>
      )}
      {plan.pages.length > 0 && (
        <div>
          <Heading>Pages</Heading>
          <ul className="flex flex-wrap gap-1.5">
            {plan.pages.map((page) => (
              <li key={page.path} title={page.path} className="rounded-md bg-sunken px-2 py-0.5 text-ink-muted text-xs">
                {page.title}
              </li>
            ))}
          </ul>
        </div>
      )}
      {plan.notes.length > 0 && (
        <div className="rounded-md bg-warning-soft px-2.5 py-2 text-warning-text">
          <h2 className="flex items-center gap-1.5 font-medium text-xs">
            <Info className="size-3.5" aria-hidden />
            Not built
          </h2>
          <ul className="mt-1 grid gap-1 text-xs">
            {plan.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
