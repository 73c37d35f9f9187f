import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migration } from '../testing/fixture.ts';
import { runSqlFile, SqlFailure, toProblem } from './sql-failure.ts';
import { splitStatements } from './sql-statements.ts';

const texts = (sql: string) => splitStatements(sql).map(({ text }) => text);

describe('splitStatements', () => {
  it.each([
    ['select 1; select 2', ['select 1;', 'select 2']],
    ["select ';'; select $$;$$; select $a$ $$;$$ $a$;", ["select ';';", 'select $$;$$;', 'select $a$ $$;$$ $a$;']],
    ['-- one;\nselect 1; /* two; */ ;\n', ['select 1;']],
    [`select "a;b", e'it\\';', 'it'';'; x`, [`select "a;b", e'it\\';', 'it'';';`, 'x']],
    [
      'create function f() returns int begin atomic select 1; select case when true then 1 end; end; select 2;',
      ['create function f() returns int begin atomic select 1; select case when true then 1 end; end;', 'select 2;'],
    ],
    ['', []],
  ])('%j', (sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it('says where each begins', () => {
    const sql = '-- first\nselect 1;\n\n  select 2;';
    expect(splitStatements(sql).map(({ start, text }) => sql.slice(start, start + text.length))).toEqual([
      'select 1;',
      'select 2;',
    ]);
  });

  it('loses nothing of a migration', () => {
    expect(texts(migration).join('').replace(/\s/g, '')).toBe(migration.replace(/\s/g, ''));
  });
});

describe('runSqlFile', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
    await database.exec('create table kept (n int primary key)');
  }, 60_000);
  afterAll(() => database.close());

  const run = (sql: string) => runSqlFile((text) => database.exec(text), { path: 'a.sql', sql });

  async function failure(sql: string): Promise<SqlFailure> {
    try {
      await run(sql);
    } catch (error) {
      if (error instanceof SqlFailure) return error;
      throw error;
    }
    throw new Error('succeeded');
  }

  it('runs all of a file', async () => {
    await run('insert into kept values (1);\ninsert into kept values (2);');
    const { rows } = await database.query('select n from kept order by n');
    expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it.each([
    ['does not parse', 'select 1;\n\n  selec 2;', 3, 3, /syntax error/],
    ['names what is not there', '-- comment;\nselect 1;\nselect *\nfrom nowhere;', 4, 6, /nowhere/],
    [
      'breaks a constraint',
      'insert into kept values (3);\n\ninsert into kept\nvalues (3);',
      3,
      1,
      /duplicate key.*Key \(n\)=\(3\)/,
    ],
    ['raises in a block', "select 1;\ndo $$ begin\n  raise exception 'no';\nend $$;", 2, 1, /^no$/],
  ])('says where a file %s', async (_name, sql, line, column, message) => {
    const error = await failure(sql);
    expect(error).toMatchObject({ file: 'a.sql', line, column });
    expect(error.message).toMatch(message);
    expect(toProblem(error)).toMatchObject({ kind: 'database', file: 'a.sql', line, column });
  });
});
