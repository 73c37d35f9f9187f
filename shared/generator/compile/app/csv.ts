/** A feature's way out and in as a CSV file: the cells of a row, and the page that adds the rows of a file. */
import type { AppModel, EntityModel } from '../model.ts';
import { entityOf } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { NameRegistry } from '../names.ts';
import { code, file, jsString, jsxAttribute } from '../source-text.ts';
import { choicesName, labelField } from './display.ts';
import { optionsFunction, optionsVariable, optionTargets } from './feature-api.ts';
import { emptyName } from './feature-validation.ts';
import { Imports } from './imports.ts';

/** Heads of the columns: the fields' labels, each once. */
function heads(it: EntityModel): Map<FieldModel, string> {
  const names = new NameRegistry();
  return new Map(it.fields.map((f) => [f, names.claim(f.label, ' ')]));
}

/** What a cell holds, as an expression over `row`. */
function cell(app: AppModel, f: FieldModel, imports: Imports): string {
  const value = `row.${f.column}`;
  if (f.reference) {
    const label = labelField(entityOf(app, f.reference.entity));
    return `row.${f.reference.embed}?.${label && label.type !== 'tags' ? label.column : 'id'} ?? null`;
  }
  if (f.type === 'choice')
    return `${imports.value('@/lib/choices', 'labelOf')}(${imports.value('./choices', choicesName(f))}, ${value})`;
  return f.type === 'tags' ? `${value}.join(', ')` : value;
}

/** `csv.ts`: everything that a list shows, all its pages, as the text of a file. */
export function csvFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.value('@/lib/all-pages', 'allPages');
  imports.value('@/lib/csv', 'toCsv');
  imports.type('@/lib/csv', 'Cell');
  imports.value('./api', `list${it.types}`);
  imports.type('./api', it.type);
  imports.type('./list-query', `${it.type}Query`);
  const body = code`
    const HEADS = [
      ${[...heads(it).values()].map((head) => `${jsString(head)},`)}
    ];

    /** Rows of one request. */
    const AT_ONCE = 500;

    function cellsOf(row: ${it.type}): Cell[] {
      return [
        ${it.fields.map((f) => `${cell(app, f, imports)},`)}
      ];
    }

    /** The rows that the query finds, with search, filters and sort as in the list, on all pages. */
    export async function export${it.types}(query: ${it.type}Query): Promise<string> {
      const { signal } = new AbortController();
      const rows = await allPages((page) => list${it.types}({ ...query, page }, signal, AT_ONCE));
      return toCsv([HEADS, ...rows.map(cellsOf)]);
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

function reader(f: FieldModel, imports: Imports): string | null {
  const use = (name: string) => imports.value('@/lib/csv-import', name);
  if (f.type === 'boolean') return use('yesNoReader');
  if (f.type === 'choice') return `${use('choiceReader')}(${imports.value('./choices', choicesName(f))})`;
  return f.reference ? `${use('choiceReader')}(${optionsVariable(f)}.data ?? [])` : null;
}

/** Rows can be added from a file where they can be added in a form. */
export function hasImport(it: EntityModel): boolean {
  return it.spec.exchange === true && it.editable && it.listPath !== null;
}

export function importPage(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  const fields = it.fields.filter((f) => f.writable);
  const titles = heads(it);
  imports.value('react-router', 'useNavigate');
  imports.value('@/components/import-form', 'ImportForm');
  imports.value('@/components/page-heading', 'PageHeading');
  imports.value('@/components/toast', 'useToast');
  imports.value('./api', `add${it.types}`);
  imports.value('./validation', emptyName(it), `validate${it.type}`);
  imports.type('./validation', `${it.type}Values`);
  imports.type('@/lib/csv-import', 'CsvColumn');
  const targets = optionTargets(app, it);
  const references = fields.filter((f) => f.reference);
  const queries = references.map((f) => {
    const target = targets.find((one) => one.spec.name === f.reference?.entity);
    const load = target ? imports.value('./api', optionsFunction(target)) : '';
    return `const ${optionsVariable(f)} = ${imports.value('@/lib/use-query', 'useQuery')}(${load});`;
  });
  if (references.length > 0) imports.value('@/components/loaded', 'Loaded');
  const columns = fields.map((f) => {
    const read = reader(f, imports);
    return `{ name: '${f.column}', label: ${jsString(titles.get(f) ?? f.label)}, needed: ${f.needed && f.type !== 'choice'}${read ? `, read: ${read}` : ''} },`;
  });
  const list = code`
    ${references.length > 0 ? 'const columns' : 'const COLUMNS'}: CsvColumn<keyof ${it.type}Values>[] = [
      ${columns}
    ];
  `;
  const form = code`
    <ImportForm
      columns={${references.length > 0 ? 'columns' : 'COLUMNS'}}
      empty={${emptyName(it)}}
      validate={validate${it.type}}
      save={add${it.types}}
      onDone={(count) => {
        toast(count === 1 ? '1 row added.' : \`\${count} rows added.\`);
        navigate('${it.listPath ?? '/'}');
      }}
    />
  `;
  // What rows refer to is found by name: the file waits until the names are there.
  const shown = references.reduce(
    (inner, f) =>
      `<Loaded query={${optionsVariable(f)}} lines={2}>\n  {() => (\n${inner.replace(/^/gm, '    ')}\n  )}\n</Loaded>`,
    form,
  );
  const body = code`
    ${references.length === 0 && list}

    export function Import${it.types}Page() {
      const navigate = useNavigate();
      const toast = useToast();
      ${queries}
      ${references.length > 0 && list}

      return (
        <>
          <PageHeading ${jsxAttribute('title', `Import ${it.nouns}`)} />
          ${shown}
        </>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

/** The request that adds the rows of a file. */
export function addManyFunction(it: EntityModel): string {
  return code`
    /** Adds all rows, or none: it is one statement. */
    export async function add${it.types}(inputs: ${it.type}Input[]) {
      const { error } = await supabase.from('${it.table}').insert(inputs);
      if (error) throw error;
    }
  `;
}
