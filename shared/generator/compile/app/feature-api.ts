/** `api.ts` of a feature: every request it makes, typed, each a function. */
import type { AppModel, EntityModel } from '../model.ts';
import { entityOf } from '../model.ts';
import { type FieldModel, isSearchable } from '../model-fields.ts';
import { camelCase, pascalCase } from '../names.ts';
import { code, file, jsString } from '../source-text.ts';
import { namelessColumns, ownRowsFunction } from '../sql/anonymous.ts';
import { authorEmbedding } from './author.ts';
import { mainDate } from './columns.ts';
import { addManyFunction, hasImport } from './csv.ts';
import { labelField, optionLabel } from './display.ts';
import { boardApi } from './display-board.ts';
import { calendarApi } from './display-calendar.ts';
import { filtersOf } from './feature-query.ts';
import { Imports } from './imports.ts';

/** Targets whose rows a form or a filter offers, each once. */
export function optionTargets(app: AppModel, it: EntityModel): EntityModel[] {
  const wanted = it.fields.filter((f) => f.reference && f.writable);
  const names = new Set(wanted.map((f) => f.reference?.entity ?? ''));
  return [...names].map((name) => entityOf(app, name));
}

export function optionsFunction(target: EntityModel): string {
  return `fetch${target.type}Options`;
}

/** Entities that show rows of this one on their page: `[parent, column]`. */
export function parentsOf(app: AppModel, it: EntityModel): { parent: EntityModel; column: string }[] {
  return app.entities.flatMap((parent) =>
    parent.hasPages
      ? parent.children
          .filter((child) => child.entity === it.spec.name)
          .map((child) => ({ parent, column: child.column }))
      : [],
  );
}

interface Embed {
  readonly select: string;
  readonly type: string;
}

function embeds(app: AppModel, it: EntityModel): Embed[] {
  const author = authorEmbedding(app, it);
  const references = referenceEmbeds(app, it);
  return author ? [...references, author] : references;
}

/** What a row refers to, as its select and its type. */
export function referenceEmbeds(app: AppModel, it: EntityModel): Embed[] {
  return it.fields.flatMap((f) => {
    if (!f.reference) return [];
    const target = entityOf(app, f.reference.entity);
    const label = labelField(target);
    const columns = label ? `id, ${label.column}` : 'id';
    // A table that refers to itself is told apart by the column alone.
    const path = target.table === it.table ? f.column : `${target.table}!${f.column}`;
    const keys = label ? `'id' | '${label.column}'` : "'id'";
    return [
      {
        select: `${f.reference.embed}:${path}(${columns})`,
        type: `${f.reference.embed}: Pick<Row<'${target.table}'>, ${keys}> | null;`,
      },
    ];
  });
}

export function apiFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.value('@/lib/supabase', 'supabase');
  const joined = embeds(app, it);
  const listed = it.displays.size > 0;
  const parents = parentsOf(app, it);
  const reads = listed || it.recent || it.hasPages;
  const select = joined.length > 0 || it.spec.anonymous || it.secret ? 'COLUMNS' : "'*'";
  const parts: (string | false)[] = [
    reads && rowType(it, joined, imports),
    listed && listFunction(it, select, imports),
    it.recent && recentFunction(it, select),
    ...parents.map(({ parent, column }) => childrenFunction(it, parent, column, select)),
    ...boardApi(it, select),
    ...calendarApi(it, select, imports),
    it.hasPages && getFunction(it, select),
    it.spec.single === true && it.hasPages && ownFunction(it, select),
    (it.editable || it.contact) && writeFunctions(app, it, imports),
    it.hasPages && app.auth && !it.ordered && deleteFunction(it),
    it.hasPages && it.spec.anonymous === true && ownRowsApi(it),
    ...(it.editable || it.contact || listed ? optionFunctions(app, it, imports) : []),
    it.totals !== null && totalsFunction(it),
    ...it.trends.map((view) => trendFunction(view.name, view.by !== null)),
  ];
  const body = parts.filter((part) => part !== false).join('\n\n');
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

/** Requests for what a form or a filter offers. */
export function optionFunctions(app: AppModel, it: EntityModel, imports: Imports): string[] {
  return optionTargets(app, it).map((target) => optionFunction(target, imports));
}

function rowType(it: EntityModel, joined: { select: string; type: string }[], imports: Imports): string {
  imports.type('@/lib/database.types', 'Row');
  const isPartial = it.spec.anonymous || it.secret !== null;
  if (joined.length === 0 && !isPartial) return `export type ${it.type} = Row<'${it.table}'>;`;
  const columns = isPartial ? namelessColumns(it) : ['*'];
  const select = [...columns, ...joined.map((one) => one.select)].join(', ');
  if (joined.length === 0) {
    return code`
      /** All that may be read${it.secret ? '' : ': not whose a row is'}. */
      const COLUMNS = ${jsString(select)};

      export type ${it.type} = Row<'${it.table}'>;
    `;
  }
  return code`
    /** A row with the names of what it refers to. */
    const COLUMNS = ${jsString(select)};

    export type ${it.type} = Row<'${it.table}'> & {
      ${joined.map((one) => one.type)}
    };
  `;
}

function listFunction(it: EntityModel, select: string, imports: Imports): string {
  imports.value('./list-query', 'PAGE_SIZE', 'SORTS');
  imports.type('./list-query', `${it.type}Query`);
  const search = it.fields
    .filter(isSearchable)
    .map((f) => `'${f.column}'`)
    .join(', ');
  if (search) imports.value('@/lib/search', 'containsFilter');
  const filters = filtersOf(it).map((filter) => {
    const value = `query.${filter.key}`;
    if (filter.field.type === 'tags')
      return `if (${value}) request = request.contains('${filter.field.column}', [${value}]);`;
    return filter.field.type === 'boolean'
      ? `if (${value} !== null) request = request.eq('${filter.field.column}', ${value});`
      : `if (${value}) request = request.eq('${filter.field.column}', ${value});`;
  });
  // What leaves as a file or on paper comes in larger pages than the list has.
  const whole = it.spec.exchange === true || it.spec.print === true;
  const size = whole ? 'size' : 'PAGE_SIZE';
  const mutable = search || filters.length > 0;
  return code`
    export type ${it.type}Page = { rows: ${it.type}[]; total: number };

    export async function list${it.types}(query: ${it.type}Query, signal: AbortSignal${whole && ', size = PAGE_SIZE'}): Promise<${it.type}Page> {
      const sort = SORTS[query.sort];
      const first = (query.page - 1) * ${size};
      ${mutable ? 'let' : 'const'} request = supabase.from('${it.table}').select(${select}, { count: 'exact' });
      ${search && `if (query.search) request = request.or(containsFilter([${search}], query.search));`}
      ${filters}
      const { data, count, error } = await request
        .order(sort.column, { ascending: sort.ascending, nullsFirst: false })
        .order('id')
        .range(first, first + ${size} - 1)
        .abortSignal(signal);
      // The page is past the last one: rows were deleted, or the link is old.
      if (error?.code === 'PGRST103') return { rows: [], total: 0 };
      if (error) throw error;
      return { rows: data, total: count ?? data.length };
    }
  `;
}

function recentFunction(it: EntityModel, select: string): string {
  return code`
    export async function listRecent${it.types}(limit: number, signal: AbortSignal): Promise<${it.type}[]> {
      const { data, error } = await supabase
        .from('${it.table}')
        .select(${select})
        .order('${mainDate(it)?.column ?? 'created_at'}', { ascending: false, nullsFirst: false })
        .limit(limit)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }
  `;
}

/** `listRepliesOfTopic`. */
export function childrenName(it: EntityModel, parent: EntityModel): string {
  return `list${it.types}Of${parent.type}`;
}

function childrenFunction(it: EntityModel, parent: EntityModel, column: string, select: string): string {
  return code`
    export async function ${childrenName(it, parent)}(id: string, signal: AbortSignal): Promise<${it.type}[]> {
      const { data, error } = await supabase
        .from('${it.table}')
        .select(${select})
        .eq('${column}', id)
        .order('created_at')
        .limit(100)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }
  `;
}

function getFunction(it: EntityModel, select: string): string {
  return code`
    export async function get${it.type}(id: string, signal: AbortSignal): Promise<${it.type}> {
      const { data, error } = await supabase
        .from('${it.table}')
        .select(${select})
        .eq('id', id)
        .abortSignal(signal)
        .single();
      if (error) throw error;
      return data;
    }
  `;
}

function ownFunction(it: EntityModel, select: string): string {
  return code`
    /** The row of this person: one, or none yet. */
    export async function getOwn${it.types}(owner: string, signal: AbortSignal): Promise<${it.type}[]> {
      const { data, error } = await supabase
        .from('${it.table}')
        .select(${select})
        .eq('owner_id', owner)
        .limit(1)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }
  `;
}

function writeFunctions(_app: AppModel, it: EntityModel, imports: Imports): string {
  imports.type('./validation', `${it.type}Input`);
  const send = code`
    export async function send${it.type}(input: ${it.type}Input) {
      const { error } = await supabase.from('${it.table}').insert(input);
      if (error) throw error;
    }
  `;
  const write = code`
    /** Adds a row and gives its id. */
    export async function create${it.type}(input: ${it.type}Input): Promise<string> {
      const { data, error } = await supabase.from('${it.table}').insert(input).select('id').single();
      if (error) throw error;
      return data.id;
    }

    export async function update${it.type}(id: string, input: ${it.type}Input) {
      const { error } = await supabase.from('${it.table}').update(input).eq('id', id).select('id').single();
      if (error) throw error;
    }
  `;
  return [
    ...(it.contact ? [send] : []),
    ...(it.editable ? [write] : []),
    ...(hasImport(it) ? [addManyFunction(it)] : []),
  ].join('\n\n');
}

function deleteFunction(it: EntityModel): string {
  return code`
    export async function delete${it.type}(id: string) {
      const { error } = await supabase.from('${it.table}').delete().eq('id', id).select('id').single();
      if (error) throw error;
    }
  `;
}

function ownRowsApi(it: EntityModel): string {
  return code`
    /** Ids of the rows that are the caller's own, which no row says. */
    export async function listOwn${it.types}(signal: AbortSignal): Promise<string[]> {
      const { data, error } = await supabase.rpc('${ownRowsFunction(it.table)}').abortSignal(signal);
      if (error) throw error;
      return data;
    }
  `;
}

function optionFunction(target: EntityModel, imports: Imports): string {
  const label = labelField(target);
  const columns = label ? `id, ${label.column}` : 'id';
  return code`
    /** ${target.types} to choose from. */
    export async function ${optionsFunction(target)}(signal: AbortSignal) {
      const { data, error } = await supabase
        .from('${target.table}')
        .select('${columns}')
        .order('${label?.column ?? 'id'}')
        .limit(1000)
        .abortSignal(signal);
      if (error) throw error;
      return data.map((row) => ({ value: row.id, label: ${optionLabel(target, 'row', imports)} }));
    }
  `;
}

/** `fetchWorkoutTotals`. */
export function totalsName(it: EntityModel): string {
  return `fetch${it.type}Totals`;
}

export function totalsFunction(it: EntityModel): string {
  return code`
    export async function ${totalsName(it)}(signal: AbortSignal) {
      const { data, error } = await supabase.from('${it.totals?.name ?? ''}').select().abortSignal(signal).single();
      if (error) throw error;
      return data;
    }
  `;
}

/** `fetchWorkoutsByDate`. */
export function trendName(view: string): string {
  return `fetch${pascalCase(view)}`;
}

export function trendFunction(view: string, hasSeries: boolean): string {
  return code`
    export async function ${trendName(view)}(signal: AbortSignal) {
      const { data, error } = await supabase
        .from('${view}')
        .select(${hasSeries ? "'bucket, series, value'" : "'bucket, value'"})
        .order('bucket')
        .limit(1000)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }
  `;
}

/** Variable of a field's options in a form: `exerciseOptions`. */
export function optionsVariable(f: FieldModel): string {
  return `${camelCase(f.column.replace(/_id$/, ''))}Options`;
}
