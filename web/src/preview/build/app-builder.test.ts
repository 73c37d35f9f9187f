import { describe, expect, it } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { AppBuilder } from './app-builder.ts';
import type { IconCatalog } from './icons.ts';

const catalog: IconCatalog = {
  icons: {
    house: { name: 'house', size: 24, node: [['path', { d: 'M0 0', key: 'a' }]] },
    'book-open': { name: 'book-open', size: 24, node: [] },
  },
  names: { House: 'house', Home: 'house', BookOpen: 'book-open' },
};

function createBuilder() {
  const counts = { catalogLoads: 0 };
  const builder = new AppBuilder(async () => {
    counts.catalogLoads++;
    return catalog;
  });
  return { builder, counts };
}

const page = '<div id="root"></div><script type="module" src="/src/main.ts"></script>';

async function build(files: Record<string, string | Uint8Array>) {
  return createBuilder().builder.build({ 'index.html': page, ...files }, []);
}

describe('AppBuilder', () => {
  it('links what the entry reaches', async () => {
    const { builder } = createBuilder();
    const { problems, update } = await builder.build(fixture, []);
    expect(problems).toEqual([]);
    expect(update?.entry).toBe('src/main.tsx');
    expect(update?.modules.map(({ path }) => path).sort()).toEqual([
      'src/app.tsx',
      'src/counter.tsx',
      'src/features/notes.tsx',
      'src/index.css',
      'src/labels.json',
      'src/lib/supabase.ts',
      'src/main.tsx',
    ]);
    expect(update?.modules.find(({ path }) => path === 'src/app.tsx')?.requires).toMatchObject({
      '@/features/notes': 'src/features/notes.tsx',
      './labels.json': 'src/labels.json',
      'react-router': 'react-router',
    });
    expect(Object.keys(update?.icons ?? {}).sort()).toEqual(['BookOpen', 'HomeIcon']);
    expect(update?.css).toContain('.text-brand');
  });

  it('returns only what an edit changed', async () => {
    const { builder } = createBuilder();
    await builder.build(fixture, []);
    const counter = `${fixture['src/counter.tsx']}// edited\n`;
    const { update } = await builder.build({ 'src/counter.tsx': counter }, []);
    expect(update?.modules.map(({ path }) => path)).toEqual(['src/counter.tsx']);
    expect(update).toMatchObject({ css: null, icons: {}, removed: [] });
  });

  it('returns with the next success what changed while a build failed', async () => {
    const { builder } = createBuilder();
    await builder.build(fixture, []);
    const app = String(fixture['src/app.tsx']).replace('Page 7', 'Page seven');
    const failed = await builder.build({ 'src/app.tsx': app, 'src/counter.tsx': 'export const = 1;' }, []);
    expect(failed.update).toBeNull();
    const { update } = await builder.build({ 'src/counter.tsx': fixture['src/counter.tsx'] ?? '' }, []);
    expect(update?.modules.map(({ path }) => path)).toEqual(['src/app.tsx']);
  });

  it('removes a module that nothing imports any more', async () => {
    const { builder } = createBuilder();
    await builder.build({ 'index.html': page, 'src/main.ts': "import './a';", 'src/a.ts': '' }, []);
    const { update } = await builder.build({ 'src/main.ts': 'export {};' }, ['src/a.ts']);
    expect(update?.removed).toEqual(['src/a.ts']);
  });

  it('follows a file to its new place without the importer having changed', async () => {
    const { builder } = createBuilder();
    await builder.build({ 'index.html': page, 'src/main.ts': "import './a';", 'src/a.ts': '' }, []);
    const { update } = await builder.build({ 'src/a/index.ts': '' }, ['src/a.ts']);
    expect(update?.modules.find(({ path }) => path === 'src/main.ts')?.requires).toEqual({ './a': 'src/a/index.ts' });
  });

  it('gives each element the file and line it is written at', async () => {
    const main =
      'export const list = (rows: string[]) => (\n  <ul>\n    {rows.map((row) => <li key={row}>{row}</li>)}\n  </ul>\n);';
    const { update } = await build({ 'index.html': page.replace('main.ts', 'main.tsx'), 'src/main.tsx': main });
    const code = update?.modules[0]?.code ?? '';
    expect(code).toContain('_jsxFileName = "src/main.tsx"');
    expect([...code.matchAll(/lineNumber: (\d+)/g)].map((match) => match[1])).toEqual(['3', '2']);
  });

  it('keeps the lines of a source', async () => {
    const source = "import type { A } from './types';\n\nexport interface B {\n  a: A;\n}\nexport const here = 1;\n";
    const { update } = await build({ 'src/main.ts': source });
    const lines = update?.modules[0]?.code.split('\n') ?? [];
    expect(lines[5]).toContain('here = 1');
  });

  it.each([
    ['a syntax error', { 'src/main.ts': 'const a = 1;\nconst b = (;\n' }, { file: 'src/main.ts', line: 2, column: 12 }],
    ['an unclosed tag', { 'src/main.ts': "import './a';", 'src/a.tsx': 'const a =\n  <p>;' }, { file: 'src/a.tsx' }],
    ['a missing file', { 'src/main.ts': "\nimport './gone';" }, { file: 'src/main.ts', line: 2 }],
    ['a foreign package', { 'src/main.ts': "import 'fs';" }, { file: 'src/main.ts', line: 1 }],
    [
      'an unknown icon',
      { 'src/main.ts': "import {\n  House,\n  Nope,\n} from 'lucide-react';\nHouse; Nope;" },
      { line: 3, column: 3 },
    ],
    [
      'bad JSON',
      { 'src/main.ts': "import './a.json';", 'src/a.json': '{\n  "a": 1,\n}' },
      { file: 'src/a.json', line: 3 },
    ],
  ])('says where %s is', async (_name, files, place) => {
    const { problems, update } = await build(files as Record<string, string>);
    expect(update).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ kind: 'build', ...place });
  });

  it('reports every broken file at once', async () => {
    const { problems } = await build({
      'src/main.ts': "import './a';\nimport './b';",
      'src/a.ts': 'const = 1;',
      'src/b.ts': '(',
    });
    expect(problems.map(({ file }) => file)).toEqual(['src/a.ts', 'src/b.ts']);
  });

  it('does not compile what the entry does not reach', async () => {
    const { problems } = await build({ 'src/main.ts': '', 'src/unused.ts': 'const = ;' });
    expect(problems).toEqual([]);
  });

  it('keeps the last good styles when a stylesheet breaks', async () => {
    const { builder } = createBuilder();
    await builder.build(fixture, []);
    const { problems, update } = await builder.build(
      { 'src/index.css': '@import "tailwindcss";\n.a { @apply nope; }' },
      [],
    );
    expect(problems).toMatchObject([{ kind: 'build', file: 'src/index.css', line: 2 }]);
    expect(update?.css).toBeNull();
  });

  it('makes modules of pictures and of raw text', async () => {
    const { update } = await build({
      'src/main.ts':
        "import png from './a.png';\nimport svg from './b.svg';\nimport raw from './c.txt?raw';\nconsole.log(png, svg, raw);",
      'src/a.png': new Uint8Array([1, 2, 3]),
      'src/b.svg': '<svg/>',
      'src/c.txt': 'text',
    });
    const code = (path: string) => update?.modules.find((module) => module.path === path)?.code;
    expect(code('src/a.png')).toContain('"data:image/png;base64,AQID"');
    expect(code('src/b.svg')).toContain('"data:image/svg+xml;charset=utf-8,%3Csvg%2F%3E"');
    expect(code('src/c.txt?raw')).toContain('"text"');
  });

  it('loads the icons once, and only for an application that has some', async () => {
    const { builder, counts } = createBuilder();
    await builder.build({ 'index.html': page, 'src/main.ts': '' }, []);
    expect(counts.catalogLoads).toBe(0);
    await builder.build({ 'src/main.ts': "import * as all from 'lucide-react';\nconsole.log(all);" }, []);
    const { update } = await builder.build(
      { 'src/main.ts': "import { House } from 'lucide-react';\nconsole.log(House);" },
      [],
    );
    expect(update?.icons).toEqual({});
  });

  it('says that the page loads no script', async () => {
    const { problems, update } = await createBuilder().builder.build({ 'index.html': '<p>Hello</p>' }, []);
    expect(update).toBeNull();
    expect(problems).toMatchObject([{ kind: 'build', file: 'index.html' }]);
  });
});
