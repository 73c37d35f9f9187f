import { ChevronDown, CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { plural } from '../../lib/format.ts';
import type { PreviewProblem } from '../../preview/problem.ts';

const KINDS: Record<PreviewProblem['kind'], string> = {
  build: 'Build',
  runtime: 'While running',
  database: 'Database',
  network: 'Network',
};

interface Props {
  problems: readonly PreviewProblem[];
  onOpen: (file: string, line?: number) => void;
}

/** What went wrong in the preview, under it; a press leads to the line. Takes no room while nothing did. */
export function ProblemList({ problems, onOpen }: Props) {
  const [open, setOpen] = useState(true);
  if (problems.length === 0) return null;
  return (
    <section aria-label="Problems in the preview" className="shrink-0 border-t bg-surface">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-9 w-full items-center gap-2 px-3 font-medium text-danger-text text-sm hover:bg-sunken focus-visible:-outline-offset-2"
        >
          <CircleAlert className="size-4" aria-hidden />
          <span className="flex-1 text-left">{plural(problems.length, 'problem')} in the app</span>
          <ChevronDown className={`size-4 text-ink-faint ${open ? '' : 'rotate-180'}`} aria-hidden />
        </button>
      </h2>
      {open && (
        <ul className="max-h-44 divide-y overflow-y-auto border-t text-sm">
          {problems.map((problem) => {
            const { file, line } = problem;
            return (
              <li key={`${problem.kind}:${file}:${line}:${problem.message}`} className="px-3 py-2">
                <p className="break-words">
                  <span className="mr-2 text-ink-faint">{KINDS[problem.kind]}</span>
                  {problem.message}
                </p>
                {file !== undefined && (
                  <button
                    type="button"
                    onClick={() => onOpen(file, line)}
                    className="mt-0.5 max-w-full break-all text-left font-mono text-accent-text text-xs underline-offset-4 hover:underline"
                  >
                    {line === undefined ? file : `${file}:${line}`}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
