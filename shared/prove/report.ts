/** What the probes of a schema saw, beside the static report of `shared/verify/finding.ts`. */
import { z } from 'zod';

export const REACH = ['denied', 'own', 'allowed'] as const;

export const probeResult = z.object({
  /** `anonymous`, `user A` (whose rows they are), `user B` (the neighbour), `admin`. */
  who: z.string(),
  /** As people write it: `notes`, `publish(uuid)`. */
  object: z.string(),
  kind: z.enum(['table', 'view', 'function']),
  verb: z.enum(['select', 'insert', 'update', 'delete', 'execute']),
  /** What was tried, e.g. "move a row of their own to another owner". */
  attempt: z.string(),
  /** The most that this person may reach: nothing, what is their own, everything. */
  expected: z.enum(REACH),
  seen: z.enum([...REACH, 'unknown']),
  /** `leak`: more than expected. `broken`: less than promised, or an error of the schema itself. */
  verdict: z.enum(['ok', 'leak', 'broken', 'not_probed']),
  /** Why that is expected and, unless all is well, what happened. */
  reason: z.string(),
});
export type ProbeResult = z.infer<typeof probeResult>;

export const proofReport = z.object({
  /** `probed`: tried on a running Postgres. */
  kind: z.literal('probed'),
  /** No leak, nothing broken, and the migrations applied. What could not be probed is counted, not passed over. */
  passed: z.boolean(),
  /** Set when a migration did not apply, so that nothing was probed. */
  failure: z.object({ file: z.string(), message: z.string() }).nullable(),
  results: z.array(probeResult),
  counts: z.object({
    ok: z.number().int(),
    leak: z.number().int(),
    broken: z.number().int(),
    not_probed: z.number().int(),
  }),
});
export type ProofReport = z.infer<typeof proofReport>;

export function summarize(results: ProbeResult[], failure: ProofReport['failure'] = null): ProofReport {
  const counts = { ok: 0, leak: 0, broken: 0, not_probed: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  const passed = failure === null && counts.leak === 0 && counts.broken === 0;
  return { kind: 'probed', passed, failure, results, counts };
}
