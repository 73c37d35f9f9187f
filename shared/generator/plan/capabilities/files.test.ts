import { describe, expect, it } from 'vitest';
import { planApp } from '../../plan.ts';

const exchanged = (prompt: string) =>
  planApp(prompt)
    .entities.filter((it) => it.exchange)
    .map((it) => it.name);
const printed = (prompt: string) =>
  planApp(prompt)
    .entities.filter((it) => it.print)
    .map((it) => it.name);

describe('CSV files', () => {
  it('are for what was named', () => {
    expect(exchanged('A budget app with expenses, accounts and goals. Export expenses as CSV.')).toEqual(['expense']);
  });

  it('are for everything where nothing was named', () => {
    expect(exchanged('A CRM for a small team: contacts and deals, with CSV import').length).toBeGreaterThanOrEqual(2);
  });

  it.each([
    'A site for an import-export company with products and enquiries',
    'A dashboard for imports/exports of coffee with shipments',
    'A recipe collection',
  ])('are left out of: %s', (prompt) => {
    expect(exchanged(prompt)).toEqual([]);
  });
});

describe('paper', () => {
  it('is for what was named', () => {
    expect(printed('A cookbook with recipes and shopping lists. I want to print recipes.')).toContain('recipe');
    expect(printed('An invoice tool with customers and invoices, printable')).toContain('invoice');
  });

  it.each(['A site for a print shop with services and prices', 'A store of art prints', 'A 3D printing forum'])(
    'is left out of: %s',
    (prompt) => {
      expect(printed(prompt)).toEqual([]);
    },
  );
});
