/** A list as a table: what matters most of each row, sorted by its column heads. */
import type { AppModel, EntityModel } from '../model.ts';
import { type FieldModel, isNumeric } from '../model-fields.ts';
import { code, file, jsxAttribute, jsxText } from '../source-text.ts';
import { authorLabel, authorNode } from './author.ts';
import { type Column, columnsOf } from './columns.ts';
import { nodeOf } from './display.ts';
import { type SortPair, sortPair } from './feature-query.ts';
import { Imports } from './imports.ts';
import { titleLink } from './row-link.ts';
import { countsOf } from './votes.ts';

/** Most columns beside the title. */
const MOST = 6;

/** Room beside the title on a phone, in columns of a small number. */
const PHONE_ROOM = 3.7;

function width(f: FieldModel): number {
  if (f.type === 'integer' || f.type === 'number' || f.type === 'percent') return 1;
  return f.type === 'money' || f.type === 'date' || f.type === 'time' ? 1.6 : 2;
}

/** Fields kept on a phone: those that matter most, while there is room. */
function onPhone(columns: readonly Column[]): Set<FieldModel> {
  const kept = new Set<FieldModel>();
  let room = PHONE_ROOM;
  for (const { field } of [...columns].sort((a, b) => a.rank - b.rank)) {
    room -= width(field);
    if (room < 0) break;
    kept.add(field);
  }
  return kept;
}

/** Columns that are hidden below a width: on a phone for want of room, on a tablet from the sixth on. */
function hidden({ field, rank }: Column, phone: ReadonlySet<FieldModel>): string {
  if (phone.has(field)) return '';
  return rank < 5 ? ' max-sm:hidden' : ' max-lg:hidden';
}

const isRight = (f: FieldModel) => isNumeric(f) && f.type !== 'rating';

function head(f: FieldModel, sort: SortPair | null, classes: string, imports: Imports): string {
  if (!sort) return `<th scope="col" className="px-3 py-2.5 font-medium sm:px-4${classes}">${jsxText(f.label)}</th>`;
  imports.value('@/components/sort-header', 'SortHeader');
  const look = classes.trim();
  return code`
    <SortHeader
      ${jsxAttribute('label', f.label)}
      ascending="${sort.ascending}"
      descending="${sort.descending}"
      ${isNumeric(f) || f.type === 'date' || f.type === 'datetime' ? 'descendingFirst' : null}
      {...sorting}
      ${look !== '' && `className="${look}"`}
    />
  `;
}

export function tableFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.type('./api', it.type);
  const columns = columnsOf(it, MOST);
  const phone = onPhone(columns);
  const classes = (column: Column) =>
    `${isRight(column.field) ? ' text-right tabular-nums' : ''}${hidden(column, phone)}`;
  const unbroken = (f: FieldModel) => (f.type === 'date' || isNumeric(f) ? ' whitespace-nowrap' : '');
  const titleHead = head(it.title, sortPair(it, it.title), '', imports);
  const heads = columns.map((column) => head(column.field, sortPair(it, column.field), classes(column), imports));
  const cells = columns.map(
    (column) => code`
      <td className="px-3 py-3 sm:px-4${classes(column)}${unbroken(column.field)}">${nodeOf(app, it, column.field, 'row', imports)}</td>
    `,
  );
  for (const count of countsOf(it)) {
    heads.push(
      `<th scope="col" className="px-3 py-2.5 text-right font-medium max-lg:hidden sm:px-4">${count.label}</th>`,
    );
    cells.push(`<td className="px-3 py-3 text-right tabular-nums max-lg:hidden sm:px-4">{row.${count.column}}</td>`);
  }
  const author = authorNode(it);
  if (author) {
    heads.push(`<th scope="col" className="px-3 py-2.5 font-medium max-sm:hidden sm:px-4">${authorLabel(it)}</th>`);
    cells.push(`<td className="px-3 py-3 max-sm:hidden sm:px-4">${author}</td>`);
  }
  const link = titleLink(app, it, imports, 'font-medium underline-offset-4 hover:underline');
  const sorts = [titleHead, ...heads].some((one) => one.startsWith('<SortHeader'));
  if (sorts) imports.type('./list-query', `${it.type}Sort`);
  const props = sorts
    ? code`
        type ${it.type}TableProps = {
          rows: ${it.type}[];
          sort: ${it.type}Sort;
          onSort: (sort: ${it.type}Sort) => void;
        };
      `
    : null;
  const body = code`
    ${props}

    export function ${it.type}Table(${sorts ? `{ rows, ...sorting }: ${it.type}TableProps` : `{ rows }: { rows: ${it.type}[] }`}) {
      return (
        <div className="overflow-x-auto rounded-lg border border-border bg-surface">
          <table className="w-full text-left text-sm">
            <thead className="bg-accent-soft text-accent">
              <tr>
                ${titleHead}
                ${heads}
              </tr>
            </thead>
            <tbody className="divide-y divide-border">
              {rows.map((row) => (
                <tr key={row.id} className="hover:bg-subtle">
                  <th scope="row" className="max-w-72 px-3 py-3 sm:px-4 font-normal break-words">
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

/** Whether the table of an entity sorts by its heads. */
export function tableSorts(it: EntityModel): boolean {
  return [it.title, ...columnsOf(it, MOST).map(({ field }) => field)].some((f) => sortPair(it, f) !== null);
}
