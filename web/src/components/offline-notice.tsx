import { WifiOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Says that the browser has no connection, and what that means here. */
export function OfflineNotice() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status" className="fixed inset-x-4 bottom-4 z-50 flex justify-center empty:hidden">
      {!online && (
        <p className="flex animate-rise items-center gap-2 rounded-full border bg-raised px-4 py-2 text-sm shadow-pop">
          <WifiOff className="size-4 text-warning-text" aria-hidden />
          You are offline. Unsaved edits are kept in this browser.
        </p>
      )}
    </div>
  );
}
