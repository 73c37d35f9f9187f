import { ChevronRight, Ellipsis, File, FileCode2, FilePlus2, FileText, Folder, FolderOpen, Image } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../../components/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../components/menu.tsx';
import { cn } from '../../../lib/class-names.ts';
import { ancestorsOf, moveFor, type TreeRow, visibleRows } from './tree-model.ts';

const ICONS: Record<string, typeof File> = {
  ts: FileCode2,
  tsx: FileCode2,
  js: FileCode2,
  css: FileCode2,
  html: FileCode2,
  sql: FileCode2,
  json: FileCode2,
  md: FileText,
  png: Image,
  jpg: Image,
  svg: Image,
};

function iconOf(row: TreeRow): typeof File {
  if (row.kind === 'folder') return row.expanded ? FolderOpen : Folder;
  return ICONS[row.name.split('.').at(-1) ?? ''] ?? File;
}

export interface FileMarks {
  readonly dirty: ReadonlySet<string>;
  /** Number of findings by path. */
  readonly findings: ReadonlyMap<string, number>;
}

interface Props {
  paths: readonly string[];
  selected: string | undefined;
  marks: FileMarks;
  readOnly: boolean;
  onOpen: (path: string) => void;
  onCreate: (folder: string) => void;
  onRename: (path: string) => void;
  onDelete: (path: string) => void;
}

/** The project's files. One tab stop; arrows, letters, Enter, F2 and Delete do the rest. */
export function FileTree(props: Props) {
  const { paths, selected } = props;
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => new Set(['src', ...ancestorsOf(selected ?? '')]));
  const [focused, setFocused] = useState(selected ?? '');
  const list = useRef<HTMLDivElement>(null);
  const rows = visibleRows(paths, expanded);
  // Exactly one row takes the tab stop, also when the focused one is gone.
  const tabStop = rows.some((row) => row.path === focused) ? focused : rows[0]?.path;

  useEffect(() => {
    if (selected === undefined) return;
    setExpanded((folders) => new Set([...folders, ...ancestorsOf(selected)]));
    setFocused(selected);
  }, [selected]);

  const focus = (path: string) => {
    setFocused(path);
    list.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus();
  };
  const toggle = (path: string, open: boolean) => {
    const next = new Set(expanded);
    if (open) next.add(path);
    else next.delete(path);
    setExpanded(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, row: TreeRow) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    if (row.kind === 'file' && !props.readOnly && (event.key === 'F2' || event.key === 'Delete')) {
      event.preventDefault();
      if (event.key === 'F2') props.onRename(row.path);
      else props.onDelete(row.path);
      return;
    }
    const move = moveFor(rows, row.path, event.key);
    if (move === undefined) return;
    event.preventDefault();
    if (move.kind === 'focus') focus(move.path);
    else if (move.kind === 'open') props.onOpen(move.path);
    else toggle(move.path, move.kind === 'expand');
  };

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-10 shrink-0 items-center justify-between pr-1.5 pl-3">
        <h2 className="font-medium text-ink-muted text-sm">Files</h2>
        {!props.readOnly && (
          <IconButton label="New file" size="sm" onClick={() => props.onCreate('')}>
            <FilePlus2 className="size-4" aria-hidden />
          </IconButton>
        )}
      </div>
      <div ref={list} role="tree" aria-label="Files" className="min-h-0 flex-1 overflow-auto pb-4">
        {rows.map((row) => {
          const Icon = iconOf(row);
          const findings = props.marks.findings.get(row.path) ?? 0;
          const dirty = props.marks.dirty.has(row.path);
          return (
            <div
              key={row.path}
              data-path={row.path}
              role="treeitem"
              aria-level={row.level}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-selected={row.path === selected}
              {...(row.kind === 'folder' ? { 'aria-expanded': row.expanded } : {})}
              tabIndex={row.path === tabStop ? 0 : -1}
              onFocus={(event) => {
                if (event.target === event.currentTarget) setFocused(row.path);
              }}
              onKeyDown={(event) => onKeyDown(event, row)}
              onClick={() => (row.kind === 'folder' ? toggle(row.path, !row.expanded) : props.onOpen(row.path))}
              style={{ paddingLeft: `${(row.level - 1) * 12 + 8}px` }}
              className={cn(
                'group flex h-7 cursor-pointer select-none items-center gap-1.5 pr-1 text-sm focus-visible:-outline-offset-2 pointer-coarse:h-9',
                row.path === selected ? 'bg-hover text-ink' : 'text-ink-muted hover:bg-sunken hover:text-ink',
              )}
            >
              <ChevronRight
                aria-hidden
                className={cn(
                  'size-3.5 shrink-0 text-ink-faint',
                  row.kind === 'file' && 'invisible',
                  row.expanded && 'rotate-90',
                )}
              />
              <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <span className="min-w-0 flex-1 truncate">{row.name}</span>
              {findings > 0 && (
                <span className="tabular rounded-full bg-danger-soft px-1.5 font-medium text-2xs text-danger-text">
                  {findings}
                  <span className="sr-only"> findings</span>
                </span>
              )}
              {dirty && (
                <span className="mx-1 size-1.5 shrink-0 rounded-full bg-accent">
                  <span className="sr-only">Unsaved</span>
                </span>
              )}
              {row.kind === 'file' && !props.readOnly && <RowMenu row={row} {...props} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function RowMenu({ row, onCreate, onRename, onDelete }: Props & { row: TreeRow }) {
  return (
    // The menu's own clicks and keys are not the row's.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps events from the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <span
      onClick={(event) => event.stopPropagation()}
      className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100"
    >
      <Menu
        trigger={
          <IconButton label={`Actions for ${row.name}`} size="sm" tabIndex={-1} className="size-6">
            <Ellipsis className="size-3.5" aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => onRename(row.path)}>Rename or move…</MenuItem>
        <MenuItem onSelect={() => onCreate(`${row.path.split('/').slice(0, -1).join('/')}/`.replace(/^\//, ''))}>
          New file beside it…
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={() => onDelete(row.path)}>
          Delete
        </MenuItem>
      </Menu>
    </span>
  );
}
