import { Network } from 'lucide-react';
import { Fragment, useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { cn } from '../../lib/class-names.ts';
import { formatBytes } from '../../lib/format.ts';
import type { PreviewRequest } from '../../preview/problem.ts';
import { PanelFilter } from './preview-panel-filter.tsx';

const KINDS = { all: 'All requests', writes: 'Writes', failed: 'Failed' } as const;
type Kind = keyof typeof KINDS;

function hasFailed({ status }: PreviewRequest): boolean {
  return status === 0 || (status !== null && status >= 400);
}

function isKind(kind: Kind, request: PreviewRequest): boolean {
  if (kind === 'failed') return hasFailed(request);
  return kind === 'all' || (request.method !== 'GET' && request.method !== 'HEAD');
}

/** What the app asked of its Supabase project, the newest first; errors with what was answered. */
export function PreviewNetwork({ requests, onClear }: { requests: readonly PreviewRequest[]; onClear: () => void }) {
  const [kind, setKind] = useState<Kind>('all');
  const [text, setText] = useState('');
  const needle = text.trim().toLowerCase();
  const shown = requests.filter(
    (request) => isKind(kind, request) && `${request.method} ${request.path}`.toLowerCase().includes(needle),
  );
  return (
    <div className="flex h-full flex-col">
      <PanelFilter
        what="requests"
        kinds={KINDS}
        kind={kind}
        onKind={setKind}
        text={text}
        onText={setText}
        onClear={onClear}
      />
      {shown.length === 0 ? (
        <EmptyState icon={<Network aria-hidden />} title={requests.length === 0 ? 'Nothing yet' : 'Nothing like that'}>
          {requests.length === 0 && 'What the app asks its database for appears here.'}
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-auto">
          <table aria-label="Requests" className="w-full text-left text-xs">
            <thead className="sticky top-0 bg-surface text-ink-faint">
              <tr className="border-b [&_th]:px-2 [&_th]:py-1 [&_th]:font-medium">
                <th scope="col">Method</th>
                <th scope="col">Path</th>
                <th scope="col">Status</th>
                <th scope="col" className="text-right">
                  Time
                </th>
                <th scope="col" className="text-right max-sm:hidden">
                  Size
                </th>
              </tr>
            </thead>
            <tbody className="font-mono">
              {shown.toReversed().map((request) => (
                <Fragment key={request.id}>
                  <tr
                    className={cn(
                      'border-t [&_td]:px-2 [&_td]:py-1',
                      hasFailed(request) && 'bg-danger-soft text-danger-text',
                    )}
                  >
                    <td>{request.method}</td>
                    <td className="w-full break-all">{request.path}</td>
                    <td className="tabular whitespace-nowrap">
                      {request.status === null ? 'waiting' : request.status === 0 ? 'refused' : request.status}
                    </td>
                    <td className="tabular whitespace-nowrap text-right">
                      {request.duration !== null && `${Math.round(request.duration)} ms`}
                    </td>
                    <td className="tabular whitespace-nowrap text-right max-sm:hidden">
                      {request.size !== null && formatBytes(request.size)}
                    </td>
                  </tr>
                  {request.error !== null && (
                    <tr className="bg-danger-soft text-danger-text">
                      <td colSpan={5} className="whitespace-pre-wrap break-all px-2 pb-1.5">
                        {request.error}
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
