/** Search: one function over the tables, which finds what whoever asks may read, with an index for each open table. */
import type { AppModel, EntityModel } from '../model.ts';
import { entityOf } from '../model.ts';
import { type FieldModel, isSearchable } from '../model-fields.ts';
import { isOwnRowsOnly, readerOf } from '../model-people.ts';
import type { SearchModel } from '../model-search.ts';
import { code, sqlName, sqlString } from '../source-text.ts';
import type { Who } from './pgtap-people.ts';

/** Rows of one entity that are shown. */
const MOST = 20;

/** Around the words that were found, in the snippets: brackets that hardly anybody writes. */
const HEADLINE = 'StartSel=\u27e6, StopSel=\u27e7, MaxWords=24, MinWords=12, MaxFragments=1';

/** Joins tags for the index, which takes immutable functions only. */
const TAG_WORDS = code`
  create function private.tag_words(tags text[]) returns text
  language sql immutable
  set search_path = ''
  as $$
    select array_to_string(tags, ' ');
  $$;
  revoke execute on function private.tag_words(text[]) from public;
  grant execute on function private.tag_words(text[]) to anon, authenticated, service_role;
`;

const isSearched = (f: FieldModel) => isSearchable(f) || f.type === 'tags';

function words(f: FieldModel, row: string): string {
  const column = `${row}${sqlName(f.column)}`;
  return f.type === 'tags' ? `private.tag_words(${column})` : column;
}

/** The words of a row, those of its title weighing most. */
function vector(it: EntityModel, language: string, row: string): string {
  const text = (f: FieldModel) => (f.required ? words(f, row) : `coalesce(${words(f, row)}, '')`);
  const others = it.fields.filter((f) => isSearched(f) && f !== it.title).map(text);
  const lexemes = (texts: readonly string[], weight: string) =>
    `setweight(to_tsvector('${language}', ${texts.join(" || ' ' || ")}), '${weight}')`;
  const parts = [
    ...(isSearched(it.title) ? [lexemes([text(it.title)], 'A')] : []),
    ...(others.length > 0 ? [lexemes(others, 'B')] : []),
  ];
  return parts.join('\n|| ');
}

/** The title of a row of `it`, which is called `target`. */
function titleText(app: AppModel, it: EntityModel): string {
  const { reference, column } = it.title;
  if (!reference) return `target.${sqlName(column)}::text`;
  const other = entityOf(app, reference.entity);
  const label = other.title.reference ? 'id' : sqlName(other.title.column);
  return `(select titled.${label}::text from public.${sqlName(other.table)} titled where titled.id = target.${sqlName(column)})`;
}

/** Text that the snippet is cut from; marks of formatted text are left out. */
function bodyText(it: EntityModel): string {
  const fields = it.fields.filter((f) => isSearched(f) && f !== it.title);
  if (fields.length === 0) return "''";
  const texts = fields.map((f) =>
    f.type === 'rich_text'
      ? `regexp_replace(${words(f, 'target.')}, '[*_#\`>]+', '', 'g')`
      : `nullif(${words(f, 'target.')}, '')`,
  );
  return `concat_ws(' \u00b7 ', ${texts.join(', ')})`;
}

function branch(app: AppModel, it: EntityModel, { language }: SearchModel): string {
  return code`
    return query
      select
        ${sqlString(it.spec.name)}, found.id, coalesce(left(found.title, 200), ''),
        ts_headline('${language}', found.body, wanted, '${HEADLINE}'),
        ts_rank(found.words, wanted)
      from (
        select
          target.id,
          target.created_at,
          ${titleText(app, it)} as title,
          ${bodyText(it)} as body,
          ${vector(it, language, 'target.')} as words
        from public.${sqlName(it.table)} target
      ) found
      where found.words @@ wanted
      order by ts_rank(found.words, wanted) desc, found.created_at desc
      limit ${MOST};
  `;
}

/** Indexes and the function; run after all tables, policies and grants exist. */
export function searchSql(app: AppModel): string[] {
  const { search } = app;
  if (!search) return [];
  const { language } = search;
  const isOpen = (it: EntityModel) => readerOf(it.access) === 'everyone';
  const open = search.entities.filter(isOpen);
  const closed = search.entities.filter((it) => !isOpen(it));
  const tagged = search.entities.some((it) => it.fields.some((f) => f.type === 'tags'));
  const indexes = open.map(
    (it) =>
      `create index ${it.table.slice(0, 50)}_search_idx on public.${sqlName(it.table)} using gin ((\n  ${vector(it, language, '').replace(/\n/g, '\n  ')}\n));`,
  );
  const closedBranches = closed.map((it) => branch(app, it, search)).join('\n');
  return [
    ...(tagged ? [TAG_WORDS] : []),
    ...(indexes.length > 0
      ? [
          '-- Where everybody reads all rows. Other rows are found among those that a person may read, before any index on words.',
          ...indexes,
        ]
      : []),
    code`
      -- Runs with the rights of whoever asks: row level security decides what is found. Each word of the query is taken as
      -- the beginning of one.
      create function public.search(query text)
      returns table (kind text, id uuid, title text, snippet text, rank real)
      language plpgsql stable
      set search_path = ''
      as $$
      #variable_conflict use_column
      declare
        wanted tsquery := to_tsquery(
          '${language}',
          (
            select string_agg(quote_literal(word) || ':*', ' & ')
            from regexp_split_to_table(left(search.query, 200), '[\s''\\]+') word
            where word <> ''
          )
        );
      begin
        ${open.map((it) => branch(app, it, search)).join('\n')}
        ${
          closed.length > 0 &&
          (open.length > 0
            ? code`
                -- Visitors hold no grants on what follows.
                if current_user <> 'anon' then
                  ${closedBranches}
                end if;
              `
            : closedBranches)
        }
      end
      $$;
      revoke execute on function public.search(text) from public;
      grant execute on function public.search(text) to ${search.open ? 'anon, authenticated' : 'authenticated'}, service_role;
    `,
  ];
}

interface Check {
  readonly who: Who;
  readonly sql: string;
}

/** pgTAP: a row is found by those who may read it, and by nobody else. @param id a row of Ada's, with samples of text */
export function searchChecks(app: AppModel, it: EntityModel, id: string): Check[] {
  const { search } = app;
  if (!search?.entities.includes(it) || !it.fields.some((f) => f.required && isSearchable(f) && isPlain(f))) return [];
  const one = `$$select id from public.search('sampl') where id = '${id}'$$`;
  const finds = (who: Who): Check => ({ who, sql: `select isnt_empty(${one}, 'whoever reads it finds it');` });
  const misses = (who: Who): Check => ({ who, sql: `select is_empty(${one}, 'whoever does not, does not');` });
  const reader = readerOf(it.access);
  const checks = [finds('ada'), isOwnRowsOnly(it.access) || reader === 'admins' ? misses('ben') : finds('ben')];
  if (!search.open) {
    return [
      ...checks,
      { who: 'visitor', sql: `select throws_ok(${one}, '42501', null, 'a visitor does not search');` },
    ];
  }
  return [...checks, reader === 'everyone' ? finds('visitor') : misses('visitor')];
}

/** Samples of other types are no word that is searched for. */
const isPlain = (f: FieldModel) => f.type !== 'email';
