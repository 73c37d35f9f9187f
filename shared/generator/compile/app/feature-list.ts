/** Lists of rows: toolbar, table or cards, the newest rows, and rows as plain lines. */
import type { AppModel, EntityModel } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { isNumeric } from '../model-fields.ts';
import { code, file, jsxAttribute, jsxText } from '../source-text.ts';
import { choicesName, nodeOf, textOf, titleOf } from './display.ts';
import { optionsFunction, optionsVariable, optionTargets } from './feature-api.ts';
import { addLabel } from './feature-detail.ts';
import { filtersOf, hasSearch, paramName } from './feature-query.ts';
import { Imports } from './imports.ts';

function attribute(value: string): string {
  return jsxAttribute('a', value).slice(2);
}

/** The fields a row shows among others: its title aside, short values first as the plan lists them. */
function columnsOf(it: EntityModel, most: number): FieldModel[] {
  return it.fields.filter((f) => f !== it.title && f.type !== 'long_text' && f.type !== 'image').slice(0, most);
}

/** The list with its toolbar, pages and states. */
export function listFile(it: EntityModel): string {
  const imports = new Imports();
  const both = it.displays.size > 1;
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
  if (it.displays.has('table')) imports.value(`./${it.stem}-table`, `${it.type}Table`);
  if (it.displays.has('cards')) imports.value(`./${it.stem}-cards`, `${it.type}Cards`);
  const add = it.editable;
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
  const action = add && (adminAdd ? `isAdmin && (\n${link.replace(/^/gm, '  ')}\n)` : link);
  const rows = both
    ? code`
        {display === 'table' ? <${it.type}Table rows={rows} /> : <${it.type}Cards rows={rows} />}
      `
    : it.displays.has('table')
      ? `<${it.type}Table rows={rows} />`
      : `<${it.type}Cards rows={rows} />`;
  const props = both
    ? "{ heading, display }: { heading: string; display: 'table' | 'cards' }"
    : '{ heading }: { heading: string }';
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
          ${it.alone.list && 'level={1}'}
          ${add && (adminAdd ? `action={\n${String(action).replace(/^/gm, '  ')}\n}` : `action={\n${link.replace(/^/gm, '  ')}\n}`)}
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
        <div className="mb-5 flex flex-wrap gap-3">
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

/** The title of a row, as a link where rows have pages. */
function titleLink(
  app: AppModel,
  it: EntityModel,
  imports: Imports,
  look: string,
  lead: FieldModel = it.title,
): string {
  const title = textOf(app, it, lead, 'row', imports).replace(/^\((.*)\)$/, '$1');
  if (!it.hasPages) return `{${title}}`;
  imports.value('react-router', 'Link');
  return code`
    <Link to={\`${it.basePath}/\${row.id}\`} className="${look}">
      {${title}}
    </Link>
  `;
}

export function tableFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.type('./api', it.type);
  const columns = columnsOf(it, 5);
  /** On a phone a row shows its title and two more values. */
  const hidden = (at: number) => (at >= 3 ? ' max-lg:hidden' : at >= 2 ? ' max-sm:hidden' : '');
  const align = (f: FieldModel) => (isNumeric(f) && f.type !== 'rating' ? ' text-right tabular-nums' : '');
  const head = columns.map(
    (f, at) => `<th scope="col" className="px-4 py-2.5 font-medium${align(f)}${hidden(at)}">${jsxText(f.label)}</th>`,
  );
  const cells = columns.map(
    (f, at) => code`
      <td className="px-4 py-3${align(f)}${hidden(at)}">${nodeOf(app, it, f, 'row', imports)}</td>
    `,
  );
  const link = titleLink(app, it, imports, 'font-medium underline-offset-4 hover:underline');
  const body = code`
    export function ${it.type}Table({ rows }: { rows: ${it.type}[] }) {
      return (
        <div className="overflow-x-auto rounded-lg border border-border bg-surface">
          <table className="w-full text-left text-sm">
            <thead className="bg-accent-soft text-accent">
              <tr>
                <th scope="col" className="px-4 py-2.5 font-medium">${jsxText(it.title.label)}</th>
                ${head}
              </tr>
            </thead>
            <tbody className="divide-y divide-border">
              {rows.map((row) => (
                <tr key={row.id} className="hover:bg-subtle">
                  <th scope="row" className="max-w-72 px-4 py-3 font-normal break-words">
                    ${link}
                  </th>
                  ${cells}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

export function cardsFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.type('./api', it.type);
  const image = it.fields.find((f) => f.type === 'image');
  const summary = it.fields.find((f) => f.type === 'long_text' && f !== it.title);
  const columns = columnsOf(it, 4);
  if (image) imports.value('@/components/picture', 'Picture');
  const picture =
    image &&
    `<Picture src={row.${image.column}} alt={${titleOf(app, it, 'row', imports)}} className="aspect-video w-full" />`;
  const facts = columns.map(
    (f) => code`
      <div className="flex items-baseline justify-between gap-4">
        <dt className="text-muted">${jsxText(f.label)}</dt>
        <dd className="min-w-0 text-right break-words tabular-nums">${nodeOf(app, it, f, 'row', imports)}</dd>
      </div>
    `,
  );
  const link = titleLink(app, it, imports, 'underline-offset-4 after:absolute after:inset-0 hover:underline');
  const body = code`
    export function ${it.type}Cards({ rows }: { rows: ${it.type}[] }) {
      return (
        <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
          {rows.map((row) => (
            <li
              key={row.id}
              className="relative flex flex-col overflow-hidden rounded-lg border border-t-2 border-border border-t-component bg-surface transition-colors hover:border-control hover:border-t-component"
            >
              ${picture}
              <div className="flex grow flex-col gap-3 p-5">
                <h3 className="font-medium break-words">
                  ${link}
                </h3>
                ${summary && `<p className="line-clamp-3 text-sm text-muted">{row.${summary.column}}</p>`}
                ${facts.length > 0 && ['<dl className="mt-auto space-y-1.5 pt-1 text-sm">', ...facts.map((it) => it.replace(/^/gm, '  ')), '</dl>']}
              </div>
            </li>
          ))}
        </ul>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

/** What leads a row among lines: its title, or its day where the title only names another row. */
function leadOf(it: EntityModel): FieldModel {
  if (!it.title.reference) return it.title;
  return it.fields.find((f) => f.required && (f.type === 'date' || f.type === 'datetime')) ?? it.title;
}

/** Rows as lines of a list: what leads, and what matters beside it. */
export function rowsFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.type('./api', it.type);
  const text = it.fields.find((f) => f.type === 'long_text' && f !== it.title);
  const lead = leadOf(it);
  const others = [...(lead === it.title ? [] : [it.title]), ...columnsOf(it, 4)];
  const beside = others
    .filter((f) => f !== lead && f.type !== 'url')
    .slice(0, 3)
    .map((f) => {
      const node = nodeOf(app, it, f, 'row', imports);
      const bare = (f.type === 'integer' || f.type === 'number') && !f.spec.unit;
      return bare || f.type === 'boolean' ? `<span>${jsxText(`${f.label}:`)} ${node}</span>` : `<span>${node}</span>`;
    });
  const link = titleLink(app, it, imports, 'font-medium underline-offset-4 hover:underline', lead);
  const body = code`
    export function ${it.type}Rows({ rows }: { rows: ${it.type}[] }) {
      return (
        <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
          {rows.map((row) => (
            <li key={row.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-5 py-3.5">
              <div className="min-w-0 break-words">
                ${link}
                ${text && `<p className="mt-1 text-sm whitespace-pre-line text-muted">{row.${text.column}}</p>`}
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
