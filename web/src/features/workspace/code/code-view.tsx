import { ArrowLeft, FileCode2 } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { FileTree as Files } from '../../../../../shared/files/file-tree.ts';
import type { Finding } from '../../../../../shared/verify/finding.ts';
import { IconButton } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/dialog.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { FindingList } from '../../../components/finding-list.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { formatBytes } from '../../../lib/format.ts';
import type { CodeEditorHandle } from './code-editor.tsx';
import { createFile, type Draft, deleteFile, putText, renameFile } from './draft.ts';
import { PathDialog } from './file-dialogs.tsx';
import { FileTree } from './file-tree.tsx';

const CodeEditor = lazy(() => import('./code-editor.tsx'));

/** A place in the code that was asked for; `at` tells two requests for the same place apart. */
export interface CodePlace {
  readonly path: string;
  readonly line?: number | undefined;
  readonly at: number;
}

interface Props {
  tree: Files;
  draft: Draft;
  /** What the checks found in the version that is shown. */
  findings: readonly Finding[];
  readOnly: boolean;
  place: CodePlace | undefined;
  onOpen: (path: string, line?: number) => void;
  /** Phone: back to the list of files. */
  onClose: () => void;
  onEdit: (change: (base: Files, draft: Draft) => Draft) => void;
  wide: boolean;
}

type FileDialog = { kind: 'create' | 'rename' | 'delete'; path: string };

/** The files and the one that is open. On a phone one after the other. */
export function CodeView(props: Props) {
  const { tree, draft, findings, place, wide, readOnly } = props;
  const [dialog, setDialog] = useState<FileDialog>();
  const paths = useMemo(() => Object.keys(tree), [tree]);
  const marks = useMemo(() => {
    const counts = new Map<string, number>();
    for (const finding of findings) counts.set(finding.file, (counts.get(finding.file) ?? 0) + 1);
    return { dirty: new Set(Object.keys(draft)), findings: counts };
  }, [draft, findings]);
  const open = place !== undefined && tree[place.path] !== undefined ? place : undefined;
  return (
    <div className="flex h-full min-h-0">
      {(wide || open === undefined) && (
        <div className={wide ? 'w-56 shrink-0 border-r' : 'w-full'}>
          <FileTree
            paths={paths}
            selected={open?.path}
            marks={marks}
            readOnly={readOnly}
            onOpen={(path) => props.onOpen(path)}
            onCreate={(path) => setDialog({ kind: 'create', path })}
            onRename={(path) => setDialog({ kind: 'rename', path })}
            onDelete={(path) => setDialog({ kind: 'delete', path })}
          />
        </div>
      )}
      {open !== undefined && (
        <OpenFile
          key={open.path}
          {...props}
          place={open}
          findings={findings.filter((finding) => finding.file === open.path)}
        />
      )}
      {open === undefined && wide && (
        <div className="flex flex-1 items-center justify-center">
          <EmptyState icon={<FileCode2 aria-hidden />} title="No file open">
            Choose one on the left.
          </EmptyState>
        </div>
      )}
      {dialog?.kind === 'create' && (
        <PathDialog
          title="New file"
          submitLabel="Create"
          initial={dialog.path}
          onClose={() => setDialog(undefined)}
          onSubmit={(path) => {
            props.onEdit((base, current) => createFile(base, current, path));
            props.onOpen(path);
          }}
        />
      )}
      {dialog?.kind === 'rename' && (
        <PathDialog
          title="Rename or move"
          submitLabel="Move"
          initial={dialog.path}
          onClose={() => setDialog(undefined)}
          onSubmit={(to) => {
            props.onEdit((base, current) => renameFile(base, current, dialog.path, to));
            if (open?.path === dialog.path) props.onOpen(to);
          }}
        />
      )}
      <ConfirmDialog
        open={dialog?.kind === 'delete'}
        onOpenChange={() => setDialog(undefined)}
        title="Delete the file?"
        description={
          <>
            <code className="break-all font-mono text-sm">{dialog?.path}</code> is gone from the next version you save.
            Older versions keep it.
          </>
        }
        confirmLabel="Delete"
        danger
        onConfirm={() => {
          if (dialog !== undefined) props.onEdit((base, current) => deleteFile(base, current, dialog.path));
          setDialog(undefined);
        }}
      />
    </div>
  );
}

function OpenFile(props: Props & { place: CodePlace }) {
  const { place, tree, wide } = props;
  const editor = useRef<CodeEditorHandle>(null);
  const content = tree[place.path];
  // The request is carried out once the editor is there: at once, or when its code has been loaded.
  const pending = useRef<number | undefined>(undefined);
  const goToPending = () => {
    if (pending.current === undefined || editor.current === null) return;
    editor.current.goToLine(pending.current);
    pending.current = undefined;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a request is a new `at`
  useEffect(() => {
    pending.current = place.line;
    goToPending();
  }, [place.at]);
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 border-b px-3">
        {!wide && (
          <IconButton label="Back to the files" size="sm" className="-ml-1.5" onClick={props.onClose}>
            <ArrowLeft className="size-4" aria-hidden />
          </IconButton>
        )}
        <span className="min-w-0 flex-1 truncate font-mono text-ink-muted text-xs">{place.path}</span>
        {props.draft[place.path] && <span className="text-accent-text text-xs">Unsaved</span>}
      </div>
      <div className="min-h-0 flex-1">
        {typeof content === 'string' ? (
          <Suspense fallback={<EditorSkeleton />}>
            <CodeEditor
              ref={(handle) => {
                editor.current = handle;
                goToPending();
              }}
              path={place.path}
              text={content}
              readOnly={props.readOnly}
              onChange={(text) => props.onEdit((base, draft) => putText(base, draft, place.path, text))}
            />
          </Suspense>
        ) : (
          <EmptyState icon={<FileCode2 aria-hidden />} title="Not a text file">
            {formatBytes(content?.byteLength ?? 0)}. It can be renamed, deleted and downloaded.
          </EmptyState>
        )}
      </div>
      {props.findings.length > 0 && (
        <div className="max-h-44 shrink-0 overflow-y-auto border-t p-2">
          <FindingList findings={props.findings} onOpen={props.onOpen} />
        </div>
      )}
    </div>
  );
}

export function EditorSkeleton() {
  return (
    <div className="grid gap-2.5 p-4">
      {['w-2/5', 'w-3/5', 'w-1/2', 'w-2/3', 'w-1/3', 'w-3/5', 'w-1/4'].map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fixed shapes
        <Skeleton key={index} className={`h-3.5 ${width}`} />
      ))}
    </div>
  );
}
