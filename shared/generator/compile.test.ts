import { parse } from '@babel/parser';
import { parse as parseSql } from 'libpg-query';
import { expect, it } from 'vitest';
import { checkTree, type FileTree } from '../files/file-tree.ts';
import { PLANS } from './compile/testing/plans.ts';
import { compileApp } from './compile.ts';

/** Parses every script and SQL file; throws with the path of the first that does not. */
async function parseAll(tree: FileTree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const text = String(content);
    try {
      if (/\.tsx?$/.test(path)) parse(text, { sourceType: 'module', plugins: ['typescript', 'jsx'] });
      if (path.endsWith('.sql')) await parseSql(text);
      if (path.endsWith('.json')) JSON.parse(text);
    } catch (cause) {
      throw new Error(`${path} does not parse`, { cause });
    }
  }
}

it.each(Object.entries(PLANS))('compiles %s to a tree that parses', async (_name, plan) => {
  const tree = compileApp(plan);
  checkTree(tree);
  await parseAll(tree);
});

it('gives the same bytes for the same plan', () => {
  for (const plan of Object.values(PLANS)) {
    expect(JSON.stringify(compileApp(plan))).toBe(JSON.stringify(compileApp(structuredClone(plan))));
  }
});
