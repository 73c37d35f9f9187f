/** Rows without a name: whose they are is granted to nobody, and a function tells each person which are their own. */
import type { EntityModel } from '../model.ts';
import { code, sqlName } from '../source-text.ts';

/** Columns that readers of an anonymous table may read: all but its owner. */
export function namelessColumns(it: EntityModel): string[] {
  const counters = [it.comments, it.votes].flatMap((of) => (of ? [of.counter] : []));
  return ['id', ...it.fields.map((f) => f.column), ...counters, 'created_at', 'updated_at'];
}

/** Name of the function that lists the caller's own rows of a table. */
export function ownRowsFunction(table: string): string {
  return `my_${table.slice(0, 55)}`;
}

function ownRowsSql(table: string): string {
  const name = ownRowsFunction(table);
  return code`
    -- Definer, since whose a row is cannot be read; it tells about the caller's own rows only.
    create function private.${name}() returns setof uuid
    language sql stable security definer
    set search_path = ''
    as $$
      select it.id from public.${sqlName(table)} it where it.owner_id = (select auth.uid());
    $$;
    revoke execute on function private.${name}() from public;
    grant execute on function private.${name}() to authenticated;
    create function public.${name}() returns setof uuid
    language sql stable
    set search_path = ''
    as $$
      select private.${name}();
    $$;
    revoke execute on function public.${name}() from public, anon;
    grant execute on function public.${name}() to authenticated;
  `;
}

/** Tables whose rows are anonymous: an entity's own and that of its comments. */
export function anonymousTables(it: EntityModel): string[] {
  return it.spec.anonymous ? [it.table, ...(it.comments ? [it.comments.table] : [])] : [];
}

export function anonymousSql(it: EntityModel): string[] {
  return anonymousTables(it).map(ownRowsSql);
}
