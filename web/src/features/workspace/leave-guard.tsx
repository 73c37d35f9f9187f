import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '../../components/dialog.tsx';

/** Asks before the project is left with unsaved edits. They are kept in the browser either way. */
export function LeaveGuard({ dirty, projectId }: { dirty: boolean; projectId: string }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => dirty && !next.pathname.startsWith(`/projects/${projectId}`),
    enableBeforeUnload: dirty,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      open={blocker.status === 'blocked'}
      onOpenChange={(open) => {
        if (!open) blocker.reset?.();
      }}
      title="Leave with unsaved edits?"
      description="They stay in this browser and are here when you come back, but nobody else sees them and a download does not hold them."
      confirmLabel="Leave"
      onConfirm={() => blocker.proceed?.()}
    />
  );
}
