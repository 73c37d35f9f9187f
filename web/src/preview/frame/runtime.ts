/**
 * Runs in `/runtime.html`, a sandboxed frame with an opaque origin: takes the packages and the built application from the
 * workspace over a port, runs it, and reports back. The application's code runs in the same realm, so nothing here is a
 * boundary: the sandbox, the page's content security policy and the workspace's end of the port are.
 */
import type { IconData } from '../build/icons.ts';
import type { PreviewConsoleEntry, PreviewProblem } from '../problem.ts';
import {
  type AppUpdate,
  FRAME_READY,
  type FrameInit,
  type FromFrame,
  PUBLISHABLE_KEY,
  SUPABASE_ORIGIN,
  type ToFrame,
} from '../protocol.ts';
import { provideStorage } from './browser-storage.ts';
import { ElementSources } from './element-sources.ts';
import { ModuleRegistry, ModuleSyntaxError } from './module-registry.ts';
import { currentPath, navigate, watchNavigation } from './navigation.ts';
import { createNetwork } from './network.ts';
import { createPicker } from './picker.ts';
import { showPage, showStyles } from './project-page.ts';
import { reportFailures, runtimeProblem } from './reporting.ts';
import { keepRoots, type Vendor } from './roots.ts';

const ENV = {
  MODE: 'development',
  DEV: true,
  PROD: false,
  SSR: false,
  BASE_URL: '/',
  VITE_SUPABASE_URL: SUPABASE_ORIGIN,
  VITE_SUPABASE_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
};
/** Beyond these a runaway application is only repeating itself. */
const MAX_CONSOLE_ENTRIES = 500;
const MAX_PROBLEMS = 100;

function start(init: FrameInit, port: MessagePort): void {
  const post = (message: FromFrame, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  let consoleEntries = 0;
  let problems = 0;
  const report = {
    problem: (problem: PreviewProblem) => {
      if (problems++ < MAX_PROBLEMS) post({ kind: 'problem', problem });
    },
    console: (entry: PreviewConsoleEntry) => {
      if (consoleEntries++ < MAX_CONSOLE_ENTRIES) post({ kind: 'console', entry });
    },
  };
  reportFailures(report);
  provideStorage(init.storage, (area, key, value) => post({ kind: 'stored', area, key, value }));
  history.replaceState({}, '', init.path);
  window.addEventListener('pagehide', () => post({ kind: 'left' }));
  watchNavigation({
    onNavigated: (path) => post({ kind: 'navigated', path, title: document.title }),
    onExternalLink: (url) =>
      report.problem({ kind: 'network', message: `The preview does not follow links to other sites: ${url}` }),
  });
  const network = createNetwork((id, request, transfer) => post({ kind: 'request', id, request }, transfer));
  window.fetch = network.fetch;

  const vendor = loadVendor(init.vendor);
  let evaluating = false;
  let shownPage: string | null = null;
  // Indirect, so that modules see the global scope alone.
  // biome-ignore lint/security/noGlobalEval: running the application's source is what this page is for, see above
  const compile = globalThis.eval;
  const sources = new ElementSources((name) => registry.findDefinition(name));
  vendor.packages['react/jsx-dev-runtime'] = sources.jsxRuntime(vendor.packages['react/jsx-runtime'] ?? {});
  const picker = createPicker(sources, (element) => post({ kind: 'picked', element }));
  const registry = new ModuleRegistry({ packages: vendor.packages, env: ENV, compile: (source) => compile(source) });
  keepRoots(vendor, {
    isUpdate: () => evaluating && shownPage !== null,
    onError: (error, component) => report.problem(runtimeProblem(error, { component })),
    findComponent: (name) => registry.findDefinition(name),
  });

  const apply = (id: number, update: AppUpdate) => {
    if (shownPage !== null && shownPage !== update.html) return post({ kind: 'reload', path: currentPath() });
    addIcons(vendor, update.icons);
    let stale: boolean;
    try {
      stale = registry.update(update.modules, update.removed);
    } catch (error) {
      if (!(error instanceof ModuleSyntaxError)) throw error;
      return post({ kind: 'rejected', id, problem: syntaxProblem(error) });
    }
    problems = 0;
    const isFirst = shownPage === null;
    if (isFirst) showPage(update.html);
    if (update.css !== null) showStyles(update.css);
    evaluating = true;
    try {
      if (stale) registry.require(update.entry);
    } catch (error) {
      report.problem(runtimeProblem(error));
    } finally {
      evaluating = false;
      shownPage = update.html;
    }
    whenRendered(() => {
      post({ kind: 'rendered', id });
      if (isFirst) post({ kind: 'navigated', path: currentPath(), title: document.title });
    });
  };

  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    if (data.kind === 'update') apply(data.id, data.update);
    else if (data.kind === 'response') network.respond(data.id, data.response);
    else if (data.kind === 'refused') network.refuse(data.id, data.message);
    else if (data.kind === 'navigate') navigate(data.path);
    else if (data.kind === 'pick') picker.setPicking(data.on);
    else if (data.kind === 'outline') picker.outline(data.index);
    else post({ kind: 'elements', id: data.id, elements: picker.listElements() });
  };
}

function loadVendor(text: string): Vendor {
  const script = document.createElement('script');
  script.textContent = `${text}\n//# sourceURL=vendor.js`;
  document.head.append(script);
  script.remove();
  return (globalThis as unknown as { trellisVendor: Vendor }).trellisVendor;
}

function addIcons(vendor: Vendor, icons: Readonly<Record<string, IconData>>): void {
  const lucide = vendor.packages['lucide-react'];
  if (lucide === undefined) return;
  for (const [name, data] of Object.entries(icons)) {
    const icon = vendor.drawIcon(data);
    lucide[name] = icon;
    (lucide.icons as Record<string, unknown>)[name] = icon;
  }
}

/** `eval` does not say where a syntax error is; a script element does, in an event. */
function syntaxProblem(error: ModuleSyntaxError): PreviewProblem {
  let line: number | undefined;
  const listener = (event: ErrorEvent) => {
    line = event.lineno;
    event.stopImmediatePropagation();
    event.preventDefault();
  };
  window.addEventListener('error', listener, true);
  const script = document.createElement('script');
  script.textContent = error.source;
  document.head.append(script);
  script.remove();
  window.removeEventListener('error', listener, true);
  return { kind: 'build', message: error.message, file: error.path, ...(line === undefined ? {} : { line }) };
}

/** Calls back once there is something in the application's root element. */
function whenRendered(callback: () => void): void {
  const isRendered = () => {
    const root = document.getElementById('root') ?? document.body;
    return root.childElementCount > 0 || (root.textContent ?? '').trim() !== '';
  };
  if (isRendered()) {
    callback();
    return;
  }
  const observer = new MutationObserver(() => {
    if (!isRendered()) return;
    observer.disconnect();
    callback();
  });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
}

window.addEventListener('message', function onInit(event: MessageEvent<FrameInit>) {
  const port = event.ports[0];
  if (event.source !== window.parent || event.data?.kind !== 'init' || port === undefined) return;
  window.removeEventListener('message', onInit);
  start(event.data, port);
});
window.parent.postMessage(FRAME_READY, '*');
