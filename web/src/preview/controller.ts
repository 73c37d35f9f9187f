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
import { AppStorage, sessionKey, usesSupabase } from './app-session.ts';
import { PreviewDatabase } from './database/preview-database.ts';
import { ElementPicking } from './element-picking.ts';
import { FrameSession, type Reply } from './frame-session.ts';
import { hasRoomForDatabase } from './memory.ts';
import { refusal } from './network-policy.ts';
import {
  isSameProblem,
  type PickedElement,
  type PreviewConsoleEntry,
  type PreviewProblem,
  type PreviewRequest,
  type PreviewStatus,
} from './problem.ts';
import { databaseSource } from './project-sql.ts';
import type {
  AppUpdate,
  BuildInit,
  BuildRequest,
  BuildResponse,
  DatabaseQueries,
  SerializedRequest,
} from './protocol.ts';
import { answered, isWrite, sent } from './request-report.ts';
import { SerialBuilds } from './serial-builds.ts';

export interface PreviewEvents {
  onStatus?(status: PreviewStatus): void;
  /** Each problem once, when it comes up. */
  onProblem?(problem: PreviewProblem): void;
  /** All problems that stand: those of the last build, those since the last update, those of the database. */
  onProblems?(problems: readonly PreviewProblem[]): void;
  onConsole?(entry: PreviewConsoleEntry): void;
  /** Each request of the application, when it is sent and when it is answered. */
  onRequest?(request: PreviewRequest): void;
  /** Picking has ended: with the element that the person pointed at, or without one. */
  onPick?(element: PickedElement | null): void;
  /** After an update is on the screen, with the time since `update` was called, in milliseconds. */
  onRendered?(milliseconds: number): void;
}

export interface PreviewController {
  update(files: FileTree): void;
  /** Loads the frame anew. The path, and who is signed in, are kept. */
  reload(): void;
  navigate(path: string): void;
  /** Starts the database, or starts it again after it failed. Its state says how it goes. */
  startDatabase(): void;
  /** Makes the database anew from the project's SQL. Who is signed in stays so when the sample data has them. */
  resetDatabase(): void;
  /** Signs the application in as someone in `auth.users`; null signs it out. It starts anew where it is. */
  signInAs(userId: string | null): Promise<void>;
  /** Asks the database; starts it when it is off. Rejects with the reason when there is no answer. */
  query<Name extends keyof DatabaseQueries>(
    name: Name,
    args: DatabaseQueries[Name]['args'],
  ): Promise<DatabaseQueries[Name]['answer']>;
  /** Lets the person point at an element of the page, or stops that. It ends by itself: see `onPick`. */
  setPicking(on: boolean): void;
  /** What is on the page, as the other way to pick: without pointing at it. Empty while nothing runs. */
  listElements(): Promise<readonly PickedElement[]>;
  /** Outlines one of the elements that were listed last; null outlines none. */
  outline(index: number | null): void;
  dispose(): void;
}

/** Edits of the SQL make a new database after this pause in typing, in milliseconds. */
const REMAKE_DELAY = 600;

/** After this long without anything in `#root` the workspace says so, in milliseconds. */
const RENDER_TIMEOUT = 8_000;
const MAX_PROBLEMS = 50;

export function createPreview(frame: HTMLIFrameElement, events: PreviewEvents): PreviewController {
  let status: PreviewStatus = {
    app: 'loading',
    database: 'off',
    databaseDetail: null,
    hasDatabase: false,
    databaseRevision: 0,
    signedIn: null,
    path: '/',
    title: '',
    notice: null,
  };
  let problems: readonly PreviewProblem[] = [];
  let app: AppUpdate | null = null;
  let hasRendered = false;
  let updatedAt = 0;
  let renderTimer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  let lastRequest = 0;
  /** How often the database was made anew; while that is under way, whom to sign in afterwards. */
  let remakes = 0;
  let remaking: { readonly userId: string | null } | null = null;
  const storage = new AppStorage();

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
    onState: (state, detail) => {
      const isNew = state === 'ready' && status.database !== 'ready';
      setStatus({
        database: state,
        databaseDetail: detail,
        databaseRevision: status.databaseRevision + (isNew ? 1 : 0),
      });
    },
    onProblem: addProblem,
  });
  const updateSignedIn = () => {
    const { signedIn } = storage;
    if (signedIn?.id !== status.signedIn?.id || signedIn?.email !== status.signedIn?.email) setStatus({ signedIn });
  };

  /** The people and rows of the old database are gone, and with them every session. */
  const remakeDatabase = async (notice: string, delay: number): Promise<void> => {
    const turn = ++remakes;
    remaking ??= { userId: status.signedIn?.id ?? null };
    clearProblems('database');
    setStatus({ notice });
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    if (turn !== remakes || disposed) return;
    const { userId } = remaking;
    storage.clear();
    try {
      await database.reset();
      const users = userId === null ? [] : await database.query('users', null);
      if (users.some(({ id }) => id === userId)) {
        storage.setSession(await database.query('signIn', { userId: userId ?? '' }));
      }
    } catch {
      // The database's state and problems say what went wrong; the application runs on without it.
    }
    if (turn !== remakes || disposed) return;
    remaking = null;
    updateSignedIn();
    setStatus({ app: 'loading' });
    clearProblems('runtime', 'network');
    session.restart();
  };

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
      picking.reset();
      if (app !== null) show(app);
    },
    startingPoint: () => ({ path: status.path, storage: storage.areas }),
    onMessage: (message, reply) => {
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
          if (remaking !== null) break;
          storage.set(message.area, message.key, message.value);
          updateSignedIn();
          break;
        case 'reload':
          setStatus({ path: message.path });
          session.restart();
          break;
        case 'picked':
        case 'elements':
          picking.receive(message);
          break;
        case 'request':
          void answer(message.id, message.request, reply);
          break;
      }
    },
  });

  const picking = new ElementPicking(
    (message) => session.post(message),
    (element) => {
      if (!disposed) events.onPick?.(element);
    },
  );

  const answer = async (id: number, request: SerializedRequest, reply: Reply) => {
    // The frame starts anew when the database is there: nobody waits for this answer.
    if (remaking !== null) return;
    const report = sent(++lastRequest, request);
    events.onRequest?.(report);
    const refused = refusal(request.method, request.url);
    if (refused !== null) {
      events.onRequest?.({ ...report, status: 0, duration: 0, error: refused });
      addProblem({ kind: 'network', message: refused });
      reply({ kind: 'refused', id, message: refused });
      return;
    }
    const startedAt = performance.now();
    const { method } = request;
    const response = await database.fetch(request);
    if (disposed) return;
    events.onRequest?.(answered(report, response, performance.now() - startedAt));
    if (isWrite(method, response.status)) setStatus({ databaseRevision: status.databaseRevision + 1 });
    reply({ kind: 'response', id, response }, response.body === null ? [] : [response.body]);
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
      const source = databaseSource(files);
      const changed = database.configure(source);
      storage.key = sessionKey(files);
      const startsDatabase = source.migrations.length > 0 && usesSupabase(files);
      setStatus({ hasDatabase: source.migrations.length > 0 });
      if (changed !== null) void remakeDatabase(remadeNotice(changed), REMAKE_DELAY);
      // Beside the build and the first render, so that the first rows do not wait for both.
      else if (startsDatabase && status.database === 'off' && hasRoomForDatabase())
        void database.start().catch(() => {});
      if (builds.request(files)) setStatus({ app: hasRendered ? 'running' : 'building' });
    },
    reload() {
      setStatus({ notice: null, app: 'loading' });
      clearProblems('runtime', 'network');
      session.restart();
    },
    navigate(path) {
      // While the frame starts there is no application to go anywhere: it starts there.
      if (!session.post({ kind: 'navigate', path })) setStatus({ path });
    },
    startDatabase() {
      clearProblems('database');
      // Its state and problems say how it went.
      database.start().catch(() => {});
    },
    resetDatabase: () => void remakeDatabase('The data is as it was at first: the sample data, and nothing else.', 0),
    async signInAs(userId) {
      const appSession = userId === null ? null : await database.query('signIn', { userId });
      if (disposed || remaking !== null) return;
      storage.setSession(appSession);
      updateSignedIn();
      setStatus({ notice: null, app: 'loading' });
      clearProblems('runtime', 'network');
      session.restart();
    },
    query: (name, args) => database.query(name, args),
    setPicking: (on) => picking.setPicking(on),
    listElements: () => picking.list(),
    outline: (index) => picking.outline(index),
    dispose() {
      disposed = true;
      picking.reset();
      clearTimeout(renderTimer);
      worker.terminate();
      database.dispose();
      session.dispose();
    },
  };
}

function remadeNotice(paths: readonly string[]): string {
  const migrations = paths.filter((path) => path.includes('/migrations/'));
  const what =
    migrations.length === 0
      ? 'The sample data changed'
      : migrations.length === 1
        ? `The migration ${migrations[0]?.split('/').at(-1)} changed`
        : `${migrations.length} migrations changed`;
  return `${what}, so the preview made a new database. Rows that were added in the preview are gone.`;
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
