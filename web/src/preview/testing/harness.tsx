/** The preview component on a page of its own, driven by the tests through `window.harness`. */
import { createRef, lazy, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import type { FileTree } from '../../../../shared/files/file-tree.ts';
import type { PreviewHandle } from '../preview.tsx';
import type { PickedElement, PreviewConsoleEntry, PreviewProblem, PreviewRequest, PreviewStatus } from '../problem.ts';

const Preview = lazy(async () => ({ default: (await import('../preview.tsx')).Preview }));

export interface Harness {
  show(files: FileTree): void;
  close(): void;
  /** The preview's own controls. */
  readonly preview: PreviewHandle;
  /** Newest report of each request, by its id. */
  requests: Record<number, PreviewRequest>;
  /** What picking ended with, each time. */
  picked: (PickedElement | null)[];
  status: PreviewStatus | null;
  problems: readonly PreviewProblem[];
  console: PreviewConsoleEntry[];
  /** Milliseconds from each update to its render. */
  rendered: number[];
}

declare global {
  interface Window {
    harness: Harness;
  }
}

const handle = createRef<PreviewHandle>();
const container = document.getElementById('harness');
if (container === null) throw new Error('The page has no place for the preview.');
const root = createRoot(container);

const harness: Harness = {
  show: (files) =>
    root.render(
      <Suspense>
        <Preview
          ref={handle}
          files={files}
          title="Preview of Notebook"
          onStatus={(status) => {
            harness.status = status;
          }}
          onProblems={(problems) => {
            harness.problems = problems;
          }}
          onConsole={(entry) => harness.console.push(entry)}
          onRequest={(request) => {
            harness.requests[request.id] = request;
          }}
          onPick={(element) => harness.picked.push(element)}
          onRendered={(milliseconds) => harness.rendered.push(milliseconds)}
        />
      </Suspense>,
    ),
  close: () => root.render(null),
  get preview() {
    if (handle.current === null) throw new Error('The preview is not shown.');
    return handle.current;
  },
  requests: {},
  picked: [],
  status: null,
  problems: [],
  console: [],
  rendered: [],
};
window.harness = harness;
