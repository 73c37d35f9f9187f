import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STYLESHEETS_PATH, stylesheetsModule } from '../../scripts/tailwind-stylesheets.ts';
import { compileStyles, createStyleCompiler, extractCandidates, StyleError } from './compile.ts';

const entry = '@import "tailwindcss";\n@theme {\n  --color-brand: #123456;\n}\n';

async function failure(css: string, tree = {}): Promise<StyleError> {
  try {
    await compileStyles({ 'src/index.css': css, ...tree });
  } catch (error) {
    if (error instanceof StyleError) return error;
    throw error;
  }
  throw new Error('compiled');
}

describe('the stylesheets module', () => {
  it('is what the installed package holds', () => {
    expect(readFileSync(STYLESHEETS_PATH, 'utf8')).toBe(stylesheetsModule());
  });
});

describe('compileStyles', () => {
  it('builds what the sources use and nothing else', async () => {
    const { css } = await compileStyles({
      'src/index.css': entry,
      'src/app.tsx': 'export const App = () => <p className="mt-[13px] text-brand hover:underline">bg-red-500x</p>;',
      'src/app.test.tsx': 'const only = "bg-lime-300";',
      'README.md': 'bg-orange-300',
    });
    expect(css).toContain('.mt-\\[13px\\]');
    expect(css).toContain('.text-brand');
    expect(css).toContain('.hover\\:underline');
    expect(css).toContain('box-sizing: border-box');
    expect(css).not.toContain('lime');
    expect(css).not.toContain('orange');
  });

  it('reads local imports and the parts of the package', async () => {
    const { css } = await compileStyles({
      'src/index.css':
        '@import "tailwindcss/theme" layer(theme);\n@import "tailwindcss/utilities.css";\n@import "./a/b.css";',
      'src/a/b.css': '@import "../c.css";',
      'src/c.css': '.deep { @apply p-4; }',
      'src/app.tsx': 'const a = "flex"',
    });
    expect(css).toContain('.deep');
    expect(css).toContain('.flex');
    expect(css).not.toContain('box-sizing: border-box');
  });

  it.each([
    ['a missing brace', `${entry}.a {\n  color: red;\n`, 5],
    ['an unknown class in @apply', `${entry}.a {\n  @apply px-4\n    nope-4;\n}\n`, 7],
    ['a declaration without a value', `${entry}.a {\n  color;\n}\n`, 6],
    ['a string that does not end', `${entry}.a {\n  content: "x;\n}\n`, 6],
    ['a stylesheet that is not there', `${entry}@import "./nope.css";\n`, 5],
    ['a plugin', `${entry}@plugin "daisyui";\n`, 5],
    ['a theme value that is not there', `${entry}.a { color: theme(--nope) }\n`, 5],
  ])('says where %s is', async (_name, css, line) => {
    const error = await failure(css);
    expect(error).toMatchObject({ file: 'src/index.css', line });
    expect(error.message).not.toMatch(/src\/index\.css|\n/);
  });

  it('names the imported stylesheet that is at fault', async () => {
    const error = await failure('@import "tailwindcss";\n@import "./a.css";', { 'src/a.css': '\n.a { @apply nope; }' });
    expect(error).toMatchObject({ file: 'src/a.css', line: 2 });
  });

  it('says that there is no entry', async () => {
    await expect(compileStyles({ 'src/app.tsx': '' })).rejects.toThrow(StyleError);
  });
});

describe('createStyleCompiler', () => {
  it('keeps what was built before', async () => {
    const compiler = await createStyleCompiler(entry);
    expect(compiler.build(['flex'])).toContain('.flex');
    const second = compiler.build(extractCandidates('<div class="grid">'));
    expect(second).toContain('.flex');
    expect(second).toContain('.grid');
  });
});

describe('extractCandidates', () => {
  it.each([
    ['className="mt-1.5 -ml-px w-1/2"', ['mt-1.5', '-ml-px', 'w-1/2']],
    ["cn('a', on ? 'bg-brand/50' : `p-4`)", ['bg-brand/50', 'p-4']],
    ['className="grid-cols-[repeat(2,minmax(0,1fr))]"', ['grid-cols-[repeat(2,minmax(0,1fr))]']],
    ['className="[&>svg]:size-4 data-[state=open]:flex"', ['[&>svg]:size-4', 'data-[state=open]:flex']],
    ['className="w-(--sidebar) bg-(--brand)/20"', ['w-(--sidebar)', 'bg-(--brand)/20']],
    ['className="group/item !p-2 *:p-1 @md:flex"', ['group/item', '!p-2', '*:p-1', '@md:flex']],
    ['{ "hidden": closed, lg: "lg:w-64" }', ['hidden', 'lg:w-64']],
  ])('%s', (source, expected) => {
    const found = extractCandidates(source);
    expect(expected.filter((name) => !found.has(name))).toEqual([]);
  });
});
