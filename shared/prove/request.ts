/** What is asked of a prover over HTTP, and its answer; errors have the shape of `shared/errors.ts`. */
import { z } from 'zod';
import { proofReport } from './report.ts';

const accessRule = z.strictObject({
  limitOnly: z.literal(true).exactOptional(),
  read: z.enum(['owner', 'owner_or_admins', 'members', 'everyone', 'admins']),
  insert: z.enum(['owner', 'admins', 'everyone']),
  change: z.enum(['owner', 'owner_or_admins', 'members', 'admins']),
});

export const proofRequest = z.strictObject({
  /** Path and SQL, in the order in which they are applied. */
  migrations: z.array(z.tuple([z.string(), z.string()])),
  /** By `schema.name`; see `accessRules`. Empty: the schema alone tells. */
  rules: z.array(z.tuple([z.string(), accessRule])),
});
export type ProofRequest = z.infer<typeof proofRequest>;

export const proofAnswer = z.object({ report: proofReport });
