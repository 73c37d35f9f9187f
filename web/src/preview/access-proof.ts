/** Asks a worker of its own for the proof of who reaches what, and ends it: its memory is free again afterwards. */
import { assetUrls } from 'virtual:preview-assets';
import type { ProofReport } from '../../../shared/prove/report.ts';
import type { FromProof, SqlFile, ToDatabase } from './protocol.ts';

/** SQL that does not end says nothing for this long, in milliseconds. */
const SILENCE = 30_000;

export interface ProofWatch {
  onProgress(done: number, total: number): void;
  signal: AbortSignal;
}

/** @throws Error with the reason, for the person who waits; `AbortError` when it is no longer wanted. */
export function proveAccess(migrations: readonly SqlFile[], { onProgress, signal }: ProofWatch): Promise<ProofReport> {
  const worker = new Worker(assetUrls.databaseWorker, { type: 'module', name: 'preview-proof' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const proof = new Promise<ProofReport>((resolve, reject) => {
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(new Error(`The SQL did not end within ${SILENCE / 1000} s.`)), SILENCE);
    };
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.onerror = ({ message }) => reject(new Error(`The proof stopped: ${message || 'its worker did not load'}`));
    worker.onmessage = ({ data }: MessageEvent<FromProof>) => {
      wait();
      if (data.kind === 'progress') onProgress(data.done, data.total);
      else if (data.kind === 'proven') resolve(data.report);
      else reject(new Error(data.message));
    };
    wait();
    const snapshotUrl = new URL(assetUrls.databaseSnapshot, location.href).href;
    worker.postMessage({ kind: 'prove', migrations, snapshotUrl } satisfies ToDatabase);
  });
  return proof.finally(() => {
    clearTimeout(timer);
    worker.terminate();
  });
}
