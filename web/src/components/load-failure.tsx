import { CloudAlert, RotateCw } from 'lucide-react';
import { toFailure } from '../lib/failure.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

/** In place of what could not be loaded: why, and another try. */
export function LoadFailure(props: { what: string; error: unknown; onRetry: () => void; retrying?: boolean }) {
  return (
    <div role="alert">
      <EmptyState
        icon={<CloudAlert aria-hidden />}
        title={`${props.what} could not be loaded`}
        action={
          <Button
            size="sm"
            busy={props.retrying ?? false}
            onClick={props.onRetry}
            icon={<RotateCw className="size-3.5" aria-hidden />}
          >
            Try again
          </Button>
        }
      >
        {toFailure(props.error).message}
      </EmptyState>
    </div>
  );
}
