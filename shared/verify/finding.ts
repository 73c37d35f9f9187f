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

/** How it was found out who reaches whose rows. */
export const accessReport = z.discriminatedUnion('method', [
  /** Tried on a running Postgres; leaks and what is broken are among the findings. */
  z.object({
    method: z.literal('probed'),
    probes: z.number().int(),
    leaks: z.number().int(),
    broken: z.number().int(),
    notProbed: z.number().int(),
  }),
  /** Read from the parsed SQL alone, and why nothing was tried. */
  z.object({ method: z.literal('static'), reason: z.string() }),
]);
export type AccessReport = z.infer<typeof accessReport>;

/** The report a version carries in `checks`. Written by the server only. */
export const verifyReport = z.object({
  /** `static`: of the files, parsed and analysed. What was tried on a running database is in `access`. */
  kind: z.literal('static'),
  passed: z.boolean(),
  findings: z.array(finding),
  /** How many files, tables and policies were looked at: an empty report says so. */
  looked: z.object({ files: z.number().int(), tables: z.number().int(), policies: z.number().int() }),
  /** Absent where there is no table to reach. */
  access: accessReport.optional(),
});
export type VerifyReport = z.infer<typeof verifyReport>;
