/** A plan with a cart: teas with price and stock, and orders that an admin moves on. */
import { type AppSpec, appSpec } from '../../app-spec.ts';

export const teaShop: AppSpec = appSpec.parse({
  name: 'Tea Shop',
  tagline: 'Leaves, weighed by hand.',
  theme: { background: '#fdfbf7', component: '#3f6212' },
  auth: true,
  entities: [
    {
      name: 'tea',
      table: 'teas',
      label: 'Tea',
      labelPlural: 'Teas',
      description: 'A tea that is sold.',
      access: 'catalog',
      titleField: 'name',
      fields: [
        { name: 'name', label: 'Name', type: 'text', required: true },
        { name: 'notes', label: 'Notes', type: 'long_text' },
        { name: 'price', label: 'Price', type: 'money', unit: 'EUR', min: 0 },
        { name: 'stock', label: 'In stock', type: 'integer', min: 0 },
      ],
      samples: [
        { name: "Earl's grey", notes: 'With bergamot.', price: 7.5, stock: 12 },
        { name: 'Sencha', notes: 'Grassy.', price: 9, stock: 3 },
        { name: 'Pu-erh', price: 14.2, stock: 0 },
      ],
    },
    {
      name: 'order',
      table: 'orders',
      label: 'Order',
      labelPlural: 'Orders',
      description: 'What somebody ordered.',
      access: 'managed',
      titleField: 'name',
      workflow: {
        field: 'status',
        steps: [
          { from: ['new'], to: 'sent', by: 'admin', label: 'Mark as sent' },
          { from: ['new'], to: 'cancelled', by: 'owner', label: 'Cancel' },
        ],
      },
      fields: [
        { name: 'name', label: 'Name', type: 'text', required: true },
        { name: 'address', label: 'Address', type: 'long_text', required: true },
        {
          name: 'wrapping',
          label: 'Wrapping',
          type: 'choice',
          choices: [
            { value: 'plain', label: 'Plain' },
            { value: 'gift', label: 'As a gift' },
          ],
        },
        { name: 'total', label: 'Total', type: 'money', unit: 'EUR' },
        {
          name: 'status',
          label: 'Status',
          type: 'choice',
          choices: [
            { value: 'new', label: 'New', tone: 'warn' },
            { value: 'sent', label: 'Sent', tone: 'good' },
            { value: 'cancelled', label: 'Cancelled', tone: 'bad' },
          ],
        },
      ],
      samples: [
        { name: 'Clara Novak', address: '4 Harbour Street', status: 'new' },
        { name: 'David Lind', address: '9 Park Row', status: 'sent', wrapping: 'gift' },
      ],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Home',
      nav: true,
      audience: 'everyone',
      sections: [
        { kind: 'hero', heading: 'Tea', text: 'Leaves, weighed by hand.' },
        { kind: 'list', heading: 'Teas', entity: 'tea', display: 'cards' },
      ],
    },
    {
      path: '/cart',
      title: 'Cart',
      nav: true,
      audience: 'everyone',
      sections: [
        {
          kind: 'cart',
          heading: 'Your cart',
          entity: 'tea',
          price: 'price',
          stock: 'stock',
          order: 'order',
          total: 'total',
        },
      ],
    },
    {
      path: '/orders',
      title: 'My orders',
      nav: true,
      audience: 'members',
      sections: [{ kind: 'list', heading: 'My orders', entity: 'order', display: 'table' }],
    },
    {
      path: '/admin',
      title: 'Admin',
      nav: true,
      audience: 'admins',
      sections: [
        {
          kind: 'stats',
          heading: 'So far',
          items: [{ label: 'Sold', entity: 'order', measure: 'sum', field: 'total' }],
        },
      ],
    },
  ],
});
