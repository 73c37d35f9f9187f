import { Monitor, RotateCw, Smartphone } from 'lucide-react';
import { type FormEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { FileTree } from '../../../../shared/files/file-tree.ts';
import { IconButton } from '../../components/button.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { cn } from '../../lib/class-names.ts';
import { useMediaQuery, WIDE } from '../../lib/media-query.ts';
import type { PreviewHandle } from '../../preview/preview.tsx';
import type { PreviewProblem, PreviewStatus } from '../../preview/problem.ts';
import { ProblemList } from './problem-list.tsx';

const loadPreview = () => import('../../preview/preview.tsx');
const Preview = lazy(() => loadPreview().then((module) => ({ default: module.Preview })));

/** Fetches the preview's code before there are files to show, while the app is being built. */
export function warmPreview(): void {
  // A failure shows when the preview is rendered, with a way to try again.
  loadPreview().catch(() => undefined);
}

/** Edits reach the preview after this pause in typing, in milliseconds. */
const EDIT_DELAY = 50;

/** The last value that stood for a while; the first comes at once. */
function useSettled<Value>(value: Value, delay: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
  return settled;
}

interface Props {
  files: FileTree;
  projectName: string;
  onOpenFile: (file: string, line?: number) => void;
}

/** The running app with its address and what goes wrong in it. */
export function PreviewPane({ files, projectName, onOpenFile }: Props) {
  const settled = useSettled(files, EDIT_DELAY);
  const handle = useRef<PreviewHandle>(null);
  const wide = useMediaQuery(WIDE);
  const [phone, setPhone] = useState(false);
  const [status, setStatus] = useState<PreviewStatus>();
  const [problems, setProblems] = useState<readonly PreviewProblem[]>([]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-1 border-b px-2">
        <IconButton label="Reload the app" size="sm" onClick={() => handle.current?.reload()}>
          <RotateCw className="size-4" aria-hidden />
        </IconButton>
        <AddressField path={status?.path ?? '/'} onGo={(path) => handle.current?.navigate(path)} />
        {wide && (
          <>
            <IconButton label="Full width" size="sm" aria-pressed={!phone} onClick={() => setPhone(false)}>
              <Monitor className={cn('size-4', !phone && 'text-ink')} aria-hidden />
            </IconButton>
            <IconButton label="Phone width" size="sm" aria-pressed={phone} onClick={() => setPhone(true)}>
              <Smartphone className={cn('size-4', phone && 'text-ink')} aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      {status?.notice && (
        <p role="status" className="shrink-0 border-b bg-warning-soft px-3 py-1.5 text-sm text-warning-text">
          {status.notice}
        </p>
      )}
      <div className={cn('min-h-0 flex-1', phone && wide && 'bg-sunken p-4')}>
        <div
          className={cn(
            'h-full overflow-hidden',
            phone && wide && 'mx-auto max-w-[390px] rounded-xl border shadow-pop',
          )}
        >
          <Suspense fallback={<PreviewSkeleton />}>
            <Preview
              ref={handle}
              files={settled}
              title={`Preview of ${projectName}`}
              onStatus={setStatus}
              onProblems={setProblems}
            />
          </Suspense>
        </div>
      </div>
      <ProblemList problems={problems} onOpen={onOpenFile} />
    </div>
  );
}

/** The app's address; typing another one and Enter goes there. */
function AddressField({ path, onGo }: { path: string; onGo: (path: string) => void }) {
  const [typed, setTyped] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed !== undefined) onGo(typed.startsWith('/') ? typed : `/${typed}`);
    setTyped(undefined);
  };
  return (
    <form onSubmit={submit} className="min-w-0 flex-1">
      <input
        aria-label="Address in the app"
        value={typed ?? path}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(undefined)}
        spellCheck={false}
        autoCapitalize="none"
        className="h-7 w-full rounded-md bg-sunken px-2.5 text-ink-muted text-sm focus-visible:-outline-offset-1 focus-visible:text-ink pointer-coarse:h-9"
      />
    </form>
  );
}

export function PreviewSkeleton() {
  return (
    <div className="h-full bg-surface p-6">
      <div className="flex items-center justify-between">
        <Skeleton className="h-6 w-32" />
        <Skeleton className="h-8 w-24" />
      </div>
      <Skeleton className="mt-10 h-9 w-1/2" />
      <Skeleton className="mt-3 h-4 w-2/3" />
      <div className="mt-10 grid gap-4 sm:grid-cols-3">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
    </div>
  );
}
