import { expect, it } from 'vitest';
import { planApp } from '../../plan.ts';

const cartOf = (prompt: string) => {
  const spec = planApp(prompt);
  const page = spec.pages.find((it) => it.sections.some((section) => section.kind === 'cart'));
  return { spec, page, cart: page?.sections.find((it) => it.kind === 'cart') };
};

it.each([
  'An online shop for handmade candles with a shopping cart, checkout, orders and an admin page',
  'An e-commerce store where customers browse products, add to cart and place orders',
  'A web shop for shoes',
  'A marketplace where sellers list products and buyers put them in a cart',
])('%s: a cart that becomes an order', (prompt) => {
  const { spec, page, cart } = cartOf(prompt);
  expect(page).toMatchObject({ path: '/cart', audience: 'everyone', nav: true });
  expect(cart).toMatchObject({ kind: 'cart', entity: 'product', price: 'price', order: 'order', total: 'total' });
  const order = spec.entities.find((it) => it.name === 'order');
  expect(order?.access).toBe('managed');
  expect(order?.workflow?.steps.some((step) => step.by === 'admin')).toBe(true);
  expect(order?.fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['deliver_to', 'delivery_address', 'total', 'status']),
  );
  expect(order?.fields.some((it) => it.type === 'reference')).toBe(false);
});

it('takes from the stock where it is kept', () => {
  expect(cartOf('A web shop for shoes').cart).toMatchObject({ stock: 'stock' });
});

it.each([
  'A CRM for our sales team with orders and customers',
  'A blog about tea',
  'My personal list of products I want to buy',
])('%s: no cart', (prompt) => {
  expect(cartOf(prompt).cart).toBeUndefined();
});
