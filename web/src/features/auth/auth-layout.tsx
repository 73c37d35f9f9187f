import type { ReactNode } from 'react';
import { LogoMark } from '../../components/logo.tsx';

/** One narrow column: the mark, what this page is for, the form, and the way to its neighbour. */
export function AuthLayout(props: { title: string; subtitle?: ReactNode; children: ReactNode; footer?: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center px-5 py-10 sm:pt-[14vh]">
      <main className="w-full max-w-88">
        <LogoMark className="size-9" />
        <h1 data-route-focus tabIndex={-1} className="mt-6 font-semibold text-2xl tracking-tight">
          {props.title}
        </h1>
        {props.subtitle && <p className="mt-1.5 text-ink-muted">{props.subtitle}</p>}
        <div className="mt-7">{props.children}</div>
        {props.footer && <p className="mt-6 text-ink-muted text-sm">{props.footer}</p>}
      </main>
    </div>
  );
}

export const linkClass = 'font-medium text-accent-text underline-offset-4 hover:underline';
