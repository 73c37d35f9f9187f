import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStack } from './stack.ts';
import { listFunctions, listRelations, type Measured, measureTenancy } from './tenancy.ts';
import { FUNCTIONS, TABLES } from './tenancy-matrix.ts';

const sql = postgres(readStack().databaseUrl, { max: 1, onnotice: () => {} });
afterAll(() => sql.end());

describe('tenancy matrix', () => {
  it('has a row for every table and view of schema public, and no other', async () => {
    expect((await listRelations(sql)).map((relation) => relation.name)).toEqual(Object.keys(TABLES).sort());
  });

  it('has a row for every function of schema public, and no other', async () => {
    expect(await listFunctions(sql)).toEqual(Object.keys(FUNCTIONS).sort());
  });

  describe('is what the database does', () => {
    let measured: Measured;
    beforeAll(async () => {
      measured = await measureTenancy(sql);
    });

    it.each(Object.entries(TABLES))('%s', (name, { rows: _, ...declared }) => {
      expect(measured[name]).toEqual(declared);
    });

    it.each(Object.entries(FUNCTIONS))('%s', (signature, { execute }) => {
      expect(measured[signature]).toEqual({ execute });
    });
  });
});
