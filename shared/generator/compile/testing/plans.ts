/** Plans for the compiler's own tests: one for each shape of application. */
import { type AppSpec, appSpec } from '../../app-spec.ts';
import { correspondence } from './correspondence.ts';
import { readingRoom } from './reading-room.ts';
import { school } from './school.ts';
import { sharedOffice } from './shared-office.ts';
import { teaShop } from './tea-shop.ts';
import { whispers } from './whispers.ts';

const plan = (input: unknown): AppSpec => appSpec.parse(input);

export const workoutLog = plan({
  name: 'Liftlog',
  tagline: 'Every set, every session, and how far you have come.',
  theme: { background: '#ffffff', component: '#000080' },
  auth: true,
  entities: [
    {
      name: 'exercise',
      table: 'exercises',
      label: 'Exercise',
      labelPlural: 'Exercises',
      description: 'A movement that a member trains.',
      access: 'private',
      titleField: 'name',
      fields: [
        { name: 'name', label: 'Name', type: 'text', required: true },
        {
          name: 'muscle_group',
          label: 'Muscle group',
          type: 'choice',
          choices: [
            { value: 'legs', label: 'Legs' },
            { value: 'chest', label: 'Chest' },
            { value: 'back', label: 'Back' },
          ],
        },
        { name: 'notes', label: 'Notes', type: 'long_text' },
      ],
      samples: [
        { name: 'Back squat', muscle_group: 'legs', notes: 'Below parallel.' },
        { name: 'Bench press', muscle_group: 'chest', notes: null },
        { name: 'Deadlift', muscle_group: 'back', notes: null },
      ],
    },
    {
      name: 'workout_set',
      table: 'workout_sets',
      label: 'Set',
      labelPlural: 'Sets',
      description: 'Repetitions of an exercise with a weight on one day.',
      access: 'private',
      titleField: 'exercise',
      fields: [
        { name: 'exercise', label: 'Exercise', type: 'reference', references: 'exercise', required: true },
        { name: 'performed_on', label: 'Date', type: 'date', required: true },
        { name: 'repetitions', label: 'Repetitions', type: 'integer', required: true, min: 1, max: 100 },
        { name: 'weight', label: 'Weight', type: 'number', required: true, min: 0, max: 1000, unit: 'kg' },
        { name: 'effort', label: 'Effort', type: 'rating', help: 'Five is all you had.' },
      ],
      samples: [
        { exercise: 0, performed_on: '2026-01-05', repetitions: 5, weight: 80, effort: 3 },
        { exercise: 0, performed_on: '2026-01-12', repetitions: 5, weight: 82.5, effort: 3 },
        { exercise: 0, performed_on: '2026-01-19', repetitions: 5, weight: 87.5, effort: 4 },
        { exercise: 0, performed_on: '2026-01-26', repetitions: 4, weight: 92.5, effort: 5 },
        { exercise: 1, performed_on: '2026-01-06', repetitions: 8, weight: 60, effort: 3 },
        { exercise: 1, performed_on: '2026-01-13', repetitions: 8, weight: 62.5, effort: 4 },
        { exercise: 2, performed_on: '2026-01-07', repetitions: 5, weight: 110, effort: 4 },
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
        {
          kind: 'hero',
          heading: 'See your strength grow',
          text: 'Write down exercises, sets and weight after each session and watch the line go up.',
          action: { label: 'Open my log', path: '/sets' },
        },
        {
          kind: 'features',
          heading: 'What it does',
          items: [
            { title: 'Sets in seconds', text: 'Exercise, repetitions, weight: three inputs and done.' },
            { title: 'Progress you can see', text: 'A line for each exercise shows your best set of every day.' },
            { title: 'Yours alone', text: 'Nobody but you can read what you log.' },
          ],
        },
      ],
    },
    {
      path: '/sets',
      title: 'Sets',
      nav: true,
      audience: 'members',
      sections: [{ kind: 'list', heading: 'All sets', entity: 'workout_set', display: 'table' }],
    },
    {
      path: '/exercises',
      title: 'Exercises',
      nav: true,
      audience: 'members',
      sections: [{ kind: 'list', heading: 'My exercises', entity: 'exercise', display: 'cards' }],
    },
    {
      path: '/progress',
      title: 'Progress',
      nav: true,
      audience: 'members',
      sections: [
        {
          kind: 'stats',
          heading: 'In numbers',
          items: [
            { label: 'Sets', entity: 'workout_set', measure: 'count' },
            { label: 'Heaviest', entity: 'workout_set', measure: 'max', field: 'weight' },
            { label: 'Exercises', entity: 'exercise', measure: 'count' },
          ],
        },
        {
          kind: 'chart',
          heading: 'Best weight',
          entity: 'workout_set',
          display: 'line',
          x: 'performed_on',
          measure: 'max',
          y: 'weight',
          by: 'exercise',
        },
        {
          kind: 'chart',
          heading: 'Sets by exercise',
          entity: 'workout_set',
          display: 'bar',
          x: 'exercise',
          measure: 'count',
        },
        { kind: 'recent', heading: 'Latest sets', entity: 'workout_set', limit: 5 },
      ],
    },
  ],
});

export const forum = plan({
  name: 'Campus Voices',
  tagline: 'Ask, answer and discuss.',
  theme: { background: '#fffff0', component: '#2e8b57', font: 'serif' },
  auth: true,
  entities: [
    {
      name: 'reply',
      table: 'replies',
      label: 'Reply',
      labelPlural: 'Replies',
      description: 'An answer to a topic.',
      access: 'public',
      titleField: 'body',
      fields: [
        { name: 'topic_id', label: 'Topic', type: 'reference', references: 'topic', required: true },
        { name: 'body', label: 'Text', type: 'long_text', required: true },
      ],
      samples: [
        { topic_id: 0, body: 'The library opens at seven.' },
        { topic_id: 0, body: "It's earlier during exams." },
        { topic_id: 1, body: 'Take the tram.' },
      ],
    },
    {
      name: 'topic',
      table: 'topics',
      label: 'Topic',
      labelPlural: 'Topics',
      description: 'Something to talk about.',
      access: 'public',
      comments: true,
      votes: 'votes',
      titleField: 'title',
      fields: [
        { name: 'title', label: 'Title', type: 'text', required: true },
        { name: 'body', label: 'Text', type: 'long_text', required: true },
        {
          name: 'category',
          label: 'Category',
          type: 'choice',
          choices: [
            { value: 'general', label: 'General' },
            { value: 'study', label: 'Study', tone: 'good' },
          ],
        },
        { name: 'solved', label: 'Solved', type: 'boolean' },
      ],
      samples: [
        { title: 'When does the library open?', body: 'I could not find it.', category: 'study', solved: true },
        { title: 'How to get to campus?', body: 'By bus?', category: 'general', solved: false },
      ],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Topics',
      nav: true,
      audience: 'everyone',
      sections: [
        { kind: 'hero', heading: 'Campus Voices', text: 'Ask anything about life on campus.' },
        { kind: 'list', heading: 'Topics', entity: 'topic', display: 'table' },
        { kind: 'recent', heading: 'Newest replies', entity: 'reply', limit: 5 },
      ],
    },
  ],
});

export const shopCatalogue = plan({
  name: 'Holz & Faden',
  tagline: 'Möbel und Textilien aus der Werkstatt.',
  language: 'de',
  theme: { background: '#f5fffa', component: '#ffb6c1' },
  auth: true,
  entities: [
    {
      name: 'category',
      table: 'categories',
      label: 'Kategorie',
      labelPlural: 'Kategorien',
      description: 'Ordnet die Produkte.',
      access: 'catalog',
      titleField: 'name',
      fields: [{ name: 'name', label: 'Name', type: 'text', required: true }],
      samples: [{ name: 'Stühle' }, { name: 'Decken' }],
    },
    {
      name: 'product',
      table: 'products',
      label: 'Produkt',
      labelPlural: 'Produkte',
      description: 'Was es zu kaufen gibt.',
      access: 'catalog',
      comments: true,
      votes: 'likes',
      titleField: 'name',
      fields: [
        { name: 'name', label: 'Name', type: 'text', required: true },
        { name: 'category', label: 'Kategorie', type: 'reference', references: 'category', required: true },
        { name: 'price', label: 'Preis', type: 'money', unit: 'EUR', required: true, min: 0 },
        { name: 'photo', label: 'Bild', type: 'image' },
        { name: 'description', label: 'Beschreibung', type: 'long_text' },
        { name: 'available', label: 'Auf Lager', type: 'boolean' },
      ],
      samples: [
        { name: 'Hocker Eiche', category: 0, price: 129, photo: null, description: 'Geölt.', available: true },
        { name: 'Wolldecke', category: 1, price: 89.5, photo: null, description: 'Merino.', available: false },
      ],
    },
    {
      name: 'order',
      table: 'orders',
      label: 'Bestellung',
      labelPlural: 'Bestellungen',
      description: 'Ein Kaufwunsch.',
      access: 'private',
      titleField: 'product',
      fields: [
        { name: 'product', label: 'Produkt', type: 'reference', references: 'product', required: true },
        { name: 'amount', label: 'Menge', type: 'integer', required: true, min: 1, max: 20 },
      ],
      samples: [{ product: 0, amount: 2 }],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Start',
      nav: true,
      audience: 'everyone',
      sections: [
        { kind: 'hero', heading: 'Aus der Werkstatt', text: 'Jedes Stück ein Einzelstück.' },
        { kind: 'list', heading: 'Produkte', entity: 'product', display: 'cards' },
        { kind: 'list', heading: 'Kategorien', entity: 'category', display: 'table' },
      ],
    },
    {
      path: '/bestellungen',
      title: 'Bestellungen',
      nav: true,
      audience: 'members',
      sections: [{ kind: 'list', heading: 'Meine Bestellungen', entity: 'order', display: 'table' }],
    },
  ],
});

export const clinic = plan({
  name: 'Riverside Clinic',
  tagline: 'Family medicine by the river.',
  theme: { background: '#f0f8ff', component: '#008080' },
  auth: false,
  entities: [
    {
      name: 'message',
      table: 'messages',
      label: 'Message',
      labelPlural: 'Messages',
      description: 'What visitors write to the clinic.',
      access: 'inbox',
      titleField: 'name',
      fields: [
        { name: 'name', label: 'Your name', type: 'text', required: true },
        { name: 'email', label: 'Email', type: 'email', required: true },
        { name: 'phone', label: 'Phone', type: 'phone' },
        { name: 'body', label: 'Message', type: 'long_text', required: true },
      ],
    },
    {
      name: 'service',
      table: 'services',
      label: 'Service',
      labelPlural: 'Services',
      description: 'What the clinic offers.',
      access: 'catalog',
      titleField: 'name',
      fields: [
        { name: 'name', label: 'Name', type: 'text', required: true },
        { name: 'summary', label: 'Summary', type: 'long_text' },
      ],
      samples: [
        { name: 'Check-up', summary: 'A yearly look at the whole of you.' },
        { name: 'Vaccination', summary: 'For travel and for every day.' },
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
        {
          kind: 'hero',
          heading: 'Care close to home',
          text: 'Same-day appointments.',
          action: { label: 'Contact us', path: '/contact' },
        },
        { kind: 'list', heading: 'Services', entity: 'service', display: 'cards' },
        {
          kind: 'faq',
          heading: 'Questions',
          items: [{ question: 'Do you take walk-ins?', answer: 'Yes, until four.' }],
        },
      ],
    },
    {
      path: '/about-us',
      title: 'About us',
      nav: true,
      audience: 'everyone',
      sections: [{ kind: 'text', heading: 'Since 1982', paragraphs: ['Three doctors.', 'One idea: time for you.'] }],
    },
    {
      path: '/contact',
      title: 'Contact',
      nav: true,
      audience: 'everyone',
      sections: [{ kind: 'contact', heading: 'Write to us', text: 'We answer within a day.', entity: 'message' }],
    },
  ],
});

export const crm = plan({
  name: 'Leadwell',
  tagline: 'Sales leads, in order.',
  theme: { background: '#1a1a2e', component: '#e0a96d', font: 'mono' },
  auth: true,
  entities: [
    {
      name: 'company',
      table: 'companies',
      label: 'Company',
      labelPlural: 'Companies',
      description: 'Where leads work.',
      access: 'members',
      titleField: 'name',
      fields: [
        { name: 'name', label: 'Name', type: 'text', required: true },
        { name: 'website', label: 'Website', type: 'url' },
      ],
      samples: [
        { name: 'Acme', website: 'https://acme.example' },
        { name: 'Globex', website: null },
      ],
    },
    {
      name: 'lead',
      table: 'leads',
      label: 'Lead',
      labelPlural: 'Leads',
      description: 'A person who may buy.',
      access: 'members',
      titleField: 'name',
      fields: [
        { name: 'name', label: 'Name', type: 'text', required: true },
        { name: 'company', label: 'Company', type: 'reference', references: 'company' },
        { name: 'email', label: 'Email', type: 'email' },
        { name: 'value', label: 'Value', type: 'money', unit: 'USD' },
        {
          name: 'status',
          label: 'Status',
          type: 'choice',
          choices: [
            { value: 'new', label: 'New' },
            { value: 'won', label: 'Won', tone: 'good' },
            { value: 'lost', label: 'Lost', tone: 'bad' },
          ],
        },
      ],
      samples: [
        { name: 'Jo Park', company: 0, email: 'jo@acme.example', value: 12000, status: 'new' },
        { name: 'Sam Lee', company: 1, email: null, value: 3400.5, status: 'won' },
      ],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Dashboard',
      nav: true,
      audience: 'members',
      sections: [
        {
          kind: 'stats',
          heading: 'Pipeline',
          items: [
            { label: 'Leads', entity: 'lead', measure: 'count' },
            { label: 'Worth', entity: 'lead', measure: 'sum', field: 'value' },
          ],
        },
        {
          kind: 'chart',
          heading: 'Value by status',
          entity: 'lead',
          display: 'bar',
          x: 'status',
          measure: 'sum',
          y: 'value',
        },
        { kind: 'recent', heading: 'New leads', entity: 'lead', limit: 3 },
      ],
    },
    {
      path: '/leads',
      title: 'Leads',
      nav: true,
      audience: 'members',
      sections: [{ kind: 'list', heading: 'Leads', entity: 'lead', display: 'table' }],
    },
    {
      path: '/pipeline',
      title: 'Pipeline',
      nav: true,
      audience: 'members',
      sections: [{ kind: 'list', heading: 'Pipeline', entity: 'lead', display: 'board', by: 'status' }],
    },
    {
      path: '/companies',
      title: 'Companies',
      nav: true,
      audience: 'members',
      sections: [{ kind: 'list', heading: 'Companies', entity: 'company', display: 'table' }],
    },
  ],
});

const everyField = [
  { name: 'title', label: 'Title', type: 'text', required: true },
  { name: 'story', label: 'Story', type: 'long_text' },
  { name: 'pieces', label: 'Pieces', type: 'integer', required: true, min: 0 },
  { name: 'length', label: 'Length', type: 'number', unit: 'm' },
  { name: 'cost', label: 'Cost', type: 'money', unit: 'GBP', required: true },
  { name: 'done_share', label: 'Done', type: 'percent' },
  { name: 'stars', label: 'Stars', type: 'rating', required: true },
  { name: 'day', label: 'Day', type: 'date', required: true },
  { name: 'starts_at', label: 'Starts', type: 'datetime', required: true },
  { name: 'opens', label: 'Opens', type: 'time' },
  { name: 'active', label: 'Active', type: 'boolean' },
  {
    name: 'state',
    label: 'State',
    type: 'choice',
    choices: [
      { value: 'open', label: 'Open', tone: 'warn' },
      { value: 'closed', label: 'Closed' },
    ],
  },
  { name: 'mail', label: 'Mail', type: 'email' },
  { name: 'link', label: 'Link', type: 'url' },
  { name: 'phone', label: 'Phone', type: 'phone' },
  { name: 'photo', label: 'Photo', type: 'image' },
  { name: 'topics', label: 'Topics', type: 'tags' },
  { name: 'needed_tags', label: 'Needed tags', type: 'tags', required: true },
  { name: 'report', label: 'Report', type: 'rich_text' },
  { name: 'place', label: 'Place', type: 'location' },
  { name: 'shade', label: 'Shade', type: 'color' },
];

const accesses = ['private', 'members', 'public', 'catalog', 'inbox', 'managed', 'team'] as const;
const charts = accesses.slice(0, 5).flatMap((access) => [
  {
    kind: 'chart',
    heading: `${access} over time`,
    entity: `${access}_thing`,
    display: 'line',
    x: 'day',
    measure: 'average',
    y: 'cost',
  },
  {
    kind: 'chart',
    heading: `${access} by state`,
    entity: `${access}_thing`,
    display: 'bar',
    x: 'state',
    measure: 'count',
  },
]);

/** Every field type, access rule and section kind, names that are reserved somewhere, references of every sort. */
export const everything = plan({
  name: 'Everything',
  tagline: 'All of it at once.',
  theme: { background: '#fafafa', component: '#ff6347' },
  auth: true,
  entities: [
    ...accesses.map((access) => ({
      name: `${access}_thing`,
      table: `${access}_things`,
      label: `${access} thing`,
      labelPlural: `${access} things`,
      description: `A thing that is ${access}.`,
      access,
      ...(access === 'managed' || access === 'team' ? { comments: true, votes: 'likes' } : {}),
      exchange: true,
      print: true,
      titleField: 'title',
      steps: [
        { label: "What it's about", fields: ['title', 'story', 'pieces'] },
        { label: 'When', fields: ['day', 'starts_at', 'opens'] },
      ],
      fields: [
        ...everyField,
        { name: 'own', label: 'Own', type: 'reference', references: 'private_thing' },
        { name: 'shared', label: 'Shared', type: 'reference', references: 'public_thing' },
      ],
      samples: [
        {
          title: 'One',
          story: 'A long one.',
          pieces: 3,
          length: 1.5,
          cost: 20,
          done_share: 40,
          stars: 4,
          day: '2026-02-01',
          starts_at: '2026-02-01T10:00:00Z',
          opens: '09:00',
          active: true,
          state: 'open',
          mail: 'one@example.com',
          link: 'https://example.com',
          phone: '+44 20 7946 0000',
          photo: 'https://example.com/one.png',
          topics: "red, it's, blue",
          report: '# Head\n\nSome **bold** words.',
          place: 'Main Street 1',
          shade: '#FF0000',
          own: 0,
          shared: 0,
        },
        { title: 'Two', pieces: 'not a number', cost: 5, stars: 9, day: 'soon', starts_at: '', state: 'unknown' },
      ],
    })),
    {
      name: 'user',
      table: 'user',
      label: 'User',
      labelPlural: 'Users',
      description: 'A name that is reserved in SQL.',
      access: 'private',
      titleField: 'order',
      fields: [
        { name: 'order', label: 'Order', type: 'text', required: true },
        { name: 'parent', label: 'Parent', type: 'reference', references: 'user' },
        { name: 'constructor', label: 'Constructor', type: 'text' },
        { name: 'page', label: 'Page', type: 'boolean' },
        { name: 'event', label: 'Event', type: 'reference', references: 'event' },
      ],
      samples: [
        { order: 'First', parent: null },
        { order: 'Second', parent: 0 },
      ],
    },
    {
      name: 'event',
      table: 'app_admins',
      label: 'Event',
      labelPlural: 'Events',
      description: 'A table of the name the compiler uses; in a circle with users.',
      access: 'private',
      titleField: 'class',
      fields: [
        { name: 'class', label: 'Class', type: 'reference', references: 'user' },
        { name: 'where', label: 'Where', type: 'text' },
      ],
      samples: [{ class: 0, where: 'Here' }],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Home',
      nav: true,
      audience: 'everyone',
      sections: [
        { kind: 'hero', heading: 'All', text: 'All of it.', action: { label: 'Nowhere', path: '/nowhere' } },
        {
          kind: 'features',
          heading: 'Two',
          items: [
            { title: 'A', text: 'a' },
            { title: 'B', text: 'b' },
          ],
        },
        { kind: 'text', heading: 'Text', paragraphs: ['One.'] },
        { kind: 'faq', heading: 'FAQ', items: [{ question: 'Q?', answer: 'A.' }] },
        ...accesses.map((access) => ({ kind: 'list', heading: access, entity: `${access}_thing`, display: 'cards' })),
        { kind: 'contact', heading: 'Write', text: 'Do.', entity: 'inbox_thing' },
      ],
    },
    {
      path: '/numbers',
      title: 'Numbers',
      nav: true,
      audience: 'members',
      sections: [
        {
          kind: 'stats',
          heading: 'Stats',
          items: [
            { label: 'Count', entity: 'public_thing', measure: 'count' },
            { label: 'Sum', entity: 'public_thing', measure: 'sum', field: 'cost' },
            { label: 'Average', entity: 'public_thing', measure: 'average', field: 'done_share' },
            { label: 'Max', entity: 'catalog_thing', measure: 'max', field: 'length' },
          ],
        },
        {
          kind: 'stats',
          heading: 'More',
          items: [{ label: 'Messages', entity: 'inbox_thing', measure: 'count' }],
        },
        {
          kind: 'chart',
          heading: 'Rows',
          entity: 'user',
          display: 'line',
          x: 'created_at',
          measure: 'count',
          by: 'parent',
        },
      ],
    },
    { path: '/numbers/charts', title: 'Charts', nav: true, audience: 'everyone', sections: charts },
    ...accesses.map((access) => ({
      path: `/${access}-views`,
      title: `${access} views`,
      nav: false,
      audience: access === 'inbox' ? 'admins' : 'everyone',
      sections: [
        { kind: 'list', heading: 'Board', entity: `${access}_thing`, display: 'board', by: 'state' },
        { kind: 'list', heading: 'Days', entity: `${access}_thing`, display: 'calendar', by: 'day' },
        { kind: 'list', heading: 'Times', entity: `${access}_thing`, display: 'calendar', by: 'starts_at' },
        { kind: 'list', heading: 'Line', entity: `${access}_thing`, display: 'timeline', by: 'starts_at' },
      ],
    })),
    {
      path: '/admin',
      title: 'Admin',
      nav: true,
      audience: 'admins',
      sections: [
        { kind: 'list', heading: 'Messages', entity: 'inbox_thing', display: 'table' },
        { kind: 'list', heading: 'Users', entity: 'user', display: 'table' },
        { kind: 'list', heading: 'Things', entity: 'public_thing', display: 'table' },
        { kind: 'recent', heading: 'Events', entity: 'event', limit: 4 },
        { kind: 'list', heading: 'Gallery', entity: 'public_thing', display: 'gallery' },
        { kind: 'recent', heading: 'Catalog', entity: 'catalog_thing', limit: 4 },
      ],
    },
  ],
  notes: ['It cannot do *everything*.'],
});

/** Pages alone: nothing is kept, nobody signs in. */
export const leaflet = plan({
  name: 'Leaflet',
  tagline: 'One page.',
  theme: { background: '#000000', component: '#00ff00' },
  auth: false,
  entities: [],
  pages: [
    {
      path: '/',
      title: 'Home',
      nav: false,
      audience: 'everyone',
      sections: [{ kind: 'text', heading: 'Hello', paragraphs: ['There is nothing more.'] }],
    },
  ],
});

export const PLANS: Readonly<Record<string, AppSpec>> = {
  workoutLog,
  forum,
  shopCatalogue,
  clinic,
  crm,
  everything,
  sharedOffice,
  correspondence,
  readingRoom,
  whispers,
  teaShop,
  school,
  leaflet,
};
