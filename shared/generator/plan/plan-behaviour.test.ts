import { describe, expect, it } from 'vitest';
import type { AppSpec, Entity } from '../app-spec.ts';
import { planApp } from '../plan.ts';
import { languageNote } from './text/language.ts';

function entityOf(spec: AppSpec, name: string): Entity {
  const found = spec.entities.find((it) => it.name === name);
  if (!found) throw new Error(`No entity ${name} among ${spec.entities.map((it) => it.name).join(', ')}`);
  return found;
}

const fieldTypes = (it: Entity) => Object.fromEntries(it.fields.map((field) => [field.name, field.type]));
const pageOf = (spec: AppSpec, path: string) => spec.pages.find((page) => page.path === path);
const sectionsOf = (spec: AppSpec) => spec.pages.flatMap((page) => page.sections);

describe('a workout log', () => {
  const spec = planApp(
    'A workout log where each member records exercises, sets and weight, with a chart of progress. White background, navy components',
  );

  it('keeps exercises and sets, each seen by its owner alone', () => {
    expect(spec.name).toBe('Workout Log');
    expect(spec.auth).toBe(true);
    expect(spec.entities.map((it) => it.name)).toEqual(['workout', 'exercise', 'set']);
    expect(new Set(spec.entities.map((it) => it.access))).toEqual(new Set(['private']));
  });

  it('gives a set its exercise, date and weight in kg', () => {
    const set = entityOf(spec, 'set');
    expect(set.fields.find((field) => field.name === 'weight')).toMatchObject({ type: 'number', unit: 'kg' });
    expect(set.fields.find((field) => field.name === 'exercise')).toMatchObject({ references: 'exercise' });
  });

  it('charts weight over time, one line for each exercise', () => {
    expect(sectionsOf(spec)).toContainEqual(
      expect.objectContaining({
        kind: 'chart',
        entity: 'set',
        display: 'line',
        x: 'date',
        y: 'weight',
        by: 'exercise',
      }),
    );
  });

  it('takes the colours asked for', () => {
    expect(spec.theme).toMatchObject({ background: '#ffffff', component: '#000080' });
  });
});

describe('well-known subjects', () => {
  it('plans a recipe box with the fields that were named', () => {
    const recipe = entityOf(planApp('A recipe box with title, ingredients, steps, cook time and rating'), 'recipe');
    expect(recipe.access).toBe('private');
    expect(recipe.fields.map((field) => field.label)).toEqual(['Title', 'Ingredients', 'Steps', 'Cook time', 'Rating']);
    expect(recipe.fields.map((field) => field.type)).toEqual(['text', 'long_text', 'long_text', 'integer', 'rating']);
  });

  it('lets visitors of a barber ask for an appointment that the barber can see', () => {
    const spec = planApp('a booking tool for my barber shop');
    const appointment = entityOf(spec, 'appointment');
    expect(appointment.access).toBe('inbox');
    expect(appointment.fields.map((field) => field.references).filter(Boolean)).toEqual(['service', 'barber']);
    expect(pageOf(spec, '/book-an-appointment')?.audience).toBe('everyone');
    expect(pageOf(spec, '/inbox')?.audience).toBe('admins');
  });

  it('plans a to-do list', () => {
    const spec = planApp('A to-do list');
    expect(spec.name).toBe('To-Do List');
    expect(entityOf(spec, 'to_do')).toMatchObject({ labelPlural: 'To-dos', access: 'private', titleField: 'title' });
  });

  it('plans a forum with replies under posts and posts under topics', () => {
    const spec = planApp('Build me a forum where members can post topics and reply');
    expect(spec.name).toBe('Forum');
    expect(entityOf(spec, 'reply').fields.find((field) => field.type === 'reference')?.references).toBe('post');
    expect(entityOf(spec, 'post').fields.find((field) => field.type === 'reference')?.references).toBe('topic');
    expect(entityOf(spec, 'post').access).toBe('public');
  });

  it('names the goods of a shop after what it sells', () => {
    const spec = planApp('An online shop selling handmade candles with a cart and customer reviews. Cream background.');
    expect(spec.name).toBe('Handmade Candle Shop');
    const candle = entityOf(spec, 'handmade_candle');
    expect(candle.access).toBe('catalog');
    expect(candle.fields.find((field) => field.name === 'price')?.type).toBe('money');
    expect(candle.samples.every((row) => String(row.name).includes('candle'))).toBe(true);
    expect(entityOf(spec, 'order').access).toBe('managed');
    expect(entityOf(spec, 'review').access).toBe('public');
  });

  it('keeps every thing of a list, known or not', () => {
    const spec = planApp('Library: books, members and loans');
    expect(spec.entities.map((it) => [it.name, it.access])).toEqual([
      ['book', 'team'],
      ['member', 'team'],
      ['loan', 'team'],
    ]);
    expect(
      entityOf(spec, 'loan')
        .fields.map((field) => field.references)
        .filter(Boolean),
    ).toEqual(['book', 'member']);
    expect(entityOf(spec, 'member').fields.map((field) => field.name)).toEqual(['name', 'email', 'phone', 'notes']);
    const practice = planApp('A tool for our veterinary practice: pets, owners, visits and vaccinations');
    expect(practice.entities.map((it) => it.name)).toEqual(['pet', 'owner', 'visit', 'vaccination']);
  });

  it('does not take for whom it is for what it keeps', () => {
    const spec = planApp('Rental property management for landlords: properties, tenants, leases and repairs');
    expect(spec.entities.map((it) => it.name)).toEqual(['property', 'tenant', 'lease', 'repair']);
  });

  it('keeps the records of a team among its members', () => {
    const spec = planApp('CRM for a small team: contacts, deals and tasks');
    expect(spec.entities.map((it) => [it.name, it.access])).toEqual([
      ['contact', 'team'],
      ['deal', 'team'],
      ['task', 'team'],
    ]);
    expect(entityOf(spec, 'deal').fields.find((field) => field.type === 'reference')?.references).toBe('contact');
  });

  it('plans the site of a clinic: catalogue, about page, contact form and an inbox for its admins', () => {
    const spec = planApp('A website for a dental clinic with services, our team and a contact form');
    expect(spec.name).toBe('Dental Clinic');
    expect(spec.entities.map((it) => [it.name, it.access])).toEqual([
      ['service', 'catalog'],
      ['team_member', 'catalog'],
      ['contact_message', 'inbox'],
    ]);
    expect(pageOf(spec, '/contact')?.sections.some((section) => section.kind === 'contact')).toBe(true);
    expect(pageOf(spec, '/about')).toBeDefined();
  });
});

describe('words the planner does not know', () => {
  it('become an entity of their own', () => {
    const spec = planApp('a florble tracker with zing, quux and splat date');
    expect(spec.name).toBe('Florble Tracker');
    expect(spec.entities).toHaveLength(1);
    const florble = entityOf(spec, 'florble');
    expect(florble).toMatchObject({
      table: 'florbles',
      labelPlural: 'Florbles',
      access: 'private',
      titleField: 'zing',
    });
    expect(fieldTypes(florble)).toEqual({ zing: 'text', quux: 'text', splat_date: 'date' });
    expect(florble.samples.length).toBeGreaterThanOrEqual(6);
  });

  it('have fields typed by their names', () => {
    const spec = planApp(
      'A gadget register. Each gadget has a name, purchase price, warranty date, owner email, homepage link, ' +
        'cover image, number of ports, body weight, status and is insured.',
    );
    expect(fieldTypes(entityOf(spec, 'gadget'))).toMatchObject({
      name: 'text',
      purchase_price: 'money',
      warranty_date: 'date',
      owner_email: 'email',
      homepage_link: 'url',
      cover_image: 'image',
      number_of_ports: 'integer',
      body_weight: 'number',
      status: 'choice',
      is_insured: 'boolean',
    });
  });

  it('refer to the things that their fields name', () => {
    const spec = planApp('An app to lend books to friends. Each loan has a book, borrower, lent on and returned on');
    const loan = entityOf(spec, 'loan');
    expect(fieldTypes(loan)).toEqual({
      book: 'reference',
      borrower: 'text',
      lent_on: 'date',
      returned_on: 'date',
    });
  });

  it('keep the options that were listed', () => {
    const spec = planApp(
      'A beehive register. Each hive has a name, breed and location. There are three breeds: Buckfast, Carniolan, Italian.',
    );
    const breed = entityOf(spec, 'hive').fields.find((field) => field.name === 'breed');
    expect(breed?.choices?.map((choice) => choice.label)).toEqual(['Buckfast', 'Carniolan', 'Italian']);
  });
});

describe('access', () => {
  const accessIn = (prompt: string, name: string) => entityOf(planApp(prompt), name).access;

  it.each([
    ['A private diary of my dreams with date and mood. Track my dreams.', 'dream', 'private'],
    ['A community site where members share recipes', 'recipe', 'public'],
    ['A website that displays our courses', 'course', 'catalog'],
    ['A news website where visitors read articles', 'news', 'catalog'],
    ['Case management for a law office: manage cases and work hours', 'case', 'team'],
  ] as const)('%s', (prompt, name, access) => {
    expect(accessIn(prompt, name)).toBe(access);
  });

  it('never shows a row to more people than the row it belongs to', () => {
    const width = { private: 0, managed: 0, exchanged: 0, members: 1, team: 1, public: 2, catalog: 2, inbox: 3 };
    for (const prompt of [
      'My project tracker with projects, tasks and comments',
      'Team tool with projects, tasks and comments',
    ]) {
      const spec = planApp(prompt);
      for (const child of spec.entities) {
        for (const field of child.fields) {
          if (!field.references) continue;
          expect(width[child.access]).toBeLessThanOrEqual(width[entityOf(spec, field.references).access]);
        }
      }
    }
  });
});

describe('pages', () => {
  it('are the ones asked for by name', () => {
    const spec = planApp(
      'A website for a music school. The website should have pages: home, about us, teachers, courses, FAQ and contact us.',
    );
    expect(spec.pages.filter((page) => page.nav && page.audience === 'everyone').map((page) => page.title)).toEqual([
      'Home',
      'About us',
      'Teachers',
      'Courses',
      'FAQ',
      'Contact us',
    ]);
  });

  it('show on the home page only what visitors may see', () => {
    const spec = planApp('A budget tracker for my expenses and income');
    const home = pageOf(spec, '/');
    expect(home?.sections.every((section) => !('entity' in section))).toBe(true);
    expect(pageOf(spec, '/dashboard')?.audience).toBe('members');
  });
});

describe('notes', () => {
  it('say what is not built, only where it was asked for', () => {
    const plain = planApp('A recipe box');
    expect(plain.notes).toEqual([]);
    const shop = planApp('A shop for tea with secure payments, order confirmations by e-mail and a chatbot');
    expect(shop.notes.some((note) => note.startsWith('No money is taken'))).toBe(true);
    expect(shop.notes.some((note) => note.startsWith('No e-mails are sent'))).toBe(true);
    expect(shop.notes.some((note) => note.startsWith('There is no chatbot'))).toBe(true);
  });
});

describe('other languages', () => {
  it.each([
    [
      'Eine Rezeptverwaltung mit Titel, Zutaten, Zubereitung und Bewertung',
      'de',
      'Rezept',
      ['Titel', 'Zutaten', 'Zubereitung', 'Bewertung'],
    ],
    [
      "Une application pour gérer mes plantes avec nom, date d'arrosage et photo",
      'fr',
      'Plantes',
      ['Nom', "Date d'arrosage", 'Photo'],
    ],
    [
      'Quiero una aplicación para gestionar mis libros con título, autor y fecha',
      'es',
      'Libros',
      ['Título', 'Autor', 'Fecha'],
    ],
    ['我想要一个读书笔记应用，包括书名、作者、日期和评分', 'zh', '读书笔记', ['书名', '作者', '日期', '评分']],
    [
      'Приложение для учета моих растений с полями: название, дата полива, цена',
      'ru',
      undefined,
      ['Название', 'Дата полива', 'Цена'],
    ],
  ])('%s', (prompt, language, label, fields) => {
    const spec = planApp(prompt);
    expect(spec.language).toBe(language);
    if (label) expect(spec.entities[0]?.label).toBe(label);
    expect(spec.entities[0]?.fields.map((field) => field.label)).toEqual(fields);
    expect(spec.notes.at(-1)).toBe(languageNote(spec.language));
  });
});

describe('every plan', () => {
  const prompts = [
    'A workout log where each member records exercises, sets and weight',
    'A marketplace where users sell used bikes with photos, price and location',
    'An event calendar where visitors register for concerts',
    'Hospital system to manage patients, doctors and appointments',
    'A hotel site with rooms and reservations',
  ];

  it('has no cycle of references', () => {
    for (const prompt of prompts) {
      const spec = planApp(prompt);
      const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
        entityOf(spec, from).fields.some((field) => {
          if (!field.references || seen.has(field.references)) return false;
          return field.references === to || reaches(field.references, to, seen.add(field.references));
        });
      for (const it of spec.entities) expect(reaches(it.name, it.name)).toBe(false);
    }
  });

  it('has sample rows that fit their fields', () => {
    for (const prompt of prompts) {
      const spec = planApp(prompt);
      for (const it of spec.entities) {
        for (const row of it.samples) {
          for (const field of it.fields) {
            const value = row[field.name];
            if (field.required) expect(value ?? null, `${it.name}.${field.name}`).not.toBeNull();
            if (value === null || value === undefined) continue;
            if (field.type === 'choice') expect(field.choices?.map((choice) => choice.value)).toContain(value);
            if (field.type === 'date') expect(value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
            if (field.type === 'datetime') expect(value).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
            if (field.type === 'email') expect(value).toMatch(/^[^@\s]+@example\.com$/);
            if (field.type === 'reference') {
              expect(value).toBeLessThan(entityOf(spec, field.references ?? '').samples.length);
            }
            if (typeof value === 'number' && field.type !== 'reference') {
              expect(value).toBeGreaterThanOrEqual(field.min ?? Number.NEGATIVE_INFINITY);
              expect(value).toBeLessThanOrEqual(field.max ?? Number.POSITIVE_INFINITY);
            }
          }
        }
      }
    }
  });

  it('is the same each time', () => {
    for (const prompt of prompts) expect(planApp(prompt)).toEqual(planApp(prompt));
  });
});

describe('a thing counted by what it has already', () => {
  it('keeps the choice instead of taking a second field of that name', () => {
    const spec = planApp(
      'An internal CRM to track leads, companies and deals with amount and stage, and a report of deals per stage.',
    );
    const stages = entityOf(spec, 'deal').fields.filter((field) => field.name === 'stage');
    expect(stages.map((field) => field.type)).toEqual(['choice']);
  });
});
