/** What the driver leaves untyped: the fields of a server error, and whether there was a server to answer at all. */
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

/** SQLSTATE of a server that goes away, is not there yet or is full; else of the driver or the socket. */
const LOST = /^(57P0[123]|53300|CONNECTION_(CLOSED|DESTROYED|ENDED)|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE)$/;

/** Whether a connection was cut or could not be made: nothing is wrong with what was asked, and it may be asked again. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && LOST.test(error.code);
}
