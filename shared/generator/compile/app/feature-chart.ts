/** Charts of an entity's rows, each over the view that the database counts. */
import type { EntityModel } from '../model.ts';
import type { TrendView } from '../model-views.ts';
import { code, file, jsString, jsxAttribute } from '../source-text.ts';
import { choicesName, currencyOf } from './display.ts';
import { trendName } from './feature-api.ts';
import { Imports } from './imports.ts';

/** A function expression `(value: number) => string` for the values of a view. */
function formatter(view: TrendView, imports: Imports): string {
  if (view.y?.type === 'money') {
    return `(value) => ${imports.value('@/lib/format', 'formatMoney')}(value, '${currencyOf(view.y)}')`;
  }
  if (view.y?.type === 'percent') return imports.value('@/lib/format', 'formatPercent');
  const unit = view.y?.spec.unit;
  imports.value('@/lib/format', 'formatNumber');
  return unit ? `(value) => formatNumber(value, ${jsString(unit)})` : '(value) => formatNumber(value)';
}

/** Bars of choices in the order of the choices, other bars from the highest; a course stays in its order of time. */
function barOrder(view: TrendView, imports: Imports): { constant: string | null; sort: string } {
  if (view.display !== 'bar' || view.overTime || typeof view.x === 'string') return { constant: null, sort: '' };
  if (view.x.type !== 'choice') return { constant: null, sort: '\n  .sort((a, b) => b.value - a.value)' };
  const choices = imports.value('./choices', choicesName(view.x));
  return {
    constant: `const ORDER: readonly string[] = ${choices}.map((choice) => choice.label);`,
    sort: '\n  .sort((a, b) => ORDER.indexOf(a.label) - ORDER.indexOf(b.label))',
  };
}

export function chartFile(it: EntityModel, view: TrendView): string {
  const imports = new Imports();
  const chart = view.display === 'line' ? 'LineChart' : 'BarChart';
  imports.value(`@/components/charts/${view.display}-chart`, chart);
  imports.value('@/components/empty-state', 'EmptyState');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/section', 'Section');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', trendName(view.name));
  const label = view.byMonth
    ? `${imports.value('@/lib/format', 'formatMonth')}(row.bucket?.slice(0, 7) ?? '')`
    : view.overTime
      ? `${imports.value('@/lib/format', 'formatDate')}(row.bucket)`
      : "row.bucket ?? '\u2013'";
  const format = formatter(view, imports);
  const order = barOrder(view, imports);
  const toPoints = `.map((row) => ({ label: ${label}, value: row.value ?? 0 }))${order.sort}`;
  const empty = `<EmptyState text=${jsxAttribute('t', `No ${it.nouns} yet.`).slice(2)} />`;
  if (!view.by) {
    const body = code`
      ${order.constant}

      export function ${view.component}({ heading }: { heading: string }) {
        const query = useQuery(${trendName(view.name)});
        return (
          <Section heading={heading}>
            <Loaded query={query}>
              {(rows) =>
                rows.length === 0 ? (
                  ${empty}
                ) : (
                  <${chart}
                    title={heading}
                    points={rows${toPoints}}
                    format={${format}}
                  />
                )
              }
            </Loaded>
          </Section>
        );
      }
    `;
    return file(`${imports.lines().join('\n')}\n\n${body}`);
  }
  imports.value('react', 'useState');
  imports.value('@/components/filter-select', 'FilterSelect');
  const body = code`
    ${order.constant}

    export function ${view.component}({ heading }: { heading: string }) {
      const [chosen, setChosen] = useState('');
      const query = useQuery(${trendName(view.name)});
      const names = [...new Set((query.data ?? []).map((row) => row.series ?? '\u2013'))].sort();
      const name = names.includes(chosen) ? chosen : (names[0] ?? '');

      return (
        <Section
          heading={heading}
          action={
            names.length > 1 && (
              <FilterSelect
                ${jsxAttribute('label', view.by.label)}
                value={name}
                options={names.map((it) => ({ value: it, label: it }))}
                onChange={setChosen}
              />
            )
          }
        >
          <Loaded query={query}>
            {(rows) =>
              rows.length === 0 ? (
                ${empty}
              ) : (
                <${chart}
                  title={\`\${heading}: \${name}\`}
                  points={rows
                    .filter((row) => (row.series ?? '\u2013') === name)
                    ${toPoints}}
                  format={${format}}
                />
              )
            }
          </Loaded>
        </Section>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}
