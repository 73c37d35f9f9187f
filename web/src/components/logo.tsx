import { cn } from '../lib/class-names.ts';

/** The mark: four canes of a trellis, crossing. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-6', className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 14 18 24M8 24 24 8M14 8 24 18"
        fill="none"
        strokeWidth="2.4"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
    </svg>
  );
}

export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-lg tracking-tight">
      <LogoMark />
      Trellis
    </span>
  );
}
