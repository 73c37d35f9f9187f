import { Terminal } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { cn } from '../../lib/class-names.ts';
import type { PreviewConsoleEntry } from '../../preview/problem.ts';
import type { LoggedMessage } from './preview-log.ts';
import { PanelFilter } from './preview-panel-filter.tsx';

const TONES: Record<PreviewConsoleEntry['level'], string> = {
  debug: 'text-ink-faint',
  log: 'text-ink',
  info: 'text-ink',
  warn: 'bg-warning-soft text-warning-text',
  error: 'bg-danger-soft text-danger-text',
};

const KINDS = { all: 'All messages', warn: 'Warnings and errors', error: 'Errors' } as const;
type Kind = keyof typeof KINDS;

function isKind(kind: Kind, { level }: LoggedMessage): boolean {
  return kind === 'all' || level === 'error' || (kind === 'warn' && level === 'warn');
}

/** The app's own messages, the newest last. */
export function PreviewConsole({ messages, onClear }: { messages: readonly LoggedMessage[]; onClear: () => void }) {
  const [kind, setKind] = useState<Kind>('all');
  const [text, setText] = useState('');
  const needle = text.trim().toLowerCase();
  const shown = messages.filter((message) => isKind(kind, message) && message.text.toLowerCase().includes(needle));
  return (
    <div className="flex h-full flex-col">
      <PanelFilter
        what="messages"
        kinds={KINDS}
        kind={kind}
        onKind={setKind}
        text={text}
        onText={setText}
        onClear={onClear}
      />
      {shown.length === 0 ? (
        <EmptyState icon={<Terminal aria-hidden />} title={messages.length === 0 ? 'Nothing yet' : 'Nothing like that'}>
          {messages.length === 0 && 'What the app writes to the console appears here.'}
        </EmptyState>
      ) : (
        <ol aria-label="Messages" className="min-h-0 flex-1 divide-y overflow-y-auto font-mono text-xs">
          {shown.map(({ id, level, text: message, times }) => (
            <li key={id} className={cn('flex gap-3 px-3 py-1', TONES[level])}>
              <span className="w-9 shrink-0 opacity-80">{level}</span>
              <span className="min-w-0 flex-1 whitespace-pre-wrap break-words">{message}</span>
              {times > 1 && <span className="tabular shrink-0">{times} times</span>}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
