import { CircleCheck, Database, RotateCw, ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import { useMemo } from 'react';
import type { FileTree } from '../../../../shared/files/file-tree.ts';
import { proofFindings } from '../../../../shared/prove/findings.ts';
import type { ProofReport } from '../../../../shared/prove/report.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FindingList } from '../../components/finding-list.tsx';
import { cn } from '../../lib/class-names.ts';
import { plural } from '../../lib/format.ts';
import { hasRoomForDatabase } from '../../preview/memory.ts';
import { databaseSource } from '../../preview/project-sql.ts';
import type { SqlFile } from '../../preview/protocol.ts';
import { accessMatrix } from './access-matrix.ts';
import { AccessTable } from './access-table.tsx';
import { type AccessProof, useAccessProof } from './use-access-proof.ts';

interface Props {
  files: FileTree;
  onOpenFile: (file: string, line?: number) => void;
}

/** Who reaches whose rows: tried on a database of its own as visitors, as users and as admins. */
export function PreviewAccess({ files, onOpenFile }: Props) {
  const { migrations } = useMemo(() => databaseSource(files), [files]);
  const { proof, rerun } = useAccessProof(migrations, hasRoomForDatabase());
  if (migrations.length === 0) {
    return (
      <EmptyState icon={<Database aria-hidden />} title="This app has no database">
        It keeps nothing of anyone, so there is nothing to reach.
      </EmptyState>
    );
  }
  if (proof.phase === 'done') {
    return <Proven report={proof.report} migrations={migrations} onOpenFile={onOpenFile} onRerun={rerun} />;
  }
  return <Unproven proof={proof} onRun={rerun} />;
}

function Unproven({ proof, onRun }: { proof: Exclude<AccessProof, { phase: 'done' }>; onRun: () => void }) {
  if (proof.phase === 'running') {
    const { done, total } = proof;
    return (
      <div role="status" className="flex h-full flex-col items-center justify-center gap-3 px-6 text-center text-sm">
        <p>{total === 0 ? 'Making an empty database to try it on' : `Trying: ${done} of ${total}`}</p>
        <progress
          aria-label="Progress"
          className="h-1.5 w-56 max-w-full accent-accent"
          {...(total === 0 ? {} : { value: done, max: total })}
        />
      </div>
    );
  }
  const failed = proof.phase === 'failed';
  return (
    <EmptyState
      icon={<ShieldQuestion aria-hidden />}
      title={failed ? 'It could not be tried' : 'Not tried yet'}
      action={<Button onClick={onRun}>{failed ? 'Try again' : 'Try it'}</Button>}
    >
      {failed ? proof.message : 'Trying who reaches whose rows takes some memory for a moment.'}
    </EmptyState>
  );
}

interface ProvenProps {
  report: ProofReport;
  migrations: readonly SqlFile[];
  onOpenFile: Props['onOpenFile'];
  onRerun: () => void;
}

function Proven({ report, migrations, onOpenFile, onRerun }: ProvenProps) {
  const matrix = useMemo(() => accessMatrix(report.results), [report]);
  const findings = useMemo(
    () =>
      proofFindings(
        report,
        migrations.map(({ path, sql }) => [path, sql] as const),
      ),
    [report, migrations],
  );
  const { leak, broken, not_probed } = report.counts;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-10 shrink-0 items-center gap-2 border-b px-3 py-1 text-sm">
        {report.passed ? (
          <ShieldCheck className="size-4 shrink-0 text-accent-text" aria-hidden />
        ) : (
          <ShieldAlert className="size-4 shrink-0 text-danger-text" aria-hidden />
        )}
        <p role="status" className="min-w-0">
          <span className={cn('font-medium', !report.passed && 'text-danger-text')}>{summary(report)}</span>
          <span className="text-ink-faint">
            {' '}
            {plural(report.results.length, 'probe')} on a database of its own
            {not_probed > 0 && `, ${not_probed} of them not possible`}
          </span>
        </p>
        <IconButton label="Try again" size="sm" className="ml-auto" onClick={onRerun}>
          <RotateCw className="size-4" aria-hidden />
        </IconButton>
      </div>
      <section
        aria-label="Access"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      >
        {findings.length > 0 && (
          <div className="border-b p-3">
            <h3 className="sr-only">{plural(leak + broken, 'problem')}</h3>
            <FindingList findings={findings} onOpen={onOpenFile} />
          </div>
        )}
        {matrix.objects.length > 0 ? (
          <>
            <AccessTable matrix={matrix} />
            <p className="px-3 py-2 text-ink-faint text-xs">
              Each cell says what the person can do with rows of user A. Rows belong to those whom the schema names;
              what is for others is said by a policy for reading or a function’s comment.
            </p>
          </>
        ) : (
          report.failure === null && (
            <EmptyState icon={<CircleCheck aria-hidden />} title="Nothing can be reached">
              The migrations make no tables, views or functions that the app could use.
            </EmptyState>
          )
        )}
      </section>
    </div>
  );
}

function summary({ failure, counts: { leak, broken }, passed }: ProofReport): string {
  if (failure !== null) return 'A migration does not apply, so nothing could be tried.';
  if (passed) return 'Nobody reaches more than they should.';
  if (leak === 0) return `${plural(broken, 'thing')} that should work fail.`;
  return `${plural(leak, 'leak')}${broken > 0 ? ` and ${plural(broken, 'thing')} broken` : ''}.`;
}
