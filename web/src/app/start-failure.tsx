import { Button } from '../components/button.tsx';
import { LogoMark } from '../components/logo.tsx';

/** Instead of the application, when it could not start. */
export function StartFailure({ error }: { error: unknown }) {
  return (
    <main role="alert" className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-5 py-10">
      <LogoMark className="size-9" />
      <h1 className="mt-6 font-semibold text-xl tracking-tight">Trellis could not start</h1>
      <p className="mt-2 text-ink-muted">{error instanceof Error ? error.message : 'Reload the page to try again.'}</p>
      <div className="mt-6">
        <Button variant="primary" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </div>
    </main>
  );
}
