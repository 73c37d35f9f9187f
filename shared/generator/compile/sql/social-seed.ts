/** Sample comments and votes of both demo users on the first rows of an entity. */
import type { EntityModel } from '../model.ts';
import { code, sqlString } from '../source-text.ts';
import { DEMO_USERS } from './seed-users.ts';

const TEXTS = ['Good to see this here.', 'Thank you, that helps.', 'What do others think?', 'I agree.'];

interface Row {
  readonly id: string;
  readonly owner: 0 | 1;
}

/** A fixed id, told from the row's by its variant digits. */
function commentId(row: string, at: number): string {
  return `${row.slice(0, 19)}${(0xf00 + at).toString(16)}${row.slice(22)}`;
}

export function socialSeed(it: EntityModel, rows: readonly Row[]): string[] {
  const first = rows.slice(0, 4);
  if (first.length === 0) return [];
  // Only the owner and the admin, Ada, see what is managed.
  const sees = (row: Row, user: 0 | 1) => it.access !== 'managed' || user === 0 || row.owner === user;
  const comments = first.flatMap((row, at) =>
    ([1, 0] as const)
      .filter((user) => (at + user) % 3 !== 2 && sees(row, user))
      .map(
        (user) =>
          `('${commentId(row.id, user)}', '${row.id}', '${DEMO_USERS[user].id}', ${sqlString(TEXTS[(at + user * 2) % TEXTS.length] ?? '')}, now() - interval '${at * 5 + 3 - user} hours')`,
      ),
  );
  const votes = first.flatMap((row, at) =>
    ([0, 1] as const)
      .filter((user) => (at === 0 || at % 2 === user) && sees(row, user))
      .map((user) => `('${row.id}', '${DEMO_USERS[user].id}'${it.votes?.kind === 'votes' ? ', 1' : ''})`),
  );
  return [
    ...(it.comments && comments.length > 0
      ? [
          code`
            insert into public.${it.comments.table} (id, ${it.comments.parent}, owner_id, body, created_at) values
              ${comments.join(',\n')}
            on conflict do nothing;
          `,
        ]
      : []),
    ...(it.votes && votes.length > 0
      ? [
          code`
            insert into public.${it.votes.table} (${it.votes.parent}, owner_id${it.votes.kind === 'votes' && ', value'}) values
              ${votes.join(',\n')}
            on conflict do nothing;
          `,
        ]
      : []),
  ];
}
