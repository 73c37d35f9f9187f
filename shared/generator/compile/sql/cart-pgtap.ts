/** pgTAP of cart and order: carts are one's own, orders are made by the function alone, at the prices of the catalogue. */
import type { AppModel } from '../model.ts';
import { code, file, sqlName, sqlString } from '../source-text.ts';
import { FREES } from './booking.ts';
import { PLACE_ORDER } from './cart.ts';
import { ADA, actAs, BEN, TEST_USERS, type Who } from './pgtap-people.ts';

/**
 * @param fixtures statements that make what is sold
 * @param product id of the thing sold
 * @param arguments_ a sound value for each field that an order asks for
 */
export function cartTest(
  app: AppModel,
  fixtures: readonly string[],
  product: string,
  arguments_: readonly string[],
): string {
  const { cart } = app;
  if (!cart) return '';
  const table = `public.${cart.lines}`;
  const orders = `public.${sqlName(cart.order.table)}`;
  const lines = `public.${cart.orderLines}`;
  const products = `public.${sqlName(cart.product.table)}`;
  const total = sqlName(cart.total.column);
  const stock = cart.stock && sqlName(cart.stock.column);
  const call = `select public.${PLACE_ORDER}(${arguments_.join(', ')})`;
  const add = (quantity: number) => `insert into ${table} (product_id, quantity) values ('${product}', ${quantity})`;
  const checks: { who: Who; sql: string }[] = [];
  const check = (who: Who, sql: string) => checks.push({ who, sql });
  const denied = (who: Who, sql: string, what: string, code = '42501') =>
    check(who, `select throws_ok($$${sql}$$, '${code}', null, ${sqlString(what)});`);
  const works = (who: Who, sql: string, what: string) => check(who, `select lives_ok($$${sql}$$, ${sqlString(what)});`);
  const empty = (who: Who, sql: string, what: string) => check(who, `select is_empty($$${sql}$$, ${sqlString(what)});`);
  const finds = (who: Who, sql: string, what: string) =>
    check(who, `select isnt_empty($$${sql}$$, ${sqlString(what)});`);

  denied('ben', call, 'an empty cart is no order', 'P0001');
  works('ben', add(3), 'a member puts something into their cart');
  denied(
    'ben',
    `insert into ${table} (product_id, quantity, owner_id) values ('${product}', 1, '${ADA}')`,
    'but not into that of another',
  );
  denied('ben', `update ${table} set quantity = 0`, 'nor less than one', '23514');
  empty('cleo', `select 1 from ${table}`, 'another member does not see the cart');
  empty('cleo', `delete from ${table} returning 1`, 'nor empties it');
  denied('ben', `insert into ${orders} (${total}) values (0)`, 'nobody writes an order by hand');
  denied(
    'ben',
    `insert into ${lines} (order_id, owner_id, title, price, quantity) select id, owner_id, 'x', 0, 1 from ${orders}`,
    'nor its lines',
  );
  works('ben', call, 'the cart becomes an order');
  empty('ben', `select 1 from ${table}`, 'and is empty');
  check(
    'ben',
    `select is((select ${total} from ${orders} where owner_id = '${BEN}'), 30.00, 'the catalogue sets the price');`,
  );
  finds('ben', `select 1 from ${lines} where price = 10 and quantity = 3`, 'the order keeps what was bought');
  denied('ben', `update ${orders} set ${total} = 0`, 'nobody changes what it costs');
  denied('ben', `delete from ${orders}`, 'nor makes it go away');
  denied('ben', `update ${lines} set price = 0`, 'nor the price of a line');
  empty('cleo', `select 1 from ${orders}`, 'another member does not see the order');
  empty('cleo', `select 1 from ${lines}`, 'nor its lines');
  finds('ada', `select 1 from ${orders} where owner_id = '${BEN}'`, 'an admin does');
  finds('ada', `select 1 from ${lines} where owner_id = '${BEN}'`, 'with its lines');
  if (stock) {
    check(
      'ada',
      `select is((select ${stock} from ${products} where id = '${product}'), 2, 'what was bought is no longer in stock');`,
    );
    works('cleo', add(3), 'what is no longer there can lie in a cart');
    denied('cleo', call, 'but cannot be ordered', 'P0001');
    const { field, steps, initial } = cart.order.workflow ?? {};
    const off = steps?.find((step) => step.from.includes(initial ?? '') && FREES.test(step.to));
    if (field && off) {
      const step = `update ${orders} set ${sqlName(field.column)} = ${sqlString(off.to)} where owner_id = '${BEN}' returning 1`;
      finds(off.by === 'admin' ? 'ada' : 'ben', step, 'an order is called off');
      check(
        'ada',
        `select is((select ${stock} from ${products} where id = '${product}'), 5, 'and what it took comes back');`,
      );
    }
  }
  denied('visitor', `select 1 from ${table}`, 'a visitor has no cart here');
  denied('visitor', call, 'nor orders');

  let who: Who | null = null;
  const body = checks.flatMap((it) => {
    const change = it.who === who ? [] : ['', actAs(it.who)];
    who = it.who;
    return [...change, it.sql];
  });
  return file(code`
    begin;
    create extension if not exists pgtap with schema extensions;
    select plan(${checks.length});

    ${TEST_USERS}
    insert into public.app_admins (user_id) values ('${ADA}');
    ${fixtures}
    update ${products} set ${sqlName(cart.price.column)} = 10${stock && `, ${stock} = 5`} where id = '${product}';
    ${body}

    reset role;
    select * from finish();
    rollback;
  `);
}
