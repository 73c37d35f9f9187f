import { describe, expect, it } from 'vitest';
import type { AppSpec, Entity } from '../../app-spec.ts';
import { planApp } from '../../plan.ts';

function entityOf(spec: AppSpec, name: string): Entity {
  const found = spec.entities.find((it) => it.name === name);
  if (!found) throw new Error(`No entity ${name} among ${spec.entities.map((it) => it.name).join(', ')}`);
  return found;
}

const parents = (it: Entity) => it.fields.flatMap((field) => (field.references ? [field.references] : []));
const accessOf = (prompt: string, name: string) => entityOf(planApp(prompt), name).access;

describe('what belongs to what', () => {
  it.each([
    ['A vet app: each pet has vaccinations, every owner has pets', 'vaccination', ['pet']],
    ['A beekeeping app with hives, inspections per hive with date and mood', 'inspection', ['hive']],
    ['A garage tool: cars, and for every car its repairs with cost and mileage', 'repair', ['car']],
    ['An app for our allotment: plots, crops per plot, harvests of each crop with weight', 'harvest', ['crop']],
    [
      'Track my guitar practice: pieces and sessions with minutes. Each session belongs to a piece',
      'session_entry',
      ['piece'],
    ],
    ['A tool for our veterinary practice: pets, owners, visits and vaccinations', 'vaccination', ['pet']],
  ])('%s', (prompt, child, expected) => {
    expect(parents(entityOf(planApp(prompt), child))).toEqual(expected);
  });

  it('links the owner of a pet in a plain list', () => {
    const spec = planApp('A tool for our veterinary practice: pets, owners, visits and vaccinations');
    expect(parents(entityOf(spec, 'pet'))).toEqual(['owner']);
  });

  it('keeps what the lexicon lists as fields as fields', () => {
    const spec = planApp('A cookbook where each recipe has ingredients, steps and a photo');
    expect(spec.entities.map((it) => it.name)).toEqual(['recipe']);
  });
});

describe('fields in the words of the request', () => {
  it.each([
    ['A hive log with date, honey frames and mood', 'honey_frames', 'integer'],
    ['A practice log with piece, minutes and tempo', 'tempo', 'integer'],
    ['A notes app with tags', 'tags', 'tags'],
    ['A list of restaurants to try with name, address and notes', 'address', 'location'],
  ])('%s', (prompt, name, type) => {
    const fields = planApp(prompt).entities.flatMap((it) => it.fields);
    expect(fields.find((field) => field.name === name)?.type).toBe(type);
  });

  it.each([
    ['A budget tracker for expenses in euros', 'EUR'],
    ['A price list with product and price in £', 'GBP'],
    ['Expense log, amounts in CHF', 'CHF'],
    ['Expense log', 'USD'],
  ])('%s', (prompt, currency) => {
    const amounts = planApp(prompt).entities.flatMap((it) => it.fields.filter((field) => field.type === 'money'));
    expect(amounts.length).toBeGreaterThan(0);
    expect(new Set(amounts.map((field) => field.unit))).toEqual(new Set([currency]));
  });
});

describe('who sees and changes what', () => {
  it.each([
    ['An online shop selling tea with orders', 'order', 'managed'],
    ['A recruitment website where users register and apply for jobs', 'job_application', 'managed'],
    ['A bus ticket booking platform with booking history and accounts', 'ticket_booking', 'managed'],
    ['An HR tool where employees submit leave requests and managers approve them', 'leave_request', 'managed'],
    ['CRM for a small team: contacts, deals and tasks', 'deal', 'team'],
    ['Inventory management for our warehouse: stock items and suppliers', 'inventory_item', 'team'],
    ['An ERP for a small company: invoices, suppliers and employees', 'invoice', 'team'],
    ['My personal budget with expenses and income', 'expense', 'private'],
    ['A website for my salon with services and appointments', 'appointment', 'inbox'],
    ['Meeting room booking for our office: rooms and bookings', 'booking', 'team'],
    ['A recruitment website with clients, drivers and jobs where users register', 'job', 'public'],
  ] as const)('%s', (prompt, name, access) => {
    expect(accessOf(prompt, name)).toBe(access);
  });

  it('shows a profile to its owner and the admins where people do not come to meet', () => {
    expect(accessOf('A download site with user profile and download history for wallpapers', 'profile')).toBe(
      'managed',
    );
    expect(accessOf('A social network where people create profiles and find friends', 'profile')).toBe('members');
  });

  it('gives those who decide a page with what waits for them', () => {
    const spec = planApp('An online shop selling tea with orders');
    const admin = spec.pages.find((page) => page.path === '/admin');
    expect(admin?.audience).toBe('admins');
    expect(admin?.sections).toContainEqual(expect.objectContaining({ kind: 'list', entity: 'order' }));
  });
});

describe('answers of others', () => {
  it('makes comments part of what is commented on', () => {
    const spec = planApp('A blog with articles, comments and tags');
    expect(spec.entities.map((it) => it.name)).toEqual(['article']);
    expect(entityOf(spec, 'article')).toMatchObject({ comments: true });
    expect(entityOf(spec, 'article').fields.find((field) => field.name === 'body')?.type).toBe('rich_text');
  });

  it('lets people like photos and vote on ideas', () => {
    const photos = planApp('A photo sharing community where people upload photos, comment on photos and like them');
    expect(entityOf(photos, 'photo')).toMatchObject({ comments: true, votes: 'likes' });
    const ideas = planApp('A community where people post ideas and vote on them');
    expect(entityOf(ideas, 'idea')).toMatchObject({ votes: 'votes' });
  });

  it('leaves what only its owner sees alone', () => {
    const spec = planApp('My project tracker with projects, tasks and comments');
    expect(spec.entities.every((it) => !it.comments && !it.votes)).toBe(true);
  });
});

describe('reports', () => {
  const spec = planApp(
    'A multi-company dashboard with financial data of several companies, consolidated reports and comparisons',
  );

  it('have figures of every company in every period', () => {
    const records = entityOf(spec, 'financial_record').samples;
    const companies = entityOf(spec, 'company').samples.length;
    const periods = new Set(records.map((row) => row.period));
    const pairs = new Set(records.map((row) => `${row.company} ${row.period}`));
    expect(pairs.size).toBe(companies * periods.size);
    for (const row of records) expect(row.profit).toBe(Number(row.revenue) - Number(row.expenses));
  });

  it('add up every amount and set companies side by side', () => {
    const report = spec.pages.find((page) => page.title === 'Consolidated reports');
    const stats = report?.sections.flatMap((section) => (section.kind === 'stats' ? section.items : [])) ?? [];
    expect(stats.map((item) => item.label)).toEqual(
      expect.arrayContaining(['Total revenue', 'Total expenses', 'Total profit', 'Total assets']),
    );
    const compare = spec.pages.find((page) => page.path === '/compare');
    expect(compare?.sections.filter((section) => section.kind === 'chart' && section.x === 'company')).toHaveLength(4);
  });
});

describe('forms', () => {
  it('go in several steps where that was asked for', () => {
    const asked = planApp('A recruitment website with jobs and a multi-step job application form');
    const steps = entityOf(asked, 'job_application').steps ?? [];
    expect(steps.length).toBeGreaterThanOrEqual(2);
    expect(planApp('A recruitment website with jobs and job applications').entities.some((it) => it.steps)).toBe(false);
  });
});
