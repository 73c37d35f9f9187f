import { CircleCheck, Wrench } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
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
  /** Absent where nothing can be fixed: an old version, or for those who only look. */
  onFix?: ((problem: PreviewProblem) => void) | undefined;
}

/** What went wrong in the preview; a press leads to the line. */
export function ProblemList({ problems, onOpen, onFix }: Props) {
  if (problems.length === 0) {
    return (
      <EmptyState icon={<CircleCheck aria-hidden />} title="No problems">
        What goes wrong in the app appears here, with the line it comes from.
      </EmptyState>
    );
  }
  return (
    <section aria-label="Problems in the preview" className="h-full overflow-y-auto">
      <ul className="divide-y text-sm">
        {problems.map((problem) => {
          const { file, line } = problem;
          return (
            <li
              key={`${problem.kind}:${file}:${line}:${problem.message}`}
              className="flex flex-wrap items-start gap-x-3 gap-y-1.5 px-3 py-2"
            >
              <div className="min-w-0 flex-1 basis-60">
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
              </div>
              {onFix && problem.kind !== 'network' && (
                <Button size="sm" icon={<Wrench className="size-3.5" aria-hidden />} onClick={() => onFix(problem)}>
                  Fix this<span className="font-normal text-ink-faint">free</span>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
