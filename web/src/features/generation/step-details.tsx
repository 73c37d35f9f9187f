import { FilePen, FilePlus2, FileX2, FolderSymlink, Info } from 'lucide-react';
import { useState } from 'react';
import type { PATCH_OPS } from '../../../../shared/contracts/generation-events.ts';
import { plural } from '../../lib/format.ts';
import type { Progress, StepProgress } from './progress.ts';

type Patch = NonNullable<StepProgress['patches']>[number];

const OPS: Record<(typeof PATCH_OPS)[number], { icon: typeof FilePen; label: string }> = {
  create: { icon: FilePlus2, label: 'new' },
  replace: { icon: FilePen, label: 'changed' },
  rewrite: { icon: FilePen, label: 'rewritten' },
  delete: { icon: FileX2, label: 'deleted' },
  rename: { icon: FolderSymlink, label: 'renamed' },
};
const SHOWN = 6;
const SAID_SHOWN = 600;

/** What the model says, as it says it. */
export function SaidText({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const long = trimmed.length > SAID_SHOWN;
  return (
    <div className="text-ink-muted text-sm">
      <p className="whitespace-pre-wrap break-words">
        {long && !all ? `${trimmed.slice(0, SAID_SHOWN).trimEnd()}…` : trimmed}
      </p>
      {long && (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="mt-1 font-medium text-accent-text text-xs underline-offset-4 hover:underline"
        >
          {all ? 'Show less' : 'Show all of it'}
        </button>
      )}
    </div>
  );
}

interface PatchedProps {
  patches: readonly Patch[];
  onOpen?: ((path: string) => void) | undefined;
}

/** The files that a step changed, as they are changed. A press opens one. */
export function PatchedFiles({ patches, onOpen }: PatchedProps) {
  const [all, setAll] = useState(false);
  const shown = all ? patches : patches.slice(-SHOWN);
  return (
    <div className="overflow-hidden rounded-lg border bg-surface py-1 text-sm">
      {patches.length > SHOWN && (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="w-full px-3 py-1 text-left text-ink-muted text-xs hover:text-ink focus-visible:-outline-offset-2"
        >
          {all ? 'Show the latest' : `Show all ${plural(patches.length, 'file')}`}
        </button>
      )}
      <ul>
        {shown.map((patch) => {
          const path = patch.to ?? patch.path;
          const { icon: Icon, label } = OPS[patch.op];
          const row = (
            <>
              <Icon className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
              <span className="min-w-0 flex-1 truncate font-mono text-xs" title={path}>
                {path}
              </span>
              <span className="text-ink-faint text-xs">{label}</span>
            </>
          );
          return (
            <li key={patch.path} className="animate-fade-in">
              {onOpen && patch.op !== 'delete' ? (
                <button
                  type="button"
                  onClick={() => onOpen(path)}
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
    </div>
  );
}

/** What went another way than asked for: a fallback, a repair that was given up, a masked key. */
export function Notices({ notices }: { notices: Progress['notices'] }) {
  if (notices.length === 0) return null;
  return (
    <ul className="grid gap-1.5 rounded-lg bg-sunken px-3 py-2 text-ink-muted text-sm">
      {notices.map((notice) => (
        <li key={notice.message} className="flex gap-2">
          <Info className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          <span className="min-w-0 break-words">{notice.message}</span>
        </li>
      ))}
    </ul>
  );
}
