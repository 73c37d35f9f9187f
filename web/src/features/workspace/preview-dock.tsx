import { ChevronDown, CircleAlert, Network, ShieldCheck, Table2, Terminal } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { FileTree } from '../../../../shared/files/file-tree.ts';
import { IconButton } from '../../components/button.tsx';
import { TabList, TabPanel, TabRoot } from '../../components/tabs.tsx';
import { cn } from '../../lib/class-names.ts';
import type { PreviewHandle } from '../../preview/preview.tsx';
import type { PreviewProblem, PreviewStatus } from '../../preview/problem.ts';
import { PreviewAccess } from './preview-access.tsx';
import { PreviewConsole } from './preview-console.tsx';
import type { PreviewLog, PreviewLogState } from './preview-log.ts';
import { PreviewNetwork } from './preview-network.tsx';
import { PreviewTables } from './preview-tables.tsx';
import { ProblemList } from './problem-list.tsx';

/** What a panel may show and do. */
export interface PanelContext extends PreviewLogState {
  files: FileTree;
  preview: RefObject<PreviewHandle | null>;
  status: PreviewStatus | undefined;
  problems: readonly PreviewProblem[];
  log: PreviewLog;
  onOpenFile: (file: string, line?: number) => void;
  onFix: ((problem: PreviewProblem) => void) | undefined;
}

interface Panel {
  id: string;
  label: string;
  icon: ReactNode;
  /** Shown beside the label unless it is 0. */
  count?: (context: PanelContext) => number;
  /** Whether the count is of things that went wrong. */
  alarming?: (context: PanelContext) => boolean;
  isShown?: (context: PanelContext) => boolean;
  render: (context: PanelContext) => ReactNode;
}

/** Every panel under the preview, in their order. */
const PANELS: readonly Panel[] = [
  {
    id: 'problems',
    label: 'Problems',
    icon: <CircleAlert aria-hidden />,
    count: ({ problems }) => problems.length,
    alarming: () => true,
    render: ({ problems, onOpenFile, onFix }) => <ProblemList problems={problems} onOpen={onOpenFile} onFix={onFix} />,
  },
  {
    id: 'tables',
    label: 'Tables',
    icon: <Table2 aria-hidden />,
    isShown: ({ status }) => status?.hasDatabase ?? false,
    render: (context) => context.status && <PreviewTables preview={context.preview} status={context.status} />,
  },
  {
    id: 'access',
    label: 'Access',
    icon: <ShieldCheck aria-hidden />,
    render: ({ files, onOpenFile }) => <PreviewAccess files={files} onOpenFile={onOpenFile} />,
  },
  {
    id: 'console',
    label: 'Console',
    icon: <Terminal aria-hidden />,
    count: ({ messages }) => messages.length,
    alarming: ({ messages }) => messages.some(({ level }) => level === 'error'),
    render: ({ messages, log }) => <PreviewConsole messages={messages} onClear={log.clearMessages} />,
  },
  {
    id: 'network',
    label: 'Network',
    icon: <Network aria-hidden />,
    count: ({ requests }) => requests.length,
    alarming: ({ requests }) => requests.some(({ status }) => status === 0 || (status ?? 0) >= 500),
    render: ({ requests, log }) => <PreviewNetwork requests={requests} onClear={log.clearRequests} />,
  },
];

/** Tabs under the preview. Closed they take one line; the problems open when the first comes up. */
export function PreviewDock(context: PanelContext) {
  const [active, setActive] = useState('');
  const hasProblems = context.problems.length > 0;
  const opened = useRef(false);
  useEffect(() => {
    if (hasProblems) {
      setActive((before) => {
        opened.current = before === '';
        return before === '' ? 'problems' : before;
      });
    } else if (opened.current) {
      setActive((before) => (before === 'problems' ? '' : before));
    }
  }, [hasProblems]);

  const panels = PANELS.filter(({ isShown }) => isShown?.(context) ?? true);
  const open = panels.some(({ id }) => id === active);
  return (
    <TabRoot value={open ? active : ''} onChange={setActive} className="flex shrink-0 flex-col border-t bg-surface">
      <div className="flex h-10 shrink-0 items-center gap-1 px-2 pointer-coarse:h-12">
        <div className="min-w-0 flex-1 overflow-x-auto">
          <TabList
            label="Inside the app"
            items={panels.map((panel) => ({
              value: panel.id,
              icon: panel.icon,
              label: <PanelLabel panel={panel} context={context} />,
            }))}
          />
        </div>
        {open && (
          <IconButton label="Close the panel" size="sm" onClick={() => setActive('')}>
            <ChevronDown className="size-4" aria-hidden />
          </IconButton>
        )}
      </div>
      {panels.map((panel) => (
        <TabPanel key={panel.id} value={panel.id} className="h-[min(40dvh,22rem)] min-h-0 border-t">
          {panel.render(context)}
        </TabPanel>
      ))}
    </TabRoot>
  );
}

function PanelLabel({ panel, context }: { panel: Panel; context: PanelContext }) {
  const count = panel.count?.(context) ?? 0;
  return (
    <>
      {panel.label}
      {count > 0 && (
        <span className={cn('tabular text-xs', panel.alarming?.(context) ? 'text-danger-text' : 'text-ink-faint')}>
          {count}
        </span>
      )}
    </>
  );
}
