import { Database, RotateCw, ShieldOff } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { cn } from '../../lib/class-names.ts';
import { plural } from '../../lib/format.ts';
import type { PreviewHandle } from '../../preview/preview.tsx';
import type { PreviewStatus } from '../../preview/problem.ts';
import type { DatabaseReader, DatabaseUser, TableSummary } from '../../preview/protocol.ts';
import { usePreviewQuery } from './preview-query.ts';
import { PreviewRows } from './preview-rows.tsx';

interface Props {
  preview: RefObject<PreviewHandle | null>;
  status: PreviewStatus;
}

/** The tables of the app's database and their rows: all of them, or those that one person sees. */
export function PreviewTables({ preview, status }: Props) {
  const [reader, setReader] = useState<DatabaseReader>({ kind: 'owner' });
  const [chosen, setChosen] = useState<string>();
  const [refreshes, setRefreshes] = useState(0);
  const revision = status.database === 'ready' ? status.databaseRevision + refreshes : null;
  const users = usePreviewQuery(preview, 'users', null, revision).data ?? [];
  const tables = usePreviewQuery(preview, 'tables', { reader }, revision);

  if (revision === null && tables.data === undefined) {
    const isOff = status.database === 'off' || status.database === 'failed';
    return (
      <EmptyState
        icon={<Database aria-hidden />}
        title={isOff ? 'The database is not running' : 'The database is starting'}
        action={isOff && <Button onClick={() => preview.current?.startDatabase()}>Start the database</Button>}
      />
    );
  }
  const list = tables.data ?? [];
  const table = list.find((candidate) => keyOf(candidate) === chosen) ?? list[0];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-2 border-b px-2 py-1 text-sm">
        <select
          aria-label="Table"
          value={table ? keyOf(table) : ''}
          onChange={(event) => setChosen(event.target.value)}
          className="h-7 min-w-0 rounded-md bg-sunken px-2 sm:hidden pointer-coarse:h-9"
        >
          {list.map((item) => (
            <option key={keyOf(item)} value={keyOf(item)}>
              {nameOf(item)}
            </option>
          ))}
        </select>
        <ReaderSelect users={users} reader={reader} onChange={setReader} />
        {table && <Visibility table={table} reader={reader} users={users} />}
        <IconButton
          label="Read the rows again"
          size="sm"
          className="ml-auto"
          onClick={() => setRefreshes(refreshes + 1)}
        >
          <RotateCw className={cn('size-4', tables.loading && 'animate-spin')} aria-hidden />
        </IconButton>
      </div>
      <div className="flex min-h-0 flex-1">
        <ul aria-label="Tables" className="w-52 shrink-0 overflow-y-auto border-r p-1 text-sm max-sm:hidden">
          {list.map((item) => (
            <li key={keyOf(item)}>
              <button
                type="button"
                aria-current={item === table}
                onClick={() => setChosen(keyOf(item))}
                className="flex h-8 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover focus-visible:-outline-offset-2 aria-[current=true]:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">{nameOf(item)}</span>
                <span className="tabular text-ink-faint text-xs">{countOf(item, reader)}</span>
              </button>
            </li>
          ))}
        </ul>
        {table && (
          <PreviewRows
            key={keyOf(table)}
            preview={preview}
            table={table}
            reader={reader}
            users={users}
            revision={revision}
          />
        )}
        {tables.data?.length === 0 && (
          <EmptyState icon={<Database aria-hidden />} title="The app has no tables">
            Its migrations make none.
          </EmptyState>
        )}
        {tables.error && <p className="p-3 text-danger-text text-sm">{tables.error}</p>}
      </div>
    </div>
  );
}

function keyOf({ schema, name }: TableSummary): string {
  return JSON.stringify([schema, name]);
}

function nameOf({ schema, name, kind }: TableSummary): string {
  return `${schema === 'public' ? '' : `${schema}.`}${name}${kind === 'view' ? ' (view)' : ''}`;
}

function countOf({ total, visible }: TableSummary, reader: DatabaseReader): string {
  return reader.kind === 'owner' ? String(total) : `${visible ?? 0} of ${total}`;
}

interface ReaderSelectProps {
  users: readonly DatabaseUser[];
  reader: DatabaseReader;
  onChange: (reader: DatabaseReader) => void;
}

function ReaderSelect({ users, reader, onChange }: ReaderSelectProps) {
  return (
    <select
      aria-label="Whose rows"
      value={reader.kind === 'user' ? reader.id : reader.kind}
      onChange={({ target: { value } }) =>
        onChange(value === 'owner' || value === 'anonymous' ? { kind: value } : { kind: 'user', id: value })
      }
      className="h-7 min-w-0 max-w-56 rounded-md bg-sunken px-2 pointer-coarse:h-9"
    >
      <option value="owner">All rows</option>
      {users.map(({ id, name }) => (
        <option key={id} value={id}>
          What {name} sees
        </option>
      ))}
      <option value="anonymous">What visitors see</option>
    </select>
  );
}

/** How much of the table the reader sees, in words. */
function Visibility({
  table,
  reader,
  users,
}: {
  table: TableSummary;
  reader: DatabaseReader;
  users: readonly DatabaseUser[];
}) {
  const { total, visible, rowSecurity } = table;
  if (reader.kind === 'owner') {
    return rowSecurity === false ? (
      <span className="flex min-w-0 items-center gap-1.5 text-danger-text">
        <ShieldOff className="size-4 shrink-0" aria-hidden />
        <span className="truncate">Row level security is off</span>
      </span>
    ) : (
      <span className="truncate text-ink-muted max-sm:hidden">
        {plural(total, 'row')}, read as the owner of the database
      </span>
    );
  }
  const who = reader.kind === 'anonymous' ? 'Visitors' : (users.find(({ id }) => id === reader.id)?.name ?? 'They');
  const verb = reader.kind === 'anonymous' ? 'see' : 'sees';
  const text =
    visible === null
      ? `${who} may not read this table`
      : visible === total
        ? `${who} ${verb} all ${plural(total, 'row')}`
        : `${who} ${verb} ${visible} of ${plural(total, 'row')}`;
  return (
    <span role="status" className="truncate font-medium">
      {text}
    </span>
  );
}
