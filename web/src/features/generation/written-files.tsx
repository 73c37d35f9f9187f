import { ChevronDown, FileCode2 } from 'lucide-react';
import { useState } from 'react';
import { formatBytes, plural } from '../../lib/format.ts';
import type { Progress } from './progress.ts';

const SHOWN = 5;

/** The files as they are written: the latest few, all on demand. A press opens one. */
export function WrittenFiles(props: { files: Progress['files']; onOpen?: ((path: string) => void) | undefined }) {
  const [all, setAll] = useState(false);
  const shown = all ? props.files : props.files.slice(-SHOWN);
  return (
    <div className="overflow-hidden rounded-lg border bg-surface text-sm">
      <ul className={all ? 'max-h-72 overflow-y-auto py-1' : 'py-1'}>
        {shown.map((file) => {
          const row = (
            <>
              <FileCode2 className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
              <span className="min-w-0 flex-1 truncate font-mono text-xs">{file.path}</span>
              <span className="tabular text-ink-faint text-xs">{formatBytes(file.size)}</span>
            </>
          );
          return (
            <li key={file.path} className="animate-fade-in">
              {props.onOpen ? (
                <button
                  type="button"
                  onClick={() => props.onOpen?.(file.path)}
                  className="flex w-full items-center gap-2 px-3 py-1 text-left hover:bg-sunken focus-visible:-outline-offset-2 pointer-coarse:py-2"
                >
                  {row}
                </button>
              ) : (
                <div className="flex items-center gap-2 px-3 py-1">{row}</div>
              )}
            </li>
          );
        })}
      </ul>
      {props.files.length > SHOWN && (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="flex w-full items-center gap-1.5 border-t px-3 py-1.5 text-ink-muted text-xs hover:bg-sunken hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:py-2.5"
        >
          <ChevronDown className={`size-3.5 transition-transform ${all ? 'rotate-180' : ''}`} aria-hidden />
          {all ? 'Show the latest' : `Show all ${plural(props.files.length, 'file')}`}
        </button>
      )}
    </div>
  );
}
