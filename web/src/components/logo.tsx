import { cn } from '../lib/class-names.ts';

/** The mark: four laths of a trellis, crossing. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-6', className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M7 18.5 18.5 7M13.5 25 25 13.5M7 13.5 18.5 25M13.5 7 25 18.5"
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
    <span className="flex items-center gap-2 font-semibold text-lg tracking-tight">
      <LogoMark />
      Trellis
    </span>
  );
}
