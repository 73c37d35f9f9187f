/** A calendar: a month of rows, each on its day. */

import { headingLevel, headingProps, levelAttribute } from '../headings.ts';
import type { AppModel, EntityModel } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { kebabCase } from '../names.ts';
import { code, file } from '../source-text.ts';
import { addAction, addsAsAdmin } from './add-action.ts';
import { titleOf } from './display.ts';
import { paramName } from './feature-query.ts';
import { Imports } from './imports.ts';

export function calendarName(it: EntityModel, by: FieldModel): string {
  return `${it.type}Calendar${it.calendars.length > 1 ? `By${by.pascal}` : ''}`;
}

/** File of a calendar without its ending. */
export function calendarStem(it: EntityModel, by: FieldModel): string {
  return `${it.stem}-calendar${it.calendars.length > 1 ? `-by-${kebabCase(by.name)}` : ''}`;
}

/** `listEventsByStartsAt`. */
function listName(it: EntityModel, by: FieldModel): string {
  return `list${it.types}By${by.pascal}`;
}

/** Requests of an entity's calendars for its `api.ts`. */
export function calendarApi(it: EntityModel, select: string, imports: Imports): string[] {
  return it.calendars.map((by) => {
    const bounds = by.type === 'date' ? 'monthDays' : 'monthMoments';
    return code`
      /** ${it.types} of a month, written \`2026-01\`, in the order of their days. */
      export async function ${listName(it, by)}(month: string, signal: AbortSignal): Promise<${it.type}[]> {
        const { from, to } = ${imports.value('@/lib/calendar', bounds)}(month);
        const { data, error } = await supabase
          .from('${it.table}')
          .select(${select})
          .gte('${by.column}', from)
          .lt('${by.column}', to)
          .order('${by.column}')
          .limit(500)
          .abortSignal(signal);
        if (error) throw error;
        return data;
      }
    `;
  });
}

export function calendarFile(app: AppModel, it: EntityModel, by: FieldModel): string {
  const imports = new Imports();
  imports.value('react', 'useCallback');
  imports.value('react-router', 'useSearchParams');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/month-calendar', 'MonthCalendar');
  imports.value('@/components/section', 'Section');
  imports.value('@/lib/calendar', 'dayOf', 'monthOf');
  imports.value('@/lib/search-params', 'withParam');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', listName(it, by));
  const action = addAction(it, imports);
  if (addsAsAdmin(it)) imports.value('@/features/auth/session', 'useSession');
  const param = paramName(it, 'month');
  const clock = by.type === 'datetime' ? `${imports.value('@/lib/format', 'formatClock')}(row.${by.column})` : null;
  const level = headingLevel(app.spec, it.spec.name, 'list');
  const body = code`
    /** ${it.types} of a month; the month is kept in the URL. */
    export function ${calendarName(it, by)}(${headingProps(level)}) {
      const [params, setParams] = useSearchParams();
      const month = monthOf(params.get('${param}'));
      const query = useQuery(useCallback((signal: AbortSignal) => ${listName(it, by)}(month, signal), [month]));
      ${addsAsAdmin(it) && 'const { isAdmin } = useSession();'}

      return (
        <Section
          heading={heading}
          ${levelAttribute(level)}
          ${action}
        >
          <Loaded query={query} lines={7}>
            {(rows) => (
              <MonthCalendar
                month={month}
                onMonth={(next) => setParams((before) => withParam(before, '${param}', next, '${param}'), { replace: true })}
                entries={rows.map((row) => ({
                  id: row.id,
                  day: dayOf(row.${by.column}),
                  ${clock && `time: ${clock},`}
                  title: ${titleOf(app, it, 'row', imports)},
                  path: \`${it.basePath}/\${row.id}\`,
                }))}
              />
            )}
          </Loaded>
        </Section>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}
