import { useSyncExternalStore } from 'react';
import { formatAgo, formatDateTime } from '../lib/format.ts';

const MINUTE = 60_000;

function everyMinute(listener: () => void): () => void {
  const timer = setInterval(listener, MINUTE);
  return () => clearInterval(timer);
}

/** "5 minutes ago", kept true, with the full time on hover. */
export function RelativeTime({ iso, className }: { iso: string; className?: string }) {
  useSyncExternalStore(everyMinute, () => Math.floor(Date.now() / MINUTE));
  return (
    <time dateTime={iso} title={formatDateTime(iso)} className={className}>
      {formatAgo(iso)}
    </time>
  );
}
