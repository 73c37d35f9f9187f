import type { ReactNode } from 'react';

/** What a view says when there is nothing in it yet, or when it could not be loaded. */
export function EmptyState(props: {
  icon: ReactNode;
  title: string;
  /** It is all there is on the page: its title is the page's heading. */
  page?: boolean;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <div className="mb-3 flex size-10 items-center justify-center rounded-lg border bg-surface text-ink-faint [&_svg]:size-5">
        {props.icon}
      </div>
      {props.page ? (
        <h1 data-route-focus tabIndex={-1} className="font-medium text-ink text-lg">
          {props.title}
        </h1>
      ) : (
        <p className="font-medium text-ink">{props.title}</p>
      )}
      {props.children && <div className="mt-1 max-w-sm text-ink-muted text-sm">{props.children}</div>}
      {props.action && <div className="mt-4">{props.action}</div>}
    </div>
  );
}
