/** Cart and order: lines of one's own, and one function that turns them into an order at the prices of the catalogue. */
import type { AppModel } from '../model.ts';
import type { CartModel } from '../model-cart.ts';
import { code, sqlName, sqlString } from '../source-text.ts';
import { FREES } from './booking.ts';
import { sqlType } from './columns.ts';
import { DEMO_USERS } from './seed-users.ts';

const OWNER = 'owner_id = (select auth.uid())';

/** Most pieces of one thing in an order. */
export const MOST_PIECES = 99;

export const PLACE_ORDER = 'place_order';

function cartTable({ lines, product }: CartModel): string {
  const table = `public.${lines}`;
  return code`
    create table ${table} (
      id uuid primary key default gen_random_uuid(),
      owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
      product_id uuid not null references public.${sqlName(product.table)} (id) on delete cascade,
      quantity integer not null check (quantity between 1 and ${MOST_PIECES}),
      created_at timestamptz not null default now(),
      unique (owner_id, product_id)
    );
    create index ${lines}_product_idx on ${table} (product_id);
    comment on table ${table} is 'What lies in the carts, each seen by its owner alone.';
    revoke all on table ${table} from anon, authenticated;
    grant select, delete on table ${table} to authenticated;
    grant insert (product_id, quantity) on table ${table} to authenticated;
    grant update (quantity) on table ${table} to authenticated;
    grant select, insert, update, delete on table ${table} to service_role;
    alter table ${table} enable row level security;
    create policy select_owner on ${table}
      for select to authenticated using (${OWNER});
    create policy insert_owner on ${table}
      for insert to authenticated with check (${OWNER});
    create policy update_owner on ${table}
      for update to authenticated using (${OWNER}) with check (${OWNER});
    create policy delete_owner on ${table}
      for delete to authenticated using (${OWNER});
  `;
}

function orderLinesTable({ orderLines, order, product }: CartModel): string {
  const table = `public.${orderLines}`;
  return code`
    create table ${table} (
      id uuid primary key default gen_random_uuid(),
      order_id uuid not null references public.${sqlName(order.table)} (id) on delete cascade,
      owner_id uuid not null references auth.users (id) on delete cascade,
      product_id uuid references public.${sqlName(product.table)} (id) on delete set null,
      title text not null,
      price numeric(12, 2) not null,
      quantity integer not null check (quantity between 1 and ${MOST_PIECES}),
      created_at timestamptz not null default now()
    );
    create index ${orderLines}_order_idx on ${table} (order_id);
    create index ${orderLines}_owner_idx on ${table} (owner_id);
    create index ${orderLines}_product_idx on ${table} (product_id);
    comment on table ${table} is 'What was ordered, with its name and price of then. Written by ${PLACE_ORDER} only.';
    revoke all on table ${table} from anon, authenticated;
    grant select on table ${table} to authenticated;
    grant select, insert, update, delete on table ${table} to service_role;
    alter table ${table} enable row level security;
    create policy select_owner_or_admin on ${table}
      for select to authenticated using (${OWNER} or (select private.is_admin()));
  `;
}

function placeOrder({ lines, orderLines, order, product, price, stock, total, asked }: CartModel): string {
  const products = `public.${sqlName(product.table)}`;
  const column = sqlName(price.column);
  const left = stock && sqlName(stock.column);
  const title = product.title.reference ? 'it.id::text' : `it.${sqlName(product.title.column)}::text`;
  const parameters = asked.map((f) => `${sqlName(f.column)} ${sqlType(f)}`).join(', ');
  const types = asked.map(sqlType).join(', ');
  const values = asked.map((f) => `${PLACE_ORDER}.${sqlName(f.column)}`);
  const columns = [...asked.map((f) => sqlName(f.column)), sqlName(total.column)];
  const inCart = code`
    from public.${lines} line
    join ${products} it on it.id = line.product_id
    where line.owner_id = me
  `;
  return code`
    -- Definer, since nobody writes orders, their prices or the stock by hand: all of it is worked out here, from the
    -- catalogue and the caller's own cart, in one transaction. No money is taken.
    create function private.${PLACE_ORDER}(${parameters}) returns void
    language plpgsql security definer
    set search_path = ''
    as $$
    #variable_conflict use_column
    declare
      me uuid := auth.uid();
      placed uuid;
      missing text;
    begin
      if me is null then
        raise exception using errcode = '42501', message = 'Sign in to order.';
      end if;
      -- Locked in one order, so that two people neither buy the last one twice nor wait for each other for ever.
      perform 1
      ${inCart}
      order by it.id
      for update;
      if not found then
        raise exception using errcode = 'P0001', message = 'Your cart is empty.';
      end if;
      select string_agg(${title}, ', ' order by ${title}) into missing
      ${inCart}
        and (it.${column} is null${left && ` or it.${left} < line.quantity`});
      if missing is not null then
        raise exception using errcode = 'P0001', message = 'Not available in this quantity: ' || missing || '.';
      end if;
      insert into public.${sqlName(order.table)} (owner_id, ${columns.join(', ')})
      select ${['me', ...values, `sum(it.${column} * line.quantity)`].join(', ')}
      ${inCart}
      returning id into placed;
      insert into public.${orderLines} (order_id, owner_id, product_id, title, price, quantity)
      select placed, me, it.id, ${title}, it.${column}, line.quantity
      ${inCart};
      ${
        left &&
        code`
          update ${products} it set ${left} = it.${left} - line.quantity
          from public.${lines} line
          where line.product_id = it.id and line.owner_id = me;
        `
      }
      delete from public.${lines} line where line.owner_id = me;
    end
    $$;
    revoke execute on function private.${PLACE_ORDER}(${types}) from public;
    grant execute on function private.${PLACE_ORDER}(${types}) to authenticated;
    create function public.${PLACE_ORDER}(${parameters}) returns void
    language sql
    set search_path = ''
    as $$
      select private.${PLACE_ORDER}(${values.join(', ')});
    $$;
    revoke execute on function public.${PLACE_ORDER}(${types}) from public, anon;
    grant execute on function public.${PLACE_ORDER}(${types}) to authenticated;
  `;
}

/** What an order took comes back when it is called off. */
function restock({ orderLines, order, product, stock }: CartModel): string | null {
  const state = order.workflow?.field;
  const off = (state?.spec.choices ?? []).filter((it) => FREES.test(it.value)).map((it) => sqlString(it.value));
  if (!stock || !state || off.length === 0) return null;
  const column = sqlName(state.column);
  const left = sqlName(stock.column);
  return code`
    -- Definer, since nobody who calls off an order may write the stock by hand.
    create function private.restock() returns trigger
    language plpgsql security definer
    set search_path = ''
    as $$
    begin
      if new.${column} in (${off.join(', ')}) and old.${column} not in (${off.join(', ')}) then
        update public.${sqlName(product.table)} it set ${left} = it.${left} + line.quantity
        from public.${orderLines} line
        where line.order_id = new.id and line.product_id = it.id;
      end if;
      return null;
    end
    $$;
    revoke execute on function private.restock() from public;
    create trigger restock after update of ${column} on public.${sqlName(order.table)}
      for each row execute function private.restock();
  `;
}

export function cartSql({ cart }: AppModel): string[] {
  if (!cart) return [];
  const back = restock(cart);
  return [cartTable(cart), orderLinesTable(cart), placeOrder(cart), ...(back ? [back] : [])];
}

interface Row {
  readonly id: string;
  readonly owner: 0 | 1;
}

/** Carts of both demo users and the lines of the sample orders, whose totals follow from them. */
export function cartSeed(
  { cart }: AppModel,
  inserted: ReadonlyMap<string, readonly { id: string; owner: 0 | 1 }[]>,
): string[] {
  const products: readonly Row[] = inserted.get(cart?.product.spec.name ?? '') ?? [];
  const orders: readonly Row[] = inserted.get(cart?.order.spec.name ?? '') ?? [];
  if (!cart || products.length === 0) return [];
  const product = (at: number) => sqlString(products[at % products.length]?.id ?? '');
  const { lines, orderLines, order, total, price, product: sold } = cart;
  const title = sold.title.reference ? 'it.id::text' : `it.${sqlName(sold.title.column)}::text`;
  // A second thing is another one where there are two.
  const parts = orders.flatMap(({ id, owner }, at) =>
    [at, at + 1].slice(0, Math.min(2, products.length)).map((n) => {
      return `('${id}', '${DEMO_USERS[owner].id}', ${product(n)}, ${(n % 2) + 1})`;
    }),
  );
  return [
    code`
      insert into public.${lines} (owner_id, product_id, quantity) values
        ('${DEMO_USERS[0].id}', ${product(0)}, 1),
        ('${DEMO_USERS[1].id}', ${product(1)}, 2)
      on conflict do nothing;
    `,
    ...(parts.length === 0
      ? []
      : [
          code`
            insert into public.${orderLines} (order_id, owner_id, product_id, title, price, quantity)
            select demo.order_id::uuid, demo.owner_id::uuid, it.id, ${title}, coalesce(it.${sqlName(price.column)}, 0), demo.quantity
            from (values
              ${parts.join(',\n')}
            ) as demo (order_id, owner_id, product_id, quantity)
            join public.${sqlName(sold.table)} it on it.id = demo.product_id::uuid
            where not exists (select 1 from public.${orderLines});
            update public.${sqlName(order.table)} it set ${sqlName(total.column)} = (
              select coalesce(sum(line.price * line.quantity), 0) from public.${orderLines} line where line.order_id = it.id
            );
          `,
        ]),
  ];
}
