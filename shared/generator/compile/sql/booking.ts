/** Bookings: nothing is taken twice at the same time, whoever asks and whatever they may see. */
import type { EntityModel } from '../model.ts';
import { code, sqlName, sqlString } from '../source-text.ts';

/** Choices that give a booked time, or what was ordered, free again. */
export const FREES = /cancel|declin|reject|withdraw|refus|no_show/;

export function bookingSql(it: EntityModel): string[] {
  if (!it.booking) return [];
  const { resource, start, end } = it.booking;
  const table = `public.${sqlName(it.table)}`;
  const name = `private.check_${it.table.slice(0, 46)}_conflict`;
  const what = sqlName(resource.column);
  const from = sqlName(start.column);
  const until = end && sqlName(end.column);
  const overlap = until
    ? `(other.${from}, coalesce(other.${until}, other.${from})) overlaps (new.${from}, coalesce(new.${until}, new.${from}))`
    : `other.${from} = new.${from}`;
  const state = it.fields.find(
    (f) => f.type === 'choice' && f.spec.choices?.some((choice) => FREES.test(choice.value)),
  );
  const free = (state?.spec.choices ?? [])
    .filter((choice) => FREES.test(choice.value))
    .map((it) => sqlString(it.value));
  const holds = (row: string) => (state ? `${row}.${sqlName(state.column)} not in (${free.join(', ')})` : null);
  const isHeld = holds('new');
  const otherHeld = holds('other');
  const checks = [`${what} is not null`, `${from} is not null`].map((it) => `new.${it}`);
  return [
    code`
      -- Definer, since a booking of somebody else counts although it cannot be seen. The lock makes two people who ask
      -- for the same thing at the same time wait for each other.
      create function ${name}() returns trigger
      language plpgsql security definer
      set search_path = ''
      as $$
      begin
        ${
          until &&
          code`
            if new.${until} <= new.${from} then
              raise exception using errcode = '22007', message = 'The end is not after the start.';
            end if;
          `
        }
        if ${[...checks, ...(isHeld ? [isHeld] : [])].join(' and ')} then
          perform pg_advisory_xact_lock(hashtextextended(${sqlString(`${it.table} `)} || new.${what}::text, 0));
          if exists (
            select 1 from ${table} other
            where other.${what} = new.${what} and other.id <> new.id
              ${otherHeld && `and ${otherHeld}`}
              and ${overlap}
          ) then
            raise exception using errcode = '23P01', message = 'This time is taken.';
          end if;
        end if;
        return new;
      end
      $$;
      revoke execute on function ${name}() from public;
      create trigger check_conflict before insert or update on ${table}
        for each row execute function ${name}();
      create index ${it.table.slice(0, 46)}_booked_idx on ${table} (${what}, ${from});
    `,
  ];
}
