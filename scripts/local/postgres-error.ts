/** The fields of a server error that the driver leaves untyped. */
import { z } from 'zod';

const fields = z.object({
  message: z.string(),
  position: z.coerce.number().int().positive().nullish(),
  where: z.string().nullish(),
});

/** Reads any thrown value: what is not a server error has a message alone. `position` counts characters from 1. */
export function readPostgresError(error: unknown): { message: string; position: number | null; where: string | null } {
  const parsed = fields.safeParse(error);
  return parsed.success
    ? { message: parsed.data.message, position: parsed.data.position ?? null, where: parsed.data.where ?? null }
    : { message: String(error), position: null, where: null };
}
