/** The database and shared/files say the same of every path and of every list of changes. */
import fc from 'fast-check';
import postgres, { type TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '../../shared/errors.ts';
import { applyChanges, type FileChange, putAll } from '../../shared/files/changes.ts';
import { checkTree, type FileTree, normalizePath } from '../../shared/files/file-tree.ts';
import { readStack } from './stack.ts';

const sql = postgres(readStack().databaseUrl, { max: 1, onnotice: () => {} });
const person = crypto.randomUUID();
let orgId = '';

beforeAll(async () => {
  await sql`insert into auth.users (id, email) values (${person}, ${`${person}@example.test`})`;
  const [organization] = await sql<{ id: string }[]>`
    select id from public.organizations where personal_owner_id = ${person}`;
  orgId = organization?.id ?? '';
});
afterAll(async () => {
  await sql`delete from auth.users where id = ${person}`;
  await sql.end();
});

class Rollback extends Error {}

/** The result, or the code of the refusal. */
async function here<T>(run: () => T): Promise<T | { refused: string }> {
  try {
    return run();
  } catch (error) {
    if (error instanceof ApiError) return { refused: `${error.status} ${error.code}` };
    throw error;
  }
}

async function inDatabase<T>(run: (transaction: TransactionSql) => Promise<T>): Promise<T | { refused: string }> {
  let result: T | undefined;
  try {
    await sql.begin(async (transaction) => {
      result = await run(transaction);
      throw new Rollback();
    });
  } catch (error) {
    if (error instanceof Rollback) return result as T;
    if (error instanceof postgres.PostgresError && error.code.startsWith('PT')) {
      return { refused: `${error.code.slice(2)} ${error.message}` };
    }
    throw error;
  }
  throw new Error('a transaction was committed');
}

const pathText = fc.string({
  unit: fc.constantFrom(
    ...['a', 'B', 'c:', '.', '..', '/', '//', '\\', ':', ' ', '-', '\t', '\u007f', '\u0080', '\u00a0', '\u200b'],
    ...[
      'é',
      'e\u0301',
      'ﬁ',
      'Å',
      '日',
      '😀',
      'İ',
      'Σ',
      '%',
      "'",
      '"',
      '[',
      '$',
      '\ufeff',
      'x'.repeat(60),
      '😀'.repeat(30),
    ],
  ),
  maxLength: 12,
});

describe('private.normalize_path', () => {
  it('is normalizePath', async () => {
    await fc.assert(
      fc.asyncProperty(pathText, async (path) => {
        const theirs = await inDatabase(async (transaction) => {
          const [row] = await transaction<{ path: string }[]>`select private.normalize_path(${path}) as path`;
          return row?.path;
        });
        expect(theirs).toEqual(await here(() => normalizePath(path)));
      }),
      { numRuns: 400 },
    );
  });
});

describe('private.check_tree', () => {
  it('takes the same paths for the same file as checkTree', async () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'A', 'İ', 'i', 'ı', 'Σ', 'ς', 'σ', 'ß', 'ẞ', 'é', 'É'),
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(letters, { minLength: 2, maxLength: 12 }), async (names) => {
        const paths = names.map((name) => `${name}.ts`);
        const theirs = await inDatabase(async (transaction) => {
          await transaction`select private.check_tree(${paths}, 0)`;
        });
        expect(theirs).toEqual(await here(() => checkTree(Object.fromEntries(paths.map((path) => [path, ''])))));
      }),
      { numRuns: 200 },
    );
  });
});

describe('private.save_version', () => {
  const path = fc.constantFrom('a', 'b', 'c', 'd', 'src/a', 'src/b', './a', 'A');
  const content = fc.constantFrom('', '1', '2', 'é😀');
  const change: fc.Arbitrary<FileChange> = fc.oneof(
    fc.record({ op: fc.constant('put' as const), path, content }),
    fc.record({ op: fc.constant('delete' as const), path }),
    fc.record({ op: fc.constant('rename' as const), path, to: path }),
  );
  const base = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'src/a', 'src/b'), content);

  it('makes of a tree and changes what applyChanges makes of them', async () => {
    await fc.assert(
      fc.asyncProperty(base, fc.array(change, { maxLength: 8 }), async (tree: FileTree, changes) => {
        const theirs = await inDatabase(async (transaction) => {
          const save = async (project: string, on: string | null, list: readonly FileChange[]) => {
            const [saved] = await transaction<{ id: string }[]>`
              select public.save_version(${project}, ${on}, ${transaction.json(list)}, '', '{}', 'edit', ${person})
                ->> 'version_id' as id`;
            return saved?.id ?? '';
          };
          const [project] = await transaction<{ id: string }[]>`
            select private.create_project(${orgId}, 'Differential', ${person}, 'draft') as id`;
          const id = project?.id ?? '';
          const version = await save(id, await save(id, null, putAll(tree)), changes);
          const files = await transaction<{ path: string; content: string }[]>`
            select f.path, private.encode_content(b.content, b.encoding) as content
            from private.version_files f join private.blobs b on b.sha256 = f.sha256
            where f.version_id = ${version}`;
          return Object.fromEntries(files.map((file) => [file.path, file.content]));
        });
        expect(theirs).toEqual(await here(() => ({ ...applyChanges(tree, changes) })));
      }),
      { numRuns: 300 },
    );
  });
});
