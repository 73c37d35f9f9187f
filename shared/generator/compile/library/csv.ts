/** `src/lib/csv.ts`, `csv-import.ts` and their components: tables that leave and enter the app as files. */
import { code, file } from '../source-text.ts';

const csv = code`
  /** What a cell of an exported file is made of. */
  export type Cell = string | number | boolean | null;

  /** A spreadsheet would run text that begins so as a formula; a quote before it keeps it text. */
  const FORMULA = /^[=+\-@\t\r]/;

  function cellText(cell: Cell): string {
    if (cell === null) return '';
    if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
    const text = typeof cell === 'string' && FORMULA.test(cell) ? \`'\${cell}\` : String(cell);
    return /[",;\r\n\t]|^\s|\s$/.test(text) ? \`"\${text.replaceAll('"', '""')}"\` : text;
  }

  /** A CSV file after RFC 4180, with the mark by which spreadsheets know UTF-8. */
  export function toCsv(rows: readonly (readonly Cell[])[]): string {
    return \`\uFEFF\${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n\`;
  }

  export type CsvRecord = {
    /** Line of the file on which it begins, from 1. */
    line: number;
    cells: string[];
  };

  /** The separator that the first line uses most, outside of quotes. */
  function separatorOf(text: string): string {
    const head = (/^(?:[^"\r\n]|"[^"]*")*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
    const count = (separator: string) => head.split(separator).length;
    return [',', ';', '\t'].reduce((best, it) => (count(it) > count(best) ? it : best));
  }

  /**
   * The records of a CSV file, empty lines left out. Cells may be quoted and hold separators and line breaks; the separator
   * is a comma, a semicolon or a tab.
   *
   * @throws Error with a sentence for a person when a quote is never closed.
   */
  export function parseCsv(file: string): CsvRecord[] {
    const text = file.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
    const separator = separatorOf(text);
    const records: CsvRecord[] = [];
    let record: CsvRecord = { line: 1, cells: [] };
    let cell = '';
    let line = 1;
    const endCell = () => {
      record.cells.push(cell.replace(/^'(?=[=+\-@\t\r])/, ''));
      cell = '';
    };
    const endRecord = () => {
      endCell();
      if (record.cells.some((it) => it.trim() !== '')) records.push(record);
      record = { line: line + 1, cells: [] };
    };
    for (let at = 0; at < text.length; at += 1) {
      const char = text.charAt(at);
      if (char === '"' && cell.trim() === '') {
        const start = line;
        cell = '';
        for (at += 1; ; at += 1) {
          if (at >= text.length) throw new Error(\`The quote that opens in line \${start} is not closed.\`);
          if (text[at] === '"' && text[at + 1] === '"') at += 1;
          else if (text[at] === '"') break;
          if (text[at] === '\n') line += 1;
          cell += text.charAt(at);
        }
      } else if (char === separator) endCell();
      else if (char === '\n') {
        endRecord();
        line += 1;
      } else cell += char;
    }
    endRecord();
    return records;
  }
`;

const csvTest = code`
  import { expect, it } from 'vitest';
  import { parseCsv, toCsv } from './csv';

  const cells = (text: string) => parseCsv(text).map((record) => record.cells);

  it('comes back as it left', () => {
    const rows = [
      ['Name', 'Said'],
      ['O\'Neil, "Ann"', 'two\nlines'],
      ['a;b', ' spaces '],
      ['=1+1', '+44 20'],
    ];
    expect(cells(toCsv(rows))).toEqual(rows);
  });

  it('writes no text that a spreadsheet would run', () => {
    const text = toCsv([['=HYPERLINK("http://a")', '@sum', '-2+3', '\tx', -5]]);
    expect(text).toBe('\uFEFF"\'=HYPERLINK(""http://a"")",\'@sum,\'-2+3,"\'\tx",-5\r\n');
  });

  it('writes nothing, yes and no, and numbers as they are', () => {
    expect(toCsv([[null, true, false, 1.5]])).toBe('\uFEFF,yes,no,1.5\r\n');
  });

  it('reads semicolons, tabs, marks and any line break', () => {
    expect(cells('\uFEFFa;b\r\n1,5;2\r3;4\n')).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
      ['3', '4'],
    ]);
    expect(cells('"a;1"\tb\n1\t2')).toEqual([
      ['a;1', 'b'],
      ['1', '2'],
    ]);
  });

  it('knows the line of each record', () => {
    expect(parseCsv('a\n\n"x\ny"\nz').map((record) => record.line)).toEqual([1, 3, 5]);
  });

  it('says where a quote is left open', () => {
    expect(() => parseCsv('a\n"b')).toThrow('line 2');
  });
`;

const csvImport = code`
  import { parseCsv } from './csv';
  import type { Validated } from './validation';

  /** Turns the text of a cell into what the form would hold. */
  export type CellReader = (cell: string) => { text: string } | { error: string };

  export type CsvColumn<Name extends string> = {
    name: Name;
    label: string;
    needed: boolean;
    read?: CellReader;
  };

  export type CsvProblem = { line: number; column: string; message: string };

  export type CsvReport<Input> = {
    /** What would be stored; complete only where there are no problems. */
    inputs: Input[];
    problems: CsvProblem[];
    /** Heads of columns that mean nothing here. */
    ignored: string[];
  };

  /** More would not fit into one request, and so not into one transaction. */
  export const MOST_ROWS = 1000;

  const plain = (text: string) => text.trim().toLowerCase();

  /** Takes the label of a choice, or its value. */
  export function choiceReader(choices: readonly { value: string; label: string }[]): CellReader {
    return (cell) => {
      if (cell.trim() === '') return { text: '' };
      const found = choices.filter((it) => plain(it.label) === plain(cell) || it.value === cell.trim());
      const [first, second] = found;
      if (!first) return { error: \`There is no \u201c\${cell.trim()}\u201d to choose.\` };
      if (second) return { error: \`There are several called \u201c\${cell.trim()}\u201d.\` };
      return { text: first.value };
    };
  }

  /** Takes yes and no in the forms that spreadsheets have. */
  export function yesNoReader(cell: string): ReturnType<CellReader> {
    if (/^(?:yes|y|true|1|x)$/i.test(cell.trim())) return { text: 'yes' };
    if (/^(?:no|n|false|0|)$/i.test(cell.trim())) return { text: '' };
    return { error: 'Enter yes or no.' };
  }

  /** Reads a file whose first line names the columns, and says everything that is wrong with it at once. */
  export function readRows<Name extends string, Input>(
    text: string,
    columns: readonly CsvColumn<Name>[],
    empty: Record<Name, string>,
    validate: (values: Record<Name, string>) => Validated<Name, Input>,
  ): CsvReport<Input> {
    const [head, ...records] = parseCsv(text);
    const problems: CsvProblem[] = [];
    const problem = (line: number, column: string, message: string) => problems.push({ line, column, message });
    const heads = (head?.cells ?? []).map(plain);
    const placed = columns.flatMap((column) => {
      const at = heads.findIndex((it) => it === plain(column.label) || it === column.name);
      if (at < 0 && column.needed) problem(1, column.label, 'This column is missing.');
      return at < 0 ? [] : [{ ...column, at }];
    });
    const ignored = (head?.cells ?? []).filter((cell, at) => cell.trim() && !placed.some((it) => it.at === at));
    if (records.length === 0 && problems.length === 0) problem(1, '', 'There are no rows below the heads.');
    if (records.length > MOST_ROWS) problem(1, '', \`These are \${records.length} rows; \${MOST_ROWS} fit at once.\`);
    const inputs: Input[] = [];
    for (const { line, cells } of problems.length > 0 ? [] : records) {
      const values = { ...empty };
      const before = problems.length;
      for (const { name, label, at, read } of placed) {
        const result = read ? read(cells[at] ?? '') : { text: cells[at] ?? '' };
        if ('error' in result) problem(line, label, result.error);
        else if (result.text.trim() !== '' || read === yesNoReader) values[name] = result.text;
      }
      if (problems.length > before) continue;
      const checked = validate(values);
      if (checked.valid) inputs.push(checked.input);
      for (const column of columns) {
        const message = checked.errors[column.name];
        if (message) problem(line, column.label, message);
      }
    }
    return { inputs, problems, ignored };
  }
`;

const csvImportTest = code`
  import { expect, it } from 'vitest';
  import { choiceReader, type CsvColumn, readRows, yesNoReader } from './csv-import';

  type Name = 'name' | 'tone' | 'open';
  const COLUMNS: CsvColumn<Name>[] = [
    { name: 'name', label: 'Name', needed: true },
    { name: 'tone', label: 'Tone', needed: false, read: choiceReader([{ value: 'soft', label: 'Very soft' }]) },
    { name: 'open', label: 'Open', needed: false, read: yesNoReader },
  ];
  const EMPTY: Record<Name, string> = { name: '', tone: 'soft', open: '' };

  const read = (text: string) =>
    readRows(text, COLUMNS, EMPTY, (values) =>
      values.name === ''
        ? { valid: false, errors: { name: 'This is needed.' } }
        : { valid: true, input: values, errors: {} },
    );

  it('takes columns in any order and what is left out as the form has it', () => {
    expect(read('Open,name\nYES,Ann\nno,Bo')).toEqual({
      inputs: [
        { name: 'Ann', tone: 'soft', open: 'yes' },
        { name: 'Bo', tone: 'soft', open: '' },
      ],
      problems: [],
      ignored: [],
    });
  });

  it('says what is wrong with each row', () => {
    expect(read('Name;Tone;Open;Shoe\nAnn;very soft;1;40\n;loud;0;41\n"";;perhaps;1').problems).toEqual([
      { line: 3, column: 'Tone', message: 'There is no \u201cloud\u201d to choose.' },
      { line: 4, column: 'Open', message: 'Enter yes or no.' },
    ]);
    expect(read('Name,Open\n,yes').problems).toEqual([{ line: 2, column: 'Name', message: 'This is needed.' }]);
    expect(read('Name,Shoe\nAnn,40').ignored).toEqual(['Shoe']);
  });

  it('misses columns and rows', () => {
    expect(read('Tone\nsoft').problems).toEqual([{ line: 1, column: 'Name', message: 'This column is missing.' }]);
    expect(read('Name').problems).toHaveLength(1);
  });
`;

const allPages = code`
  type Page<Row> = { rows: Row[]; total: number };

  /** Every row of a list, page after page, as the list itself would show them. */
  export async function allPages<Row>(load: (page: number) => Promise<Page<Row>>): Promise<Row[]> {
    const all: Row[] = [];
    for (let page = 1; ; page += 1) {
      const { rows, total } = await load(page);
      all.push(...rows);
      if (rows.length === 0 || all.length >= total) return all;
    }
  }
`;

const allPagesTest = code`
  import { expect, it } from 'vitest';
  import { allPages } from './all-pages';

  it('takes pages until it has all, and ends where rows went away meanwhile', async () => {
    const rows = [1, 2, 3, 4, 5];
    const page = (total: number) => async (at: number) => ({ rows: rows.slice(at * 2 - 2, at * 2), total });
    expect(await allPages(page(5))).toEqual(rows);
    expect(await allPages(page(9))).toEqual(rows);
  });
`;

const download = code`
  /** Gives the person a file. */
  export function download(name: string, text: string) {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // The browser reads the file after the click; it has a minute for that.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
`;

const exportButton = code`
  import { Download } from 'lucide-react';
  import { useState } from 'react';
  import { download } from '@/lib/download';
  import { messageOf } from '@/lib/errors';
  import { Button } from './button';
  import { useToast } from './toast';

  /** Saves a CSV file; \`load\` gives its text. */
  export function ExportButton({ name, load }: { name: string; load: () => Promise<string> }) {
    const [loading, setLoading] = useState(false);
    const toast = useToast();

    async function save() {
      setLoading(true);
      try {
        download(\`\${name}-\${new Date().toISOString().slice(0, 10)}.csv\`, await load());
      } catch (reason) {
        toast(messageOf(reason));
      } finally {
        setLoading(false);
      }
    }

    return (
      <Button look="outline" disabled={loading} onClick={save}>
        <Download aria-hidden />
        Export
      </Button>
    );
  }
`;

const importForm = code`
  import { useId, useState } from 'react';
  import { toCsv } from '@/lib/csv';
  import { type CsvColumn, type CsvReport, readRows } from '@/lib/csv-import';
  import { download } from '@/lib/download';
  import { messageOf } from '@/lib/errors';
  import type { Validated } from '@/lib/validation';
  import { Button } from './button';
  import { ImportProblems } from './import-problems';

  type ImportFormProps<Name extends string, Input> = {
    columns: readonly CsvColumn<Name>[];
    empty: Record<Name, string>;
    validate: (values: Record<Name, string>) => Validated<Name, Input>;
    /** Stores all rows or none. */
    save: (inputs: Input[]) => Promise<void>;
    onDone: (count: number) => void;
  };

  /** Text of a file; spreadsheets that do not write UTF-8 write Windows-1252. */
  async function textOf(file: File): Promise<string> {
    const bytes = await file.arrayBuffer();
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }

  /** Reads a CSV file, shows what is wrong with it, and adds its rows once nothing is. */
  export function ImportForm<Name extends string, Input>(props: ImportFormProps<Name, Input>) {
    const { columns, empty, validate, save, onDone } = props;
    const id = useId();
    const [report, setReport] = useState<CsvReport<Input> | null>(null);
    const [failure, setFailure] = useState<string | null>(null);
    const [saving, setSaving] = useState(false);

    async function read(file: File | undefined) {
      setReport(null);
      setFailure(null);
      if (!file) return;
      try {
        setReport(readRows(await textOf(file), columns, empty, validate));
      } catch (reason) {
        setFailure(reason instanceof Error ? reason.message : messageOf(reason));
      }
    }

    async function add(inputs: Input[]) {
      setSaving(true);
      setFailure(null);
      try {
        await save(inputs);
        onDone(inputs.length);
      } catch (reason) {
        setFailure(\`Nothing was added. \${messageOf(reason)}\`);
        setSaving(false);
      }
    }

    const ready = report && report.problems.length === 0 ? report.inputs : null;
    return (
      <div className="max-w-2xl space-y-6">
        <p className="text-muted">
          The first line of the file names the columns, in any order: {columns.map((it) => it.label).join(', ')}.
        </p>
        <div>
          <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
            CSV file
          </label>
          <input
            id={id}
            type="file"
            accept=".csv,.txt,text/csv"
            onChange={(event) => read(event.target.files?.[0])}
            className="w-full rounded-md border border-control bg-surface p-2 text-sm file:mr-3 file:rounded-sm file:border-0 file:bg-subtle file:px-3 file:py-1 file:font-medium file:text-foreground"
          />
        </div>
        {failure && (
          <p role="alert" className="text-sm text-danger">
            {failure}
          </p>
        )}
        {report && report.problems.length > 0 && <ImportProblems problems={report.problems} />}
        {report && report.ignored.length > 0 && (
          <p className="text-sm text-muted">Left out, since there is no such column here: {report.ignored.join(', ')}.</p>
        )}
        <div className="flex flex-wrap gap-3">
          {ready && (
            <Button disabled={saving} onClick={() => add(ready)}>
              {ready.length === 1 ? 'Add 1 row' : \`Add \${ready.length} rows\`}
            </Button>
          )}
          <Button look="outline" onClick={() => download('empty.csv', toCsv([columns.map((it) => it.label)]))}>
            Get an empty file
          </Button>
        </div>
      </div>
    );
  }
`;

const importProblems = code`
  import type { CsvProblem } from '@/lib/csv-import';

  /** Most problems that are listed; the rest is counted. */
  const MOST = 50;

  export function ImportProblems({ problems }: { problems: CsvProblem[] }) {
    return (
      <div role="alert" className="space-y-3">
        <p className="text-sm text-danger">
          {problems.length === 1 ? 'There is one problem' : \`There are \${problems.length} problems\`} in the file. Nothing is
          added before they are solved.
        </p>
        <div className="overflow-x-auto rounded-lg border border-border bg-surface">
          <table className="w-full text-left text-sm">
            <thead className="bg-accent-soft text-accent">
              <tr>
                <th scope="col" className="px-3 py-2 font-medium">
                  Line
                </th>
                <th scope="col" className="px-3 py-2 font-medium">
                  Column
                </th>
                <th scope="col" className="px-3 py-2 font-medium">
                  Problem
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-border">
              {problems.slice(0, MOST).map(({ line, column, message }) => (
                <tr key={\`\${line} \${column}\`}>
                  <td className="px-3 py-2 tabular-nums">{line}</td>
                  <td className="px-3 py-2">{column}</td>
                  <td className="px-3 py-2">{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {problems.length > MOST && <p className="text-sm text-muted">And {problems.length - MOST} more.</p>}
      </div>
    );
  }
`;

export const CSV_FILES: Readonly<Record<string, string>> = {
  'src/lib/csv.ts': file(csv),
  'src/lib/csv-import.ts': file(csvImport),
  'src/lib/all-pages.ts': file(allPages),
  'src/lib/download.ts': file(download),
  'src/components/export-button.tsx': file(exportButton),
  'src/components/import-form.tsx': file(importForm),
  'src/components/import-problems.tsx': file(importProblems),
};

export const CSV_TESTS: Readonly<Record<string, string>> = {
  'src/lib/csv.ts': file(csvTest),
  'src/lib/csv-import.ts': file(csvImportTest),
  'src/lib/all-pages.ts': file(allPagesTest),
};
