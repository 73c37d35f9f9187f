/** Which sample bookings fit beside each other: the database would refuse the others, and the seed with them. */
import type { FieldModel } from '../model-fields.ts';
import type { BookingModel } from '../model-transactions.ts';

/** Milliseconds of a SQL literal of a time, NaN for `null` and for what is no plain literal. */
function timeOf(literal: string): number {
  return Date.parse(literal.replace(/^'|'$/g, ''));
}

export class TakenTimes {
  readonly #taken: { resource: string; from: number; until: number }[] = [];

  /** Whether the row's time is free and in order; if so it is taken from now on. */
  take({ resource, start, end }: BookingModel, literalOf: (f: FieldModel) => string): boolean {
    const what = literalOf(resource);
    const from = timeOf(literalOf(start));
    if (what === 'null' || Number.isNaN(from)) return literalOf(start) === 'null' || what === 'null';
    const last = end ? timeOf(literalOf(end)) : Number.NaN;
    const until = Number.isNaN(last) ? from + 1 : last;
    if (until <= from) return false;
    if (this.#taken.some((it) => it.resource === what && it.from < until && from < it.until)) return false;
    this.#taken.push({ resource: what, from, until });
    return true;
  }
}
