/** A list as a timeline: rows along a line, under the month they fall in. */
import type { AppModel, EntityModel } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { code, file } from '../source-text.ts';
import { columnsOf, summaryOf } from './columns.ts';
import { nodeOf, textOf } from './display.ts';
import { Imports } from './imports.ts';
import { titleLink } from './row-link.ts';

export function timelineFile(app: AppModel, it: EntityModel, by: FieldModel): string {
  const imports = new Imports();
  imports.type('./api', it.type);
  imports.value('@/lib/calendar', 'dayOf');
  imports.value('@/lib/format', 'formatMonth');
  imports.value('@/lib/group', 'groupRuns');
  const summary = summaryOf(it);
  const facts = columnsOf(it, 4)
    .filter(({ field }) => field !== by)
    .slice(0, 3)
    .map(({ field }) => `<span>${nodeOf(app, it, field, 'row', imports)}</span>`);
  const link = titleLink(app, it, imports, 'underline-offset-4 hover:underline');
  const body = code`
    const monthOf = (row: ${it.type}) => ${by.required ? `dayOf(row.${by.column}).slice(0, 7)` : `(row.${by.column} ? dayOf(row.${by.column}).slice(0, 7) : '')`};

    export function ${it.type}Timeline({ rows }: { rows: ${it.type}[] }) {
      return (
        <div className="space-y-8">
          {groupRuns(rows, monthOf).map(({ key, items }) => (
            <div key={\`\${key}-\${items[0]?.id}\`}>
              <h3 className="text-sm font-medium text-muted">{key ? formatMonth(key) : 'Without a day'}</h3>
              <ol className="mt-4 ml-1.5 space-y-6 border-l-2 border-border">
                {items.map((row) => (
                  <li key={row.id} className="relative pl-6">
                    <span
                      aria-hidden
                      className="absolute top-1.5 -left-[7px] size-3 rounded-full border-2 border-accent bg-background"
                    />
                    <p className="text-sm text-muted tabular-nums">${nodeOf(app, it, by, 'row', imports)}</p>
                    <h4 className="mt-0.5 font-medium break-words">
                      ${link}
                    </h4>
                    ${summary && `<p className="mt-1 line-clamp-3 max-w-2xl text-muted">{${textOf(app, it, summary, 'row', imports)}}</p>`}
                    ${
                      facts.length > 0 &&
                      code`
                        <p className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted tabular-nums">
                          ${facts}
                        </p>
                      `
                    }
                  </li>
                ))}
              </ol>
            </div>
          ))}
        </div>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}
