import { cn } from '../lib/class-names.ts';

/** A grey shape where something is about to be. Give it the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block animate-pulse-soft rounded bg-hover', className)} />;
}

/** Says once, to assistive technology, that a region is loading. */
export function LoadingLabel({ children }: { children: string }) {
  return (
    <span role="status" className="sr-only">
      {children}
    </span>
  );
}
