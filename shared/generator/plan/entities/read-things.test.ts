/** What requests of many kinds are read as: which things, kept by whom, with which fields. */
import { describe, expect, it } from 'vitest';
import { planApp } from '../../plan.ts';

const entities = (prompt: string) => planApp(prompt).entities;
const kept = (prompt: string) => entities(prompt).map(({ name, access }) => `${name} ${access}`);

describe('things a request lists', () => {
  it.each([
    [
      'A brochure site for a law firm with practice areas, attorneys, case results and a contact form',
      ['practice_area catalog', 'attorney catalog', 'case_result catalog', 'contact_message inbox'],
    ],
    [
      'A volunteer rota for a food bank with shifts, volunteers and swaps',
      ['shift team', 'volunteer team', 'swap team'],
    ],
    [
      'A fantasy football league manager with teams, players, fixtures and standings',
      ['squad members', 'player public', 'fixture members', 'standing members'],
    ],
    [
      'A forum for beekeepers with categories, threads and replies, upvotes, and moderators who can lock threads',
      ['category catalog', 'thread public', 'reply public'],
    ],
    [
      'An internal tool for our IT helpdesk to track laptops and repair requests',
      ['laptop team', 'repair_request team', 'bug team'],
    ],
    ['A project management tool with boards, columns, cards with assignees', ['project team', 'task team']],
    [
      'An event ticketing site where organizers create events and visitors buy tickets',
      ['event public', 'event_ticket managed'],
    ],
    ['A parking space rental marketplace for neighbours', ['parking_space public', 'booking managed']],
  ])('%s', (prompt, expected) => {
    expect(kept(prompt)).toEqual(expected);
  });
});

describe('where things are', () => {
  it.each([
    ['Track spare parts in our workshop: part number, shelf and price', ['inventory_item'], 'part_number'],
    ['A list of repairs in my house with date and cost', ['repair'], 'cost'],
    ['A log of the plants in my flat: name and last watered', ['plant'], 'last_watered'],
  ])('is none of them: %s', (prompt, expected, field) => {
    const found = entities(prompt);
    expect(found.map(({ name }) => name)).toEqual(expected);
    expect(found[0]?.fields.map(({ name }) => name)).toContain(field);
  });

  it('is one where there are several', () => {
    expect(entities('The plants in my rooms: name and last watered').map(({ name }) => name)).toContain('room');
  });
});

describe('who sees what a site shows', () => {
  it.each([
    ['An online shop for second-hand books. Visitors browse books by genre.', 'book', 'catalog'],
    ['A catalogue of second-hand books that visitors browse by genre', 'book', 'catalog'],
    ['A streaming site for indie films with reviews', 'film', 'catalog'],
    ['A reading list where I track books', 'book', 'private'],
    ['A site for my barber shop where customers browse services and book appointments', 'appointment', 'inbox'],
  ])('%s', (prompt, name, access) => {
    expect(entities(prompt).find((it) => it.name === name)?.access).toBe(access);
  });
});

describe('what is not built', () => {
  it.each([
    'A tic tac toe game for two players',
    'A snake game',
    'A weather dashboard for my city',
    'A mortgage calculator',
  ])('says so: %s', (prompt) => {
    expect(planApp(prompt).notes).not.toEqual([]);
  });
});

describe('products that people name', () => {
  it.each([
    ['Make an app like Airbnb', ['lodging', 'booking', 'review']],
    ['A Trello clone for our team', ['project', 'task']],
    ['build me uber for dog walkers', ['driver', 'booking']],
  ])('%s', (prompt, expected) => {
    expect(entities(prompt).map((it) => it.name)).toEqual(expect.arrayContaining(expected));
  });
});

describe('words that are no things', () => {
  it.each([
    ['A CRM with leads and deals per stage', 'stage'],
    ['A to-do app with projects, labels and due dates', 'due_date'],
    ['A tool to track my medication: name, dose and times per day', 'day'],
    ['A webmail client with inbox and drafts', 'client'],
    ['A mobile chess trainer where players save their games', 'trainer'],
    ['A job board where companies post jobs and applicants apply', 'post'],
  ])('%s', (prompt, name) => {
    expect(entities(prompt).map((it) => it.name)).not.toContain(name);
  });

  it('gives what is sorted by a field the fields that follow', () => {
    const [book] = entities(
      'A catalogue of second-hand books that visitors browse by genre, with title, author, price and condition',
    );
    expect(book?.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['title', 'author', 'price', 'condition']),
    );
  });

  it('keeps a rate as one field', () => {
    const [medication] = entities('A tool to track my medication: name, dose and times per day');
    expect(medication?.fields.find(({ name }) => name === 'times_per_day')?.type).toBe('integer');
  });
});

describe('taglines', () => {
  it.each([
    [
      'A brochure site for a law firm with practice areas, attorneys and a contact form',
      'Practice areas, attorneys and a contact form.',
    ],
    [
      'An ERP for a furniture maker: suppliers, raw materials with stock levels and invoices',
      'Suppliers, raw materials with stock levels and invoices.',
    ],
  ])('%s', (prompt, tagline) => {
    expect(planApp(prompt).tagline).toBe(tagline);
  });
});

describe('names', () => {
  it.each([
    ['An ERP for a furniture maker: suppliers and invoices', 'Furniture Maker ERP'],
    ['A brochure site for a law firm with attorneys', 'Law Firm'],
    ['A dashboard for a solar company showing installations', 'Solar Company Dashboard'],
    ['A portfolio for an illustrator with projects', 'Illustrator Portfolio'],
    ['A forum for beekeepers with categories', 'Beekeeper Forum'],
  ])('%s', (prompt, name) => {
    expect(planApp(prompt).name).toBe(name);
  });
});
