import { ChevronLeft, ChevronRight, KeyRound, Link2 } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { IconButton } from '../../components/button.tsx';
import type { PreviewHandle } from '../../preview/preview.tsx';
import type { DatabaseReader, DatabaseUser, TableColumn, TableSummary } from '../../preview/protocol.ts';
import { usePreviewQuery } from './preview-query.ts';

const PAGE_SIZE = 25;

interface Props {
  preview: RefObject<PreviewHandle | null>;
  table: TableSummary;
  reader: DatabaseReader;
  /** Shown by name where a row refers to one of them. */
  users: readonly DatabaseUser[];
  /** Reads again when it changes; null: not now. */
  revision: number | null;
}

/** One table's rows, a page at a time. */
export function PreviewRows({ preview, table, reader, users, revision }: Props) {
  const [page, setPage] = useState(0);
  const count = reader.kind === 'owner' ? table.total : (table.visible ?? 0);
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
  const shownPage = Math.min(page, pages - 1);
  const offset = shownPage * PAGE_SIZE;
  const rows = usePreviewQuery(
    preview,
    'rows',
    { schema: table.schema, table: table.name, reader, offset, limit: PAGE_SIZE },
    revision,
  );
  if (rows.error !== undefined) return <p className="p-3 text-ink-muted text-sm">{rows.error}</p>;
  const readable = new Set(rows.data?.columns);
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <section
        aria-label={`Rows of ${table.name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      >
        <table className="min-w-full text-left text-xs">
          <thead className="sticky top-0 bg-surface">
            <tr className="border-b">
              {table.columns.map((column) => (
                <ColumnHead key={column.name} column={column} />
              ))}
            </tr>
          </thead>
          <tbody className="font-mono">
            {rows.data?.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no state, and a table may have no key
              <tr key={offset + index} className="border-b hover:bg-sunken">
                {table.columns.map(({ name }) => (
                  <td key={name} className="max-w-64 truncate px-3 py-1.5" title={textOf(row[name])}>
                    {!readable.has(name) ? (
                      <span className="text-ink-faint italic">hidden</span>
                    ) : row[name] === null ? (
                      <span className="text-ink-faint italic">null</span>
                    ) : (
                      (names.get(textOf(row[name])) ?? shortened(textOf(row[name])))
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.data?.rows.length === 0 && <p className="p-3 text-ink-muted text-sm">No rows.</p>}
      </section>
      {pages > 1 && (
        <div className="flex shrink-0 items-center justify-end gap-1 border-t px-2 py-0.5 text-ink-muted text-xs">
          <span className="tabular mr-1" aria-live="polite">
            {offset + 1} to {Math.min(count, offset + PAGE_SIZE)} of {count}
          </span>
          <IconButton label="Previous rows" size="sm" disabled={shownPage === 0} onClick={() => setPage(shownPage - 1)}>
            <ChevronLeft className="size-4" aria-hidden />
          </IconButton>
          <IconButton
            label="Next rows"
            size="sm"
            disabled={shownPage === pages - 1}
            onClick={() => setPage(shownPage + 1)}
          >
            <ChevronRight className="size-4" aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  );
}

function ColumnHead({ column: { name, type, nullable, primaryKey, references } }: { column: TableColumn }) {
  return (
    <th scope="col" className="whitespace-nowrap px-3 py-1.5 align-top font-medium">
      <span className="flex items-center gap-1">
        {primaryKey && (
          <>
            <KeyRound className="size-3 text-ink-faint" aria-hidden />
            <span className="sr-only">Primary key</span>
          </>
        )}
        {name}
        {references !== null && (
          <span title={`Refers to ${references}`}>
            <Link2 className="size-3 text-ink-faint" aria-hidden />
            <span className="sr-only">Refers to {references}</span>
          </span>
        )}
      </span>
      <span className="block font-normal text-ink-faint">
        {type}
        {nullable && ', optional'}
      </span>
    </th>
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Identifiers by their end, which tells them apart; the whole one is in the cell's title. */
function shortened(text: string): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? `…${text.slice(-8)}` : text;
}
