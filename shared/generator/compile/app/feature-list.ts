/** Lists of rows: the list with its states, its toolbar, the newest rows, and rows as plain lines. */
import { headingLevel, headingProps, levelAttribute } from '../headings.ts';
import type { AppModel, EntityModel } from '../model.ts';
import type { ListDisplay } from '../model-displays.ts';
import type { FieldModel } from '../model-fields.ts';
import { pascalCase } from '../names.ts';
import { code, file, jsxAttribute, jsxText } from '../source-text.ts';
import { addsFromList } from './add-action.ts';
import { authorNode } from './author.ts';
import { columnsOf, mainDate, summaryOf, whereGiven } from './columns.ts';
import { choicesName, nodeOf, textOf } from './display.ts';
import { tableSorts } from './display-table.ts';
import { optionsFunction, optionsVariable, optionTargets } from './feature-api.ts';
import { addLabel } from './feature-detail.ts';
import { filtersOf, hasSearch, paramName } from './feature-query.ts';
import { Imports } from './imports.ts';
import { listActions } from './list-actions.ts';
import { titleLink } from './row-link.ts';
import { countsOf } from './votes.ts';

function attribute(value: string): string {
  return jsxAttribute('a', value).slice(2);
}

/** The list with its toolbar, pages and states. */
export function listFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  const displays = [...it.displays];
  const both = displays.length > 1;
  imports.value('react', 'useCallback', 'useMemo');
  imports.value('react-router', 'useSearchParams');
  imports.value('@/components/empty-state', 'EmptyState');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/pagination', 'Pagination');
  imports.value('@/components/section', 'Section');
  imports.value('@/components/button', 'Button');
  imports.value('@/lib/search-params', 'withParam');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', `list${it.types}`);
  imports.value('./list-query', 'PAGE_SIZE', `parse${it.type}Query`, 'narrows');
  imports.value(`./${it.stem}-toolbar`, `${it.type}Toolbar`);
  for (const display of displays) imports.value(`./${it.stem}-${display}`, `${it.type}${pascalCase(display)}`);
  const add = addsFromList(it);
  const adminAdd = add && !it.owned;
  if (add) {
    imports.value('lucide-react', 'Plus');
    imports.value('@/components/button', 'ButtonLink');
    if (adminAdd) imports.value('@/features/auth/session', 'useSession');
  }
  const link = code`
    <ButtonLink to="${it.basePath}/new">
      <Plus aria-hidden />
      ${addLabel(it)}
    </ButtonLink>
  `;
  const more = listActions(it, imports);
  const whole = code`
    <div className="flex flex-wrap gap-2">
      ${more}
      ${add && (adminAdd ? `{isAdmin && (\n${link.replace(/^/gm, '  ')}\n)}` : link)}
    </div>
  `;
  const single = add && (adminAdd ? `isAdmin && (\n${link.replace(/^/gm, '  ')}\n)` : link);
  const action = more.length > 0 ? whole : single;
  const table = tableSorts(it)
    ? code`
        <${it.type}Table
          rows={rows}
          sort={listQuery.sort}
          onSort={(sort) => setParam('${paramName(it, 'sort')}', sort)}
        />
      `
    : `<${it.type}Table rows={rows} />`;
  const shown: Record<ListDisplay, string> = {
    table,
    cards: `<${it.type}Cards rows={rows} />`,
    gallery: `<${it.type}Gallery rows={rows} />`,
    timeline: `<${it.type}Timeline rows={rows} />`,
  };
  const rows = both
    ? displays.map((display) => `{display === '${display}' && (\n${shown[display].replace(/^/gm, '  ')}\n)}`)
    : shown[displays[0] ?? 'table'];
  const level = headingLevel(app.spec, it.spec.name, 'list');
  const props = headingProps(level, both ? [['display', displays.map((one) => `'${one}'`).join(' | ')]] : []);
  const body = code`
    /** ${it.types} with search, filters, sort and pages; all of it is kept in the URL. */
    export function ${it.type}List(${props}) {
      const [params, setParams] = useSearchParams();
      ${adminAdd && 'const { isAdmin } = useSession();'}
      const listQuery = useMemo(() => parse${it.type}Query(params), [params]);
      const query = useQuery(useCallback((signal: AbortSignal) => list${it.types}(listQuery, signal), [listQuery]));
      const setParam = useCallback(
        (name: string, value: string) =>
          setParams((before) => withParam(before, name, value, '${paramName(it, 'page')}'), { replace: true }),
        [setParams],
      );

      return (
        <Section
          heading={heading}
          ${levelAttribute(level)}
          ${action && `action={\n${action.replace(/^/gm, '  ')}\n}`}
        >
          <${it.type}Toolbar query={listQuery} setParam={setParam} />
          <Loaded query={query} lines={6}>
            {({ rows, total }) =>
              rows.length === 0 ? (
                narrows(listQuery) ? (
                  <EmptyState text=${attribute(`No ${it.nouns} match.`)}>
                    <Button look="outline" onClick={() => setParams({})}>
                      Show all
                    </Button>
                  </EmptyState>
                ) : (
                  <EmptyState text=${attribute(`No ${it.nouns} yet.`)} />
                )
              ) : (
                <>
                  ${rows}
                  <Pagination
                    page={listQuery.page}
                    pageSize={PAGE_SIZE}
                    total={total}
                    onChange={(page) => setParam('${paramName(it, 'page')}', String(page))}
                  />
                </>
              )
            }
          </Loaded>
        </Section>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

export function toolbarFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  const filters = filtersOf(it);
  imports.value('@/components/filter-select', 'FilterSelect');
  imports.value('./list-query', 'SORTS');
  imports.type('./list-query', `${it.type}Query`);
  const search = hasSearch(it);
  if (search) {
    imports.value('react', 'useCallback');
    imports.value('@/components/search-box', 'SearchBox');
  }
  const targets = optionTargets(app, it);
  const queries = filters
    .filter((filter) => filter.field.reference)
    .map((filter) => {
      const target = targets.find((one) => one.spec.name === filter.field.reference?.entity);
      const load = target ? imports.value('./api', optionsFunction(target)) : '';
      return `const ${optionsVariable(filter.field)} = ${imports.value('@/lib/use-query', 'useQuery')}(${load});`;
    });
  const booleans = filters.some((filter) => filter.field.type === 'boolean');
  const selects = filters.map((filter) => {
    const f = filter.field;
    const param = paramName(it, filter.key);
    if (f.type === 'tags') {
      imports.value('@/components/active-filter', 'ActiveFilter');
      return code`
        <ActiveFilter ${jsxAttribute('label', f.label)} value={query.${filter.key}} onClear={() => setParam('${param}', '')} />
      `;
    }
    const options = f.reference
      ? `${optionsVariable(f)}.data ?? []`
      : f.type === 'choice'
        ? imports.value('./choices', choicesName(f))
        : 'YES_NO';
    const value =
      f.type === 'boolean'
        ? `query.${filter.key} === null ? '' : query.${filter.key} ? 'yes' : 'no'`
        : `query.${filter.key} ?? ''`;
    return code`
      <FilterSelect
        ${jsxAttribute('label', f.label)}
        ${jsxAttribute('all', `${f.label}: all`)}
        value={${value}}
        options={${options}}
        onChange={(value) => setParam('${param}', value)}
      />
    `;
  });
  const body = code`
    type ${it.type}ToolbarProps = {
      query: ${it.type}Query;
      setParam: (name: string, value: string) => void;
    };

    const SORT_OPTIONS = Object.entries(SORTS).map(([value, { label }]) => ({ value, label }));
    ${
      booleans &&
      code`
        const YES_NO = [
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ];
      `
    }

    export function ${it.type}Toolbar({ query, setParam }: ${it.type}ToolbarProps) {
      ${queries}
      ${search && `const onSearch = useCallback((text: string) => setParam('${paramName(it, 'search')}', text), [setParam]);`}

      return (
        <div className="mb-5 flex flex-wrap gap-3 print:hidden">
          ${search && `<SearchBox label=${attribute(`Search ${it.nouns}`)} value={query.search} onSearch={onSearch} />`}
          ${selects}
          <FilterSelect
            label="Sort"
            value={query.sort}
            options={SORT_OPTIONS}
            onChange={(value) => setParam('${paramName(it, 'sort')}', value)}
          />
        </div>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

/** What leads a row among lines: its title, or its day where the title only names another row. */
function leadOf(it: EntityModel): FieldModel {
  if (!it.title.reference) return it.title;
  const day = mainDate(it);
  return day?.required ? day : it.title;
}

/** What stands before a name at the end of a line, where it is not "by". */
const AUTHORED: Partial<Record<EntityModel['access'], string>> = { managed: 'from', team: 'added by' };

/** Rows as lines of a list: what leads, and what matters beside it. */
export function rowsFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.type('./api', it.type);
  const text = summaryOf(it);
  const lead = leadOf(it);
  const others = [...(lead === it.title ? [] : [it.title]), ...columnsOf(it, 4).map(({ field }) => field)];
  const beside = others
    .filter((f) => f !== lead && f.type !== 'url')
    .slice(0, 3)
    .map((f) => {
      const node = nodeOf(app, it, f, 'row', imports);
      const bare = (f.type === 'integer' || f.type === 'number') && !f.spec.unit;
      return bare || f.type === 'boolean' ? `<span>${jsxText(`${f.label}:`)} ${node}</span>` : `<span>${node}</span>`;
    });
  const author = authorNode(it);
  if (author) beside.push(`<span>${AUTHORED[it.access] ?? 'by'} ${author}</span>`);
  for (const count of countsOf(it)) beside.push(`<span>${count.label}: {row.${count.column}}</span>`);
  const link = titleLink(app, it, imports, 'font-medium underline-offset-4 hover:underline', lead);
  const body = code`
    export function ${it.type}Rows({ rows }: { rows: ${it.type}[] }) {
      return (
        <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
          {rows.map((row) => (
            <li key={row.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-5 py-3.5">
              <div className="min-w-0 break-words">
                ${link}
                ${text && whereGiven(text, `<p className="mt-1 text-sm whitespace-pre-line text-muted">{${textOf(app, it, text, 'row', imports)}}</p>`)}
              </div>
              ${
                beside.length > 0 &&
                code`
                  <div className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted tabular-nums">
                    ${beside}
                  </div>
                `
              }
            </li>
          ))}
        </ul>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

export function recentFile(it: EntityModel): string {
  const imports = new Imports();
  imports.value('react', 'useCallback');
  imports.value('@/components/empty-state', 'EmptyState');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/section', 'Section');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', `listRecent${it.types}`);
  imports.value(`./${it.stem}-rows`, `${it.type}Rows`);
  if (it.listPath) imports.value('react-router', 'Link');
  const body = code`
    /** The newest rows. */
    export function Recent${it.types}({ heading, limit }: { heading: string; limit: number }) {
      const query = useQuery(useCallback((signal: AbortSignal) => listRecent${it.types}(limit, signal), [limit]));
      return (
        <Section
          heading={heading}
          ${
            it.listPath &&
            code`
              action={
                <Link to="${it.listPath}" className="text-sm font-medium text-accent underline-offset-4 hover:underline">
                  ${jsxText('See all')}
                </Link>
              }
            `
          }
        >
          <Loaded query={query} lines={limit}>
            {(rows) =>
              rows.length === 0 ? <EmptyState text=${attribute(`No ${it.nouns} yet.`)} /> : <${it.type}Rows rows={rows} />
            }
          </Loaded>
        </Section>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}
