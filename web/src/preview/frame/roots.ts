/**
 * React roots that outlive an edit: the entry module calls `createRoot` again when it is evaluated again, and gets the
 * root that is already there, so the new tree replaces the old in one commit and the screen is never blank.
 */
import type { Root, RootOptions } from 'react-dom/client';
import type { SourcePlace } from '../problem.ts';
import { placeInStack } from './reporting.ts';
import type * as vendorModule from './vendor.ts';

export type Vendor = typeof vendorModule;

export interface RootHooks {
  /** Whether the entry is being evaluated again. */
  isUpdate(): boolean;
  /** An error that a component threw; `component` is the nearest one of the application. */
  onError(error: unknown, component: SourcePlace | undefined): void;
  /** Where a component of this name is defined. */
  findComponent(name: string): SourcePlace | undefined;
}

/** Replaces `createRoot` in the packages. */
export function keepRoots(vendor: Vendor, hooks: RootHooks): void {
  const roots = new Map<Element | DocumentFragment, Root>();
  const createRoot = (container: Element | DocumentFragment, options?: RootOptions): Root => {
    const existing = roots.get(container);
    if (existing !== undefined) return existing;
    const real = vendor.createRoot(container, {
      ...options,
      onUncaughtError: (error, info) => {
        hooks.onError(error, nearestComponent(info.componentStack, hooks));
        options?.onUncaughtError?.(error, info);
      },
      onCaughtError: (error, info) => {
        hooks.onError(error, nearestComponent(info.componentStack, hooks));
        options?.onCaughtError?.(error, info);
      },
    });
    const root: Root = {
      render: (children) => {
        // In the same task, so that the person sees the edit with the next frame.
        if (hooks.isUpdate()) vendor.flushSync(() => real.render(children));
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

/** The first line of React's component stack that is the application's: with a place, or with a name alone. */
function nearestComponent(stack: string | null | undefined, hooks: RootHooks): SourcePlace | undefined {
  for (const line of (stack ?? '').split('\n')) {
    const name = /^\s*at (\w+) \(<anonymous>\)/.exec(line)?.[1];
    const place = placeInStack(line) ?? (name === undefined ? undefined : hooks.findComponent(name));
    if (place !== undefined) return place;
  }
  return undefined;
}
