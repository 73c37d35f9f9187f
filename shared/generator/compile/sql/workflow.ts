/** Workflows: which value of a choice a row may take next, and who may take it there, decided by a trigger. */
import type { AppModel, EntityModel } from '../model.ts';
import type { WorkflowModel } from '../model-transactions.ts';
import { code, sqlName, sqlString } from '../source-text.ts';

type Step = WorkflowModel['steps'][number];

function stepCondition(column: string, step: Step): string {
  const from = step.from.map(sqlString).join(', ');
  const who = step.by === 'admin' ? 'is_admin' : 'is_owner';
  return `(${who} and old.${column} in (${from}) and new.${column} = ${sqlString(step.to)})`;
}

/** What a person may not rewrite while they may take steps: null where whoever may update may rewrite. */
function contentLock(it: EntityModel, column: string, initial: string): string | null {
  if (it.access === 'managed') return `not is_admin and old.${column} <> ${sqlString(initial)}`;
  return it.access === 'public' || it.access === 'members' ? 'not is_owner' : null;
}

export function workflowSql(app: AppModel, it: EntityModel): string[] {
  if (!it.workflow) return [];
  const { field, initial, steps } = it.workflow;
  const column = sqlName(field.column);
  const table = `public.${sqlName(it.table)}`;
  const name = `private.step_${it.table.slice(0, 55)}`;
  const lock = contentLock(it, column, initial);
  const bare = (row: string) => `(to_jsonb(${row}) - ${sqlString(field.column)} - 'updated_at')`;
  return [
    code`
      -- The steps a row can take. It runs with the rights of whoever writes, so that counts kept by triggers and the
      -- service's own work pass, and people do not.
      create function ${name}() returns trigger
      language plpgsql
      set search_path = ''
      as $$
      declare
        is_owner boolean := ${it.access === 'team' ? 'true' : it.owned ? 'coalesce(old.owner_id = auth.uid(), false)' : 'false'};
        is_admin boolean := false;
      begin
        if current_user not in ('anon', 'authenticated') then
          return new;
        end if;
        ${app.admins && 'is_admin := private.is_admin();'}
        if new.${column} is distinct from old.${column} and not (
          ${steps.map((step) => stepCondition(column, step)).join('\nor ')}
        ) then
          raise exception using errcode = '42501', message = 'This step is not open from here.';
        end if;
        ${
          lock &&
          code`
            if ${lock} and ${bare('new')} is distinct from ${bare('old')} then
              raise exception using errcode = '42501', message = 'This can no longer be changed.';
            end if;
          `
        }
        return new;
      end
      $$;
      revoke execute on function ${name}() from public;
      create trigger step before update on ${table}
        for each row execute function ${name}();
    `,
  ];
}
