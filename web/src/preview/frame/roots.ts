/**
 * React roots that outlive an edit: the entry module calls `createRoot` again when it is evaluated again, and gets the
 * root that is already there, so the new tree replaces the old in one commit and the screen is never blank.
 */
import type { Root, RootOptions } from 'react-dom/client';
import type { PreviewProblem } from '../problem.ts';
import { runtimeProblem } from './reporting.ts';
import type * as vendorModule from './vendor.ts';

export type Vendor = typeof vendorModule;

/** Replaces `createRoot` in the packages. `isUpdate` says whether the entry is being evaluated again. */
export function keepRoots(vendor: Vendor, isUpdate: () => boolean, report: (problem: PreviewProblem) => void): void {
  const roots = new Map<Element | DocumentFragment, Root>();
  const createRoot = (container: Element | DocumentFragment, options?: RootOptions): Root => {
    const existing = roots.get(container);
    if (existing !== undefined) return existing;
    const real = vendor.createRoot(container, {
      ...options,
      onUncaughtError: (error, info) => {
        report(runtimeProblem(error, undefined, info.componentStack));
        options?.onUncaughtError?.(error, info);
      },
      onCaughtError: (error, info) => {
        report(runtimeProblem(error, undefined, info.componentStack));
        options?.onCaughtError?.(error, info);
      },
    });
    const root: Root = {
      render: (children) => {
        // In the same task, so that the person sees the edit with the next frame.
        if (isUpdate()) vendor.flushSync(() => real.render(children));
        else real.render(children);
      },
      unmount: () => {
        roots.delete(container);
        real.unmount();
      },
    };
    roots.set(container, root);
    return root;
  };
  const client = vendor.packages['react-dom/client'];
  if (client !== undefined) {
    client.createRoot = createRoot;
    client.default = { ...(client.default as object), createRoot };
  }
}
