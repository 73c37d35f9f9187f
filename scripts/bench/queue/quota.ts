/** Quota: reserve and settle, spread over organizations, as a share of the bare update that a counter costs at least. */
import postgres from 'postgres';
import { type Measure, percentile } from '../statistics.ts';
import { elapsed } from './queue.ts';
import type { Tenants } from './trellis-queue.ts';

const CONNECTIONS = 16;
const ROUNDS = 3;

export async function benchQuota(databaseUrl: string, tenants: Tenants, calls: number): Promise<Measure[]> {
  const sql = postgres(databaseUrl, { max: CONNECTIONS, onnotice: () => {} });
  const orgs = tenants.otherOrgs;
  const perSecond = async (call: (orgId: string) => Promise<unknown>): Promise<number> => {
    let made = 0;
    const started = performance.now();
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (made < calls) {
          const orgId = orgs[made % orgs.length] ?? '';
          made += 1;
          await call(orgId);
        }
      }),
    );
    return calls / elapsed(started);
  };
  try {
    await sql`create table public.bench_counters (org_id uuid primary key, used bigint not null, allowance bigint not null) with (fillfactor = 50)`;
    await sql`insert into public.bench_counters select o, 0, 1000000000 from unnest(${orgs}::uuid[]) o`;
    const bare: number[] = [];
    const pairs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(
        await perSecond(
          (orgId) =>
            sql`update public.bench_counters set used = used + 1 where org_id = ${orgId} and used + 1 <= allowance`,
        ),
      );
      pairs.push(
        await perSecond(async (orgId) => {
          const id = crypto.randomUUID();
          await sql`select private.reserve_quota(${orgId}, 'generation', 1, ${id})`;
          await sql`select private.settle_quota(${id})`;
        }),
      );
    }
    const share = percentile(pairs, 0.5) / percentile(bare, 0.5);
    return [
      {
        name: 'reserve + settle, against the bare update',
        value: `${Math.round(share * 100)} %`,
        aim: 'a quarter',
        note: `${Math.round(percentile(pairs, 0.5))} pairs/s, two windows each, of ${Math.round(percentile(bare, 0.5))} updates/s`,
      },
    ];
  } finally {
    await sql`drop table if exists public.bench_counters`;
    await sql.end();
  }
}
