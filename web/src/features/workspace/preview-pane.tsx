import { Link } from '@tanstack/react-router';
import { Maximize2, MousePointerClick, RotateCw, X } from 'lucide-react';
import { type FormEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { FileTree } from '../../../../shared/files/file-tree.ts';
import { IconButton } from '../../components/button.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { cn } from '../../lib/class-names.ts';
import { useMediaQuery, WIDE } from '../../lib/media-query.ts';
import type { PreviewHandle } from '../../preview/preview.tsx';
import type { PreviewProblem, PreviewStatus } from '../../preview/problem.ts';
import { PickBar } from './pick-bar.tsx';
import { type Device, DeviceButtons, DeviceFrame } from './preview-device.tsx';
import { PreviewDock } from './preview-dock.tsx';
import { usePreviewLog } from './preview-log.ts';
import { PreviewPeopleBar } from './preview-people-bar.tsx';
import type { Picking } from './use-picking.ts';

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
  projectId: string;
  projectName: string;
  /** The version that the files are of, edits aside; null when there is none. */
  versionId: string | null;
  onOpenFile: (file: string, line?: number) => void;
  /** Asks for a fix; absent where nothing can be changed. */
  onFix?: ((problem: PreviewProblem) => void) | undefined;
  /** Picking an element; absent where nothing can be changed. */
  picking?: Picking | undefined;
}

/** The running app with its address, who it is seen as, and what goes on in it. */
export function PreviewPane({ files, projectId, projectName, versionId, onOpenFile, onFix, picking }: Props) {
  const settled = useSettled(files, EDIT_DELAY);
  const handle = useRef<PreviewHandle>(null);
  const wide = useMediaQuery(WIDE);
  const [device, setDevice] = useState<Device>('pane');
  const [status, setStatus] = useState<PreviewStatus>();
  const [problems, setProblems] = useState<readonly PreviewProblem[]>([]);
  const [dismissed, setDismissed] = useState<string>();
  const { log, messages, requests } = usePreviewLog();
  const notice = status?.notice ?? undefined;
  const isPicking = picking?.active ?? false;
  const isRunning = status?.app === 'running';
  useEffect(() => {
    // Picking may be asked for before there is anything to point at.
    if (isRunning) handle.current?.setPicking(isPicking);
  }, [isPicking, isRunning]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-1 border-b px-2">
        <IconButton label="Reload the app" size="sm" onClick={() => handle.current?.reload()}>
          <RotateCw className="size-4" aria-hidden />
        </IconButton>
        <AddressField path={status?.path ?? '/'} onGo={(path) => handle.current?.navigate(path)} />
        {picking && (
          <IconButton
            label="Select an element to change"
            size="sm"
            aria-pressed={isPicking}
            onClick={() => picking.setActive(!isPicking)}
          >
            <MousePointerClick className={cn('size-4', isPicking && 'text-accent-text')} aria-hidden />
          </IconButton>
        )}
        {wide && <DeviceButtons device={device} onChange={setDevice} />}
        {versionId !== null && (
          <Link
            to="/projects/$projectId/preview"
            params={{ projectId }}
            search={{ version: versionId }}
            target="_blank"
            preload={false}
            aria-label="Open the app in a window of its own"
            title="Open the app in a window of its own"
            className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-muted transition-colors hover:bg-hover hover:text-ink pointer-coarse:size-9"
          >
            <Maximize2 className="size-4" aria-hidden />
          </Link>
        )}
      </div>
      {picking && isPicking && (
        <PickBar
          preview={handle}
          page={`${status?.app} ${status?.path}`}
          onPick={(element) => void picking.end(element)}
        />
      )}
      {status?.hasDatabase && <PreviewPeopleBar preview={handle} status={status} />}
      {notice !== undefined && notice !== dismissed && (
        <div className="flex shrink-0 items-center gap-2 border-b bg-warning-soft px-3 py-1 text-sm text-warning-text">
          <p role="status" className="flex-1">
            {notice}
          </p>
          <IconButton label="Dismiss" size="sm" onClick={() => setDismissed(notice)}>
            <X className="size-4" aria-hidden />
          </IconButton>
        </div>
      )}
      <DeviceFrame device={wide ? device : 'pane'}>
        <Suspense fallback={<PreviewSkeleton />}>
          <Preview
            ref={handle}
            files={settled}
            title={`Preview of ${projectName}`}
            onStatus={setStatus}
            onProblems={setProblems}
            onConsole={log.addMessage}
            onRequest={log.addRequest}
            onPick={(element) => void picking?.end(element)}
          />
        </Suspense>
      </DeviceFrame>
      <PreviewDock
        files={settled}
        preview={handle}
        status={status}
        problems={problems}
        messages={messages}
        requests={requests}
        log={log}
        onOpenFile={onOpenFile}
        onFix={onFix}
      />
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
