import { type ErrorComponentProps, Link, Outlet, useRouter } from '@tanstack/react-router';
import { Compass, RotateCw, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, buttonClass } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { OfflineNotice } from '../components/offline-notice.tsx';
import { Toaster } from '../components/toast.tsx';
import { useDocumentTitle } from '../lib/document-title.ts';
import { toFailure } from '../lib/failure.ts';

export function RootLayout() {
  return (
    <>
      <Outlet />
      <RouteAnnouncer />
      <OfflineNotice />
      <Toaster />
    </>
  );
}

/**
 * After a change of page, moves focus to its heading and says its title: without it, someone who cannot see the page
 * does not learn that it changed.
 */
function RouteAnnouncer() {
  const router = useRouter();
  const [title, setTitle] = useState('');
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation === undefined || !pathChanged) return;
        const focused = document.activeElement;
        // A page that put focus somewhere itself, such as a form's first field, keeps it there.
        if (focused === null || focused === document.body) {
          document.querySelector<HTMLElement>('[data-route-focus]')?.focus({ preventScroll: true });
        }
        setTitle(document.title);
      }),
    [router],
  );
  return (
    <div aria-live="polite" className="sr-only">
      {title}
    </div>
  );
}

export function RoutePending() {
  return (
    <div role="status" className="flex min-h-[60dvh] items-center justify-center">
      <span className="size-5 animate-spin rounded-full border-2 border-line-strong border-t-accent" aria-hidden />
      <span className="sr-only">Loading</span>
    </div>
  );
}

export function NotFoundPage() {
  useDocumentTitle('Not found');
  return (
    <main className="flex min-h-[80dvh] items-center justify-center">
      <EmptyState
        page
        icon={<Compass aria-hidden />}
        title="There is nothing here"
        action={
          <Link to="/" className={buttonClass('primary')}>
            Go to your projects
          </Link>
        }
      >
        The address may be mistyped, or what was here is deleted or not shared with you.
      </EmptyState>
    </main>
  );
}

/** A chunk that is gone after a new release was published: reloading brings the new one. */
function isStaleRelease(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script failed/i.test(error.message);
}

export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const stale = isStaleRelease(error);
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <main role="alert" className="flex min-h-[80dvh] items-center justify-center">
      <EmptyState
        page
        icon={<TriangleAlert aria-hidden />}
        title={stale ? 'Trellis was updated' : 'This page ran into a problem'}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button
              variant="primary"
              icon={<RotateCw className="size-4" aria-hidden />}
              onClick={() => {
                if (stale) window.location.reload();
                else {
                  reset();
                  void router.invalidate();
                }
              }}
            >
              {stale ? 'Reload' : 'Try again'}
            </Button>
            <Link to="/" className={buttonClass('secondary')}>
              Go to your projects
            </Link>
          </div>
        }
      >
        {stale
          ? 'Reload to go on with the new version. Unsaved edits are kept in this browser.'
          : `${toFailure(error).message} Unsaved edits are kept in this browser.`}
      </EmptyState>
    </main>
  );
}
