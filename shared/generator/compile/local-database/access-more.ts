/** Rules of `access.test.ts` for what hangs on rows (comments, likes, votes), and what search may find. */
import type { AppModel, EntityModel } from '../model.ts';
import { readerOf } from '../model-people.ts';
import { code, property } from '../source-text.ts';

/** Rules of an entity's comments and votes. */
export function socialRules(app: AppModel, it: EntityModel): string[] {
  const rules: string[] = [];
  if (it.comments) {
    const { table, parent } = it.comments;
    const read = readerOf(it.access) === 'everyone' ? 'everyone' : 'members';
    rules.push(code`
      // Who reads the row reads and adds comments; they are written once.
      ${property(
        table,
        code`
          {
            read: '${read}', insert: 'members', update: 'nobody', remove: '${app.admins ? 'owner or admins' : 'owner'}',
            owner: 'owner_id', of: { column: '${parent}', table: '${it.table}' },
            ${it.spec.anonymous && 'anonymous: true,'}
          },
        `,
      )}
    `);
  }
  if (it.votes) {
    const { table, parent, kind } = it.votes;
    rules.push(code`
      // One for each person and row, seen by that person; the row counts them.
      ${property(
        table,
        code`
          {
            read: 'owner', insert: 'members', update: '${kind === 'votes' ? 'owner' : 'nobody'}', remove: 'owner',
            owner: 'owner_id', key: ['${parent}', 'owner_id'], of: { column: '${parent}', table: '${it.table}' },
          },
        `,
      )}
    `);
  }
  return rules;
}

/** The test that search finds nothing which is not read. */
export function searchProof(app: AppModel): string | null {
  if (!app.search) return null;
  return code`
    describe('search', () => {
      const TABLES: Record<string, string> = {
        ${app.search.entities.map((it) => `${it.spec.name}: '${it.table}',`)}
      };

      it.for(PEOPLE)('finds what is read, and nothing else: $name', async (person) => {
        for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
          const found = await attempt(local.postgres, person, 'select kind, id from public.search($1)', [letter]);
          for (const { kind, id } of found.rows) {
            const table = TABLES[String(kind)] ?? '';
            const row = (await allRows(table)).find((one) => one.id === id);
            const rule = RULES[table];
            expect(rule && row && may(rule.read, rule, person, row), \`\${table} \${String(id)}\`).toBe(true);
          }
        }
      });
    });
  `;
}
