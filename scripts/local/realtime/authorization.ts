/**
 * Who may read and write a private channel: row level security on `realtime.messages`, asked by trying it as the
 * subscriber in a transaction that is rolled back, as the platform does.
 */
import type { Claims } from '../keys.ts';
import type { Sql } from '../postgres.ts';

export interface ChannelPolicy {
  read: boolean;
  write: boolean;
}

/** Carries the answer out of a transaction that must not be committed. */
class Answer extends Error {
  readonly policy: ChannelPolicy;
  constructor(policy: ChannelPolicy) {
    super('rolled back');
    this.policy = policy;
  }
}

export async function authorizeChannel(sql: Sql, claims: Claims, topic: string): Promise<ChannelPolicy> {
  if (claims.role === 'service_role') return { read: true, write: true };
  try {
    await sql.begin(async (transaction) => {
      await transaction`select set_config('realtime.topic', ${topic}, true)`;
      const [probe] = await transaction<{ id: string }[]>`
        insert into realtime.messages (topic, extension, private, event, payload)
        values (${topic}, 'broadcast', true, 'probe', '{}') returning id`;
      await transaction`
        select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
          set_config('request.jwt.claim.sub', ${claims.sub ?? ''}, true),
          set_config('role', ${claims.role ?? 'anon'}, true)`;
      const visible = await transaction`select from realtime.messages where id = ${probe?.id ?? null}`;
      const write = await transaction
        .savepoint(
          (savepoint) => savepoint`
            insert into realtime.messages (topic, extension, private, event, payload)
            values (${topic}, 'broadcast', true, 'probe', '{}')`,
        )
        .then(
          () => true,
          () => false,
        );
      throw new Answer({ read: visible.length > 0, write });
    });
  } catch (error) {
    if (error instanceof Answer) return error.policy;
    throw error;
  }
  return { read: false, write: false };
}
