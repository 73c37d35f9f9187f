/** What a queue has to do here to be measured, and how one is driven: the same loop for each. */

export interface Claimed {
  id: string;
  /** What completing asks for beside the id; empty where the queue has nothing of the kind. */
  token: string;
}

export interface Queue {
  name: string;
  /** Empties the queue and puts `jobs` due jobs in it, spread over the organizations where the queue knows any. */
  fill(jobs: number): Promise<void>;
  /** Claims and completes everything that `fill` put in: `connections` at a time, `batch` jobs a call. Resolves to seconds. */
  drain(connections: number, batch: number): Promise<number>;
  /** From asking for a job to its work having started, in an idle queue, one after the other: milliseconds. */
  startLatencies(samples: number): Promise<number[]>;
  close(): Promise<void>;
}

export const elapsed = (since: number): number => (performance.now() - since) / 1000;
export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** `connections` loops that claim and complete until nothing is left; seconds. Throws when a job was lost or done twice. */
export async function drainWith(
  jobs: number,
  connections: number,
  claim: (lane: number) => Promise<Claimed[]>,
  complete: (lane: number, claimed: readonly Claimed[]) => Promise<void>,
): Promise<number> {
  const done = new Set<string>();
  const started = performance.now();
  const work = async (lane: number) => {
    for (;;) {
      const claimed = await claim(lane);
      if (claimed.length === 0) return;
      await complete(lane, claimed);
      for (const { id } of claimed) done.add(id);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, lane) => work(lane)));
  const seconds = elapsed(started);
  if (done.size !== jobs) throw new Error(`${done.size} of ${jobs} jobs were done`);
  return seconds;
}
