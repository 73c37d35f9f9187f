/** What a check found, in words that say where and what to do. */
import { z } from 'zod';

export const finding = z.object({
  /** Stable name of the rule, kebab-case, e.g. `sql-table-without-rls`. */
  rule: z.string(),
  /** An error keeps a version from being ready; a warning is only shown. */
  severity: z.enum(['error', 'warning']),
  file: z.string(),
  /** 1-based; absent where the finding is about the whole file. */
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
  /** What is wrong, in one sentence. */
  message: z.string(),
  /** What to do about it, in one sentence. */
  fix: z.string(),
});
export type Finding = z.infer<typeof finding>;

/** The report a version carries in `checks`. Written by the server only. */
export const verifyReport = z.object({
  /** `static`: parsed and analysed, nothing was run. Probes against a database come with their own kind. */
  kind: z.literal('static'),
  passed: z.boolean(),
  findings: z.array(finding),
  /** How many files, tables and policies were looked at: an empty report says so. */
  looked: z.object({ files: z.number().int(), tables: z.number().int(), policies: z.number().int() }),
});
export type VerifyReport = z.infer<typeof verifyReport>;
