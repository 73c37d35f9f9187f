/**
 * Runs a file tree in a frame: builds it in a worker, hands the result to the frame, answers the frame's requests from the
 * database worker, and says how it went.
 *
 * ```ts
 * const preview = createPreview(iframe, { onStatus, onProblems });
 * preview.update(files); // again on each edit
 * preview.dispose();
 * ```
 */
import { assetUrls } from 'virtual:preview-assets';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import { PreviewDatabase } from './database/preview-database.ts';
import { FrameSession } from './frame-session.ts';
import { refusal } from './network-policy.ts';
import { isSameProblem, type PreviewConsoleEntry, type PreviewProblem, type PreviewStatus } from './problem.ts';
import { databaseSource } from './project-sql.ts';
import type { AppUpdate, BuildInit, BuildRequest, BuildResponse, StorageArea } from './protocol.ts';
import { SerialBuilds } from './serial-builds.ts';

export interface PreviewEvents {
  onStatus?(status: PreviewStatus): void;
  /** Each problem once, when it comes up. */
  onProblem?(problem: PreviewProblem): void;
  /** All problems that stand: those of the last build, those since the last update, those of the database. */
  onProblems?(problems: readonly PreviewProblem[]): void;
  onConsole?(entry: PreviewConsoleEntry): void;
  /** After an update is on the screen, with the time since `update` was called, in milliseconds. */
  onRendered?(milliseconds: number): void;
}

export interface PreviewController {
  update(files: FileTree): void;
  /** Loads the frame anew. The path, and who is signed in, are kept. */
  reload(): void;
  navigate(path: string): void;
  dispose(): void;
}

/** After this long without anything in `#root` the workspace says so, in milliseconds. */
const RENDER_TIMEOUT = 8_000;
const MAX_PROBLEMS = 50;

export function createPreview(frame: HTMLIFrameElement, events: PreviewEvents): PreviewController {
  let status: PreviewStatus = { app: 'loading', database: 'off', path: '/', title: '', notice: null };
  let problems: readonly PreviewProblem[] = [];
  let app: AppUpdate | null = null;
  let hasRendered = false;
  let updatedAt = 0;
  let renderTimer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  const storage: Record<StorageArea, Record<string, string>> = { localStorage: {}, sessionStorage: {} };

  const setStatus = (change: Partial<PreviewStatus>) => {
    if (disposed) return;
    const next = { ...status, ...change };
    if ((Object.keys(next) as (keyof PreviewStatus)[]).every((name) => next[name] === status[name])) return;
    status = next;
    events.onStatus?.(status);
  };
  const setProblems = (next: readonly PreviewProblem[]) => {
    if (disposed || (next.length === 0 && problems.length === 0)) return;
    const known = problems;
    problems = next.slice(-MAX_PROBLEMS);
    events.onProblems?.(problems);
    for (const problem of problems) if (!known.includes(problem)) events.onProblem?.(problem);
  };
  const addProblem = (problem: PreviewProblem) => {
    if (problems.some((known) => isSameProblem(known, problem))) return;
    setProblems([...problems, problem]);
  };
  const clearProblems = (...kinds: PreviewProblem['kind'][]) =>
    setProblems(problems.filter((problem) => !kinds.includes(problem.kind)));

  const database = new PreviewDatabase({
    onState: (state) => setStatus({ database: state }),
    onProblem: addProblem,
  });

  const awaitRender = () => {
    clearTimeout(renderTimer);
    renderTimer = setTimeout(() => {
      if (hasRendered) return;
      if (!problems.some(({ kind }) => kind === 'runtime' || kind === 'build')) {
        addProblem({
          kind: 'runtime',
          message: `Nothing was rendered into #root within ${RENDER_TIMEOUT / 1000} s${
            status.database === 'starting' ? ', while the database was starting' : ''
          }. The application may be waiting for something, or its entry does not render.`,
          ...(app === null ? {} : { file: app.entry }),
        });
      }
      setStatus({ app: 'failed' });
    }, RENDER_TIMEOUT);
  };

  const session = new FrameSession(frame, assetUrls.vendor, {
    onStart: () => {
      hasRendered = false;
      if (app !== null) show(app);
    },
    startingPoint: () => ({ path: status.path, storage }),
    onMessage: (message) => {
      switch (message.kind) {
        case 'rendered':
          clearTimeout(renderTimer);
          hasRendered = true;
          setStatus({ app: 'running' });
          events.onRendered?.(performance.now() - updatedAt);
          break;
        case 'rejected':
          addProblem(message.problem);
          setStatus({ app: hasRendered ? 'running' : 'failed' });
          break;
        case 'problem':
          addProblem(message.problem);
          break;
        case 'console':
          events.onConsole?.(message.entry);
          break;
        case 'navigated':
          setStatus({ path: message.path, title: message.title });
          break;
        case 'stored':
          if (message.value === null) delete storage[message.area][message.key];
          else storage[message.area][message.key] = message.value;
          break;
        case 'reload':
          setStatus({ path: message.path });
          session.restart();
          break;
        case 'request':
          void answer(message.id, message.request);
          break;
      }
    },
  });

  const answer = async (id: number, request: Parameters<PreviewDatabase['fetch']>[0]) => {
    const refused = refusal(request.method, request.url);
    if (refused !== null) {
      addProblem({ kind: 'network', message: refused });
      session.post({ kind: 'refused', id, message: refused });
      return;
    }
    const response = await database.fetch(request);
    session.post({ kind: 'response', id, response }, response.body === null ? [] : [response.body]);
  };

  const show = (update: AppUpdate) => {
    clearProblems('runtime', 'network');
    session.update(update);
    if (!hasRendered) awaitRender();
  };

  const worker = new Worker(new URL('./build/build-worker.ts', import.meta.url), {
    type: 'module',
    name: 'preview-build',
  });
  const init: BuildInit = { iconsUrl: new URL(assetUrls.icons, location.href).href };
  worker.postMessage(init);
  const builds = new SerialBuilds({
    send: (request: BuildRequest) => worker.postMessage(request),
    onBuilt: ({ problems: found, update }: BuildResponse) => {
      setProblems([...problems.filter(({ kind }) => kind !== 'build'), ...found]);
      if (update === null) {
        clearTimeout(renderTimer);
        setStatus({ app: hasRendered ? 'running' : 'failed' });
        return;
      }
      app = mergeUpdate(app, update);
      show(update);
    },
  });
  worker.onmessage = ({ data }: MessageEvent<BuildResponse>) => builds.receive(data);
  worker.onerror = (event) => {
    addProblem({
      kind: 'build',
      message: `The preview could not be built: ${event.message || 'its worker did not load'}`,
    });
    setStatus({ app: 'failed' });
  };

  return {
    update(files) {
      updatedAt = performance.now();
      if (database.configure(databaseSource(files))) {
        // The people and rows of the old database are gone, and with them every session.
        storage.localStorage = {};
        storage.sessionStorage = {};
        clearProblems('database');
        setStatus({
          notice: 'The schema or its sample data changed, so the preview made a new database. Sign in again.',
        });
        session.restart();
      }
      if (builds.request(files)) setStatus({ app: hasRendered ? 'running' : 'building' });
    },
    reload() {
      setStatus({ notice: null, app: 'loading' });
      clearProblems('runtime', 'network');
      session.restart();
    },
    navigate: (path) => session.post({ kind: 'navigate', path }),
    dispose() {
      disposed = true;
      clearTimeout(renderTimer);
      worker.terminate();
      database.dispose();
      session.dispose();
    },
  };
}

/** The whole application after an update, for a frame that starts anew. */
function mergeUpdate(app: AppUpdate | null, update: AppUpdate): AppUpdate {
  if (app === null) return update;
  const modules = new Map(app.modules.map((module) => [module.path, module]));
  for (const path of update.removed) modules.delete(path);
  for (const module of update.modules) modules.set(module.path, module);
  return {
    ...update,
    modules: [...modules.values()],
    removed: [],
    css: update.css ?? app.css,
    icons: { ...app.icons, ...update.icons },
  };
}
