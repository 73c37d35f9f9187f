import { Database, Play, RotateCcw } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { Button, buttonClass } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { Menu, MenuItem, MenuLabel } from '../../components/menu.tsx';
import { cn } from '../../lib/class-names.ts';
import type { PreviewHandle } from '../../preview/preview.tsx';
import type { PreviewStatus } from '../../preview/problem.ts';
import type { DatabaseUser } from '../../preview/protocol.ts';
import { usePreviewQuery } from './preview-query.ts';

/** People with a button of their own; the others are in a menu. */
const MAX_BUTTONS = 3;

interface Props {
  preview: RefObject<PreviewHandle | null>;
  status: PreviewStatus;
}

/** Who the app is seen as, and the state of its database. */
export function PreviewPeopleBar({ preview, status }: Props) {
  const isReady = status.database === 'ready';
  const users = usePreviewQuery(preview, 'users', null, isReady ? status.databaseRevision : null).data;
  return (
    <div className="flex min-h-10 shrink-0 items-center gap-2 border-b px-2">
      {status.database === 'off' || status.database === 'failed' ? (
        <DatabaseStopped preview={preview} status={status} />
      ) : users === undefined ? (
        <p role="status" className="flex min-w-0 items-center gap-2 text-ink-muted text-sm">
          <Database className="size-4 shrink-0 animate-pulse" aria-hidden />
          <span className="truncate">Starting the database{status.databaseDetail && `: ${status.databaseDetail}`}</span>
        </p>
      ) : (
        <>
          <People preview={preview} status={status} users={users} />
          <DatabaseMenu preview={preview} status={status} />
        </>
      )}
    </div>
  );
}

/** A button for each person of the database, and one for nobody. */
function People({ preview, status, users }: Props & { users: readonly DatabaseUser[] }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const current = status.signedIn?.id ?? null;
  const shown = users.slice(0, MAX_BUTTONS);
  const others = users.slice(MAX_BUTTONS);
  const elsewhere = others.find(({ id }) => id === current);
  const switchTo = (id: string | null) => {
    if (busy || id === current) return;
    setBusy(true);
    setFailure(undefined);
    const done = preview.current?.signInAs(id) ?? Promise.resolve();
    done
      .catch((error: unknown) => setFailure(error instanceof Error ? error.message : 'The sign-in failed.'))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <fieldset aria-busy={busy} className="flex min-w-0 items-center gap-0.5 overflow-x-auto rounded-md">
        <legend className="sr-only">See the app as</legend>
        <span aria-hidden className="mr-1.5 whitespace-nowrap text-ink-faint text-sm max-sm:hidden">
          See it as
        </span>
        {shown.map(({ id, name, email }) => (
          <PersonButton key={id} title={email} pressed={current === id} onClick={() => switchTo(id)}>
            {name}
          </PersonButton>
        ))}
        {others.length > 0 && (
          <Menu
            align="start"
            trigger={
              <button type="button" className={personClass(elsewhere !== undefined)}>
                {elsewhere?.name ?? `${others.length} more`}
              </button>
            }
          >
            {others.map(({ id, name, email }) => (
              <MenuItem key={id} onSelect={() => switchTo(id)}>
                {name} <span className="text-ink-faint">{email}</span>
              </MenuItem>
            ))}
          </Menu>
        )}
        <PersonButton pressed={current === null} onClick={() => switchTo(null)}>
          Signed out
        </PersonButton>
      </fieldset>
      <p role="status" className="min-w-0 truncate text-danger-text text-sm">
        {failure}
        <span className="sr-only">
          {status.signedIn === null
            ? 'Nobody is signed in to the app'
            : `Signed in to the app: ${status.signedIn.email}`}
        </span>
      </p>
    </>
  );
}

function personClass(pressed: boolean): string {
  return cn(
    'h-7 shrink-0 whitespace-nowrap rounded-md px-2.5 font-medium text-sm transition-colors focus-visible:-outline-offset-2 pointer-coarse:h-9',
    pressed ? 'bg-accent-soft text-accent-text' : 'text-ink-muted hover:bg-hover hover:text-ink',
  );
}

function PersonButton(props: { pressed: boolean; title?: string; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={props.pressed}
      title={props.title}
      onClick={props.onClick}
      className={personClass(props.pressed)}
    >
      {props.children}
    </button>
  );
}

function DatabaseStopped({ preview, status }: Props) {
  const failed = status.database === 'failed';
  return (
    <>
      <p
        role="status"
        className={cn('min-w-0 flex-1 truncate text-sm', failed ? 'text-danger-text' : 'text-ink-muted')}
        title={status.databaseDetail ?? undefined}
      >
        {failed ? `The database did not start: ${status.databaseDetail}` : 'The database is off'}
      </p>
      <Button
        variant={failed ? 'secondary' : 'ghost'}
        size="sm"
        icon={<Play className="size-4" aria-hidden />}
        onClick={() => preview.current?.startDatabase()}
      >
        {failed ? 'Start again' : 'Start the database'}
      </Button>
    </>
  );
}

function DatabaseMenu({ preview, status }: Props) {
  const [asking, setAsking] = useState(false);
  const starting = status.database === 'starting';
  return (
    <div className="ml-auto flex shrink-0 items-center">
      <Menu
        trigger={
          <button type="button" className={cn(buttonClass('ghost', 'sm'), 'h-7')}>
            <Database className={cn('size-4', starting ? 'animate-pulse' : 'text-accent-text')} aria-hidden />
            <span className="max-sm:sr-only">{starting ? 'Database starting' : 'Database ready'}</span>
          </button>
        }
      >
        <MenuLabel>{status.databaseDetail ?? 'Its own Postgres, in this browser tab'}</MenuLabel>
        <MenuItem icon={<RotateCcw aria-hidden />} disabled={starting} onSelect={() => setAsking(true)}>
          Reset the data…
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Reset the preview's data?"
        description="Rows and people that were added in the preview are lost, and the sample data is as at first. The project and its versions stay as they are."
        confirmLabel="Reset data"
        danger
        onConfirm={() => {
          setAsking(false);
          preview.current?.resetDatabase();
        }}
      />
    </div>
  );
}
