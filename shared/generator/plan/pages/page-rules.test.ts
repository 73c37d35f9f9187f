import { describe, expect, it } from 'vitest';
import type { Entity } from '../../app-spec.ts';
import { planApp } from '../../plan.ts';

const page = (prompt: string, path: string) => planApp(prompt).pages.find((it) => it.path === path);
const entity = (prompt: string, name: string): Entity =>
  planApp(prompt).entities.find((it) => it.name === name) ?? expect.unreachable(`no ${name}`);

describe('pages of a plan', () => {
  it('show people the one profile that is theirs', () => {
    const prompt = 'A website for sharing promotions with a management backend for managing users and promotions';
    expect(page(prompt, '/my-profile')?.sections).toEqual([{ kind: 'own', heading: 'My profile', entity: 'profile' }]);
    expect(entity(prompt, 'profile').single).toBe(true);
  });

  it('put what is private and a profile on one page where an account page is asked for, and nowhere else', () => {
    const spec = planApp('A virtual study group website to join groups, with a personal center');
    const center = spec.pages.find((it) => it.path === '/personal-center');
    expect(center?.sections.map((it) => it.kind)).toContain('own');
    const lists = spec.pages.flatMap((it) =>
      it.sections.filter((section) => section.kind === 'list' && section.entity === 'membership'),
    );
    expect(lists).toHaveLength(1);
  });

  it('give settings to the admins on a page of their own, and say what they are', () => {
    const spec = planApp('A CRM for our team to manage leads, with settings and dropdown menus');
    expect(spec.pages.find((it) => it.path === '/settings')).toMatchObject({ audience: 'admins', nav: true });
    expect(spec.notes.some((it) => it.includes('kept as lists'))).toBe(true);
  });

  it('say who gets in where members share everything', () => {
    const team = planApp('A CRM for our team: contacts, deals and tasks');
    expect(team.entities.some((it) => it.access === 'team')).toBe(true);
    expect(team.notes.some((it) => it.includes('sign-ups off'))).toBe(true);
    expect(planApp('My recipe box').notes.some((it) => it.includes('sign-ups off'))).toBe(false);
  });

  it('name a list by its rows where something else opens the page', () => {
    const prompt =
      'A browser strategy game with pages including the base page, ranking page, store, bank page and messages page';
    const bank = page(prompt, '/bank');
    const headings = bank?.sections.map((it) => it.heading) ?? [];
    expect(new Set(headings).size).toBe(headings.length);
    expect(headings).not.toContain('Bank');
  });

  it('count by months, and say what an amount is of', () => {
    const charts = planApp('An expense tracker for our team with expenses, orders and reports')
      .pages.flatMap((it) => it.sections)
      .filter((it) => it.kind === 'chart');
    expect(charts.some((it) => /^Amount of expenses/.test(it.heading))).toBe(true);
    expect(charts.filter((it) => it.measure === 'count' && / over time$/.test(it.heading))).toEqual([]);
  });

  it('leave sample texts empty rather than say something that is not so', () => {
    const domains = entity('A domain leasing website with domain names and leases', 'domain');
    expect(domains.samples.every((row) => row.description === null || row.description === undefined)).toBe(true);
  });

  it('have no categories that sort nothing', () => {
    const spec = planApp('A website for downloading ringtones and wallpapers, with categories and a download history');
    expect(spec.entities.map((it) => it.name)).not.toContain('category');
  });
});
