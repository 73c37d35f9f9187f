/** The running application, in its frame. Load it lazily: workers and packages come with it. */
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import { createPreview, type PreviewController, type PreviewEvents } from './controller.ts';
import { FRAME_SANDBOX } from './frame-session.ts';
import type { PreviewStatus } from './problem.ts';

/** What can be done with a preview that is shown; without one, nothing is done and queries are refused. */
export type PreviewHandle = Omit<PreviewController, 'update' | 'dispose'>;

export interface PreviewProps extends PreviewEvents {
  /** The version to run. A new tree is applied to the running application; only what differs is built. */
  files: FileTree;
  /** Names the frame for those who do not see it. */
  title: string;
  ref?: Ref<PreviewHandle>;
}

export function Preview({ files, title, ref, ...events }: PreviewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const controller = useRef<PreviewController>(null);
  const latestEvents = useRef<PreviewEvents>(events);
  latestEvents.current = events;
  const [status, setStatus] = useState<PreviewStatus | null>(null);

  useEffect(() => {
    if (frame.current === null) return;
    const created = createPreview(frame.current, {
      onStatus: (next) => {
        setStatus(next);
        latestEvents.current.onStatus?.(next);
      },
      onProblem: (problem) => latestEvents.current.onProblem?.(problem),
      onProblems: (problems) => latestEvents.current.onProblems?.(problems),
      onConsole: (entry) => latestEvents.current.onConsole?.(entry),
      onRequest: (request) => latestEvents.current.onRequest?.(request),
      onPick: (element) => latestEvents.current.onPick?.(element),
      onRendered: (milliseconds) => latestEvents.current.onRendered?.(milliseconds),
    });
    controller.current = created;
    return () => {
      controller.current = null;
      created.dispose();
    };
  }, []);

  useEffect(() => controller.current?.update(files), [files]);

  useImperativeHandle(
    ref,
    () => ({
      reload: () => controller.current?.reload(),
      navigate: (path) => controller.current?.navigate(path),
      startDatabase: () => controller.current?.startDatabase(),
      resetDatabase: () => controller.current?.resetDatabase(),
      signInAs: async (userId) => controller.current?.signInAs(userId),
      query: async (name, args) => {
        if (controller.current === null) throw new Error('The preview was closed.');
        return controller.current.query(name, args);
      },
      setPicking: (on) => controller.current?.setPicking(on),
      listElements: async () => controller.current?.listElements() ?? [],
      outline: (index) => controller.current?.outline(index),
    }),
    [],
  );

  const message = statusMessage(status);
  return (
    <div className="relative h-full w-full bg-white">
      <iframe ref={frame} title={title} sandbox={FRAME_SANDBOX} className="block h-full w-full border-0" />
      <div role="status" className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
        {message !== null && (
          <span className="rounded-full bg-black/75 px-3 py-1 text-xs font-medium text-white shadow">{message}</span>
        )}
      </div>
    </div>
  );
}

function statusMessage(status: PreviewStatus | null): string | null {
  if (status === null || status.app === 'loading') return 'Starting the preview…';
  if (status.app === 'building') return 'Building the application…';
  if (status.database === 'starting') return 'Starting the database…';
  return status.app === 'failed' ? 'The application is not running' : null;
}
