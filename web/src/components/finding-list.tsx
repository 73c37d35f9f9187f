import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { Finding } from '../../../shared/verify/finding.ts';

/** What a check found, each with where it is and what to do; a press leads to the line. */
export function FindingList(props: { findings: readonly Finding[]; onOpen?: (file: string, line?: number) => void }) {
  const { onOpen } = props;
  return (
    <ul className="divide-y overflow-hidden rounded-lg border bg-surface text-sm">
      {props.findings.map((finding) => {
        const Icon = finding.severity === 'error' ? CircleAlert : TriangleAlert;
        const place = finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`;
        return (
          <li
            key={`${finding.rule}:${place}:${finding.column ?? ''}:${finding.message}`}
            className="flex gap-2.5 px-3 py-2.5"
          >
            <Icon
              aria-label={finding.severity === 'error' ? 'Error' : 'Warning'}
              className={`mt-0.5 size-4 shrink-0 ${finding.severity === 'error' ? 'text-danger-text' : 'text-warning-text'}`}
            />
            <div className="min-w-0 flex-1">
              <p className="break-words text-ink">{finding.message}</p>
              <p className="break-words text-ink-muted">{finding.fix}</p>
              {onOpen ? (
                <button
                  type="button"
                  onClick={() => onOpen(finding.file, finding.line)}
                  className="mt-1 max-w-full break-all text-left font-mono text-accent-text text-xs underline-offset-4 hover:underline"
                >
                  {place}
                </button>
              ) : (
                <p className="mt-1 break-all font-mono text-ink-faint text-xs">{place}</p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
