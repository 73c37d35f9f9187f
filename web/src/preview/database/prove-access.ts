/** The proof of who reaches what, in the browser: on a Postgres of its own, never on the one that the app uses. */
import { proveIn } from '../../../../shared/prove/migrations.ts';
import type { ProofReport } from '../../../../shared/prove/report.ts';
import type { SqlFile } from '../protocol.ts';
import { createPlatform } from './platform.ts';

/** Probes are many and quick: progress is told after each so many. */
const STEP = 5;

/**
 * @param snapshot the empty database
 * @param onProgress hears how many probes of how many are done
 */
export async function proveAccess(
  migrations: readonly SqlFile[],
  snapshot: File,
  onProgress: (done: number, total: number) => void,
): Promise<ProofReport> {
  const { connection } = await createPlatform(snapshot);
  let total = 0;
  return proveIn(
    connection.driver,
    migrations.map(({ path, sql }) => [path, sql] as const),
    undefined,
    {
      planned({ probes }) {
        total = probes.length;
        onProgress(0, total);
      },
      probed(done) {
        if (done % STEP === 0) onProgress(done, total);
      },
    },
  );
}
