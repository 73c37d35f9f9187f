/** Views for paper: a page with all rows of a list, and the button that prints what is shown. */
import type { AppModel, EntityModel } from '../model.ts';
import { isNumeric } from '../model-fields.ts';
import { code, file, jsxAttribute, jsxText } from '../source-text.ts';
import { columnsOf } from './columns.ts';
import { textOf, titleOf } from './display.ts';
import { Imports } from './imports.ts';

/** Columns beside the title that a sheet of paper has room for. */
const MOST = 6;

export function printPage(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.value('react', 'useCallback', 'useMemo');
  imports.value('react-router', 'useSearchParams');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/page-heading', 'PageHeading');
  imports.value('@/components/print-button', 'PrintButton');
  imports.value('@/lib/all-pages', 'allPages');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', `list${it.types}`);
  imports.value('./list-query', `parse${it.type}Query`);
  const columns = columnsOf(it, MOST).map(({ field }) => field);
  const right = (f: (typeof columns)[number]) => (isNumeric(f) ? ' text-right tabular-nums' : '');
  const text = (f: (typeof columns)[number]) => textOf(app, it, f, 'row', imports).replace(/^\((.*)\)$/, '$1');
  const body = code`
    /** Rows of one request. */
    const AT_ONCE = 500;

    /** All rows that the list's search and filters find, without anything around them. */
    export function Print${it.types}Page() {
      const [params] = useSearchParams();
      const listQuery = useMemo(() => parse${it.type}Query(params), [params]);
      const query = useQuery(
        useCallback(
          (signal: AbortSignal) => allPages((page) => list${it.types}({ ...listQuery, page }, signal, AT_ONCE)),
          [listQuery],
        ),
      );

      return (
        <>
          <PageHeading ${jsxAttribute('title', it.labelPlural)}>
            <PrintButton />
          </PageHeading>
          <Loaded query={query} lines={8}>
            {(rows) => (
              <table className="w-full text-left text-sm">
                <caption className="mb-2 text-left text-muted">
                  {rows.length === 1 ? '1 row' : \`\${rows.length} rows\`}
                </caption>
                <thead className="border-b border-foreground">
                  <tr>
                    <th scope="col" className="py-1.5 pr-3 font-medium">${jsxText(it.title.label)}</th>
                    ${columns.map((f) => `<th scope="col" className="py-1.5 pr-3 font-medium${right(f)}">${jsxText(f.label)}</th>`)}
                  </tr>
                </thead>
                <tbody className="divide-y divide-border">
                  {rows.map((row) => (
                    <tr key={row.id} className="break-inside-avoid align-top">
                      <th scope="row" className="py-1.5 pr-3 font-normal break-words">{${titleOf(app, it, 'row', imports).replace(/^\((.*)\)$/, '$1')}}</th>
                      ${columns.map((f) => `<td className="py-1.5 pr-3 break-words${right(f)}">{${text(f)}}</td>`)}
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Loaded>
        </>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

const printButton = code`
  import { Printer } from 'lucide-react';
  import { Button } from './button';

  /** Prints what the page shows; the stylesheet leaves out what has no use on paper. */
  export function PrintButton() {
    return (
      <Button look="outline" onClick={() => window.print()}>
        <Printer aria-hidden />
        Print
      </Button>
    );
  }
`;

export const PRINT_FILES: Readonly<Record<string, string>> = {
  'src/components/print-button.tsx': file(printButton),
};
