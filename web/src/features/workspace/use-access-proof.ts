/** The proof of who reaches what for the SQL at hand: run when it is looked at, and again when the SQL changes. */
import { useEffect, useState } from 'react';
import type { ProofReport } from '../../../../shared/prove/report.ts';
import type { SqlFile } from '../../preview/protocol.ts';

export type AccessProof =
  | { readonly phase: 'waiting' }
  | { readonly phase: 'running'; readonly done: number; readonly total: number }
  | { readonly phase: 'done'; readonly report: ProofReport }
  | { readonly phase: 'failed'; readonly message: string };

/** The proof follows edits of the SQL after this pause in typing, in milliseconds. */
const PAUSE = 600;
const MAX_KNOWN = 8;

/** Reports by the SQL that they are about: opening the panel again costs nothing. */
const known = new Map<string, ProofReport>();

export type Prove = (
  migrations: readonly SqlFile[],
  watch: { onProgress(done: number, total: number): void; signal: AbortSignal },
) => Promise<ProofReport>;

const proveInWorker: Prove = async (migrations, watch) => {
  const { proveAccess } = await import('../../preview/access-proof.ts');
  return proveAccess(migrations, watch);
};

/**
 * @param run whether to prove without being asked; what is known is shown in any case
 * @returns the proof and, beside it, a way to run it (again)
 */
export function useAccessProof(
  migrations: readonly SqlFile[],
  run: boolean,
  prove: Prove = proveInWorker,
): { proof: AccessProof; rerun: () => void } {
  const key = JSON.stringify(migrations);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ key: string; proof: AccessProof }>({ key: '', proof: { phase: 'waiting' } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `migrations`
  useEffect(() => {
    if (known.has(key) || (!run && turn === 0) || migrations.length === 0) return;
    const ending = new AbortController();
    const set = (proof: AccessProof) => {
      if (!ending.signal.aborted) setState({ key, proof });
    };
    const start = () => {
      set({ phase: 'running', done: 0, total: 0 });
      prove(migrations, {
        onProgress: (done, total) => set({ phase: 'running', done, total }),
        signal: ending.signal,
      }).then(
        (report) => {
          known.set(key, report);
          if (known.size > MAX_KNOWN) known.delete(known.keys().next().value ?? '');
          set({ phase: 'done', report });
        },
        (error: unknown) => set({ phase: 'failed', message: error instanceof Error ? error.message : String(error) }),
      );
    };
    const timer = setTimeout(start, state.key === '' || state.key === key ? 0 : PAUSE);
    return () => {
      clearTimeout(timer);
      ending.abort(new DOMException('The SQL has changed.', 'AbortError'));
    };
  }, [key, run, turn]);

  const report = known.get(key);
  const stale: AccessProof = run ? { phase: 'running', done: 0, total: 0 } : { phase: 'waiting' };
  const proof: AccessProof = report !== undefined ? { phase: 'done', report } : state.key === key ? state.proof : stale;
  return {
    proof,
    rerun: () => {
      known.delete(key);
      setTurn(turn + 1);
    },
  };
}
