/** A plan whose rows pass between people: requests that an admin decides, bookings, a team's tasks, moderated notices. */
import { type AppSpec, appSpec } from '../../app-spec.ts';

const list = (path: string, title: string, entity: string, audience = 'members') => ({
  path,
  title,
  nav: true,
  audience,
  sections: [{ kind: 'list', heading: title, entity, display: 'table' }],
});

export const sharedOffice: AppSpec = appSpec.parse({
  name: 'Shared Office',
  tagline: 'Rooms, requests and tasks of one house.',
  theme: { background: '#f7f7f2', component: '#14532d' },
  auth: true,
  entities: [
    {
      name: 'card',
      table: 'cards',
      label: 'Card',
      labelPlural: 'Cards',
      description: 'Who somebody is and where they sit.',
      access: 'managed',
      single: true,
      titleField: 'name',
      fields: [
        { name: 'name', label: 'Your name', type: 'text', required: true },
        { name: 'photo', label: 'Photo', type: 'image' },
        { name: 'joined_year', label: 'Here since', type: 'integer' },
      ],
      samples: [
        { name: 'Ada Marsh', joined_year: 2019 },
        { name: 'Ben Okafor', joined_year: 2024 },
        { name: 'Nobody', joined_year: 2025 },
      ],
    },
    {
      name: 'room',
      table: 'rooms',
      label: 'Room',
      labelPlural: 'Rooms',
      description: 'A room that can be booked.',
      access: 'catalog',
      titleField: 'name',
      votes: 'likes',
      fields: [
        { name: 'name', label: 'Name', type: 'text', required: true },
        { name: 'seats', label: 'Seats', type: 'integer', min: 1 },
      ],
      samples: [
        { name: 'Attic', seats: 4 },
        { name: 'Garden room', seats: 12 },
      ],
    },
    {
      name: 'booking',
      table: 'bookings',
      label: 'Booking',
      labelPlural: 'Bookings',
      description: 'A room for a time.',
      access: 'managed',
      titleField: 'purpose',
      booking: { resource: 'room', start: 'starts_at', end: 'ends_at' },
      workflow: {
        field: 'status',
        steps: [
          { from: ['asked'], to: 'approved', by: 'admin', label: 'Approve' },
          { from: ['asked'], to: 'declined', by: 'admin', label: 'Decline' },
          { from: ['asked', 'approved'], to: 'cancelled', by: 'owner', label: 'Cancel' },
          { from: ['approved'], to: 'done', by: 'admin', label: 'Close' },
        ],
      },
      fields: [
        { name: 'purpose', label: 'Purpose', type: 'text', required: true },
        { name: 'room', label: 'Room', type: 'reference', references: 'room', required: true },
        { name: 'starts_at', label: 'From', type: 'datetime', required: true },
        { name: 'ends_at', label: 'Until', type: 'datetime', required: true },
        {
          name: 'status',
          label: 'Status',
          type: 'choice',
          choices: [
            { value: 'asked', label: 'Asked', tone: 'warn' },
            { value: 'approved', label: 'Approved', tone: 'good' },
            { value: 'declined', label: 'Declined', tone: 'bad' },
            { value: 'cancelled', label: 'Cancelled' },
            { value: 'done', label: 'Done' },
          ],
        },
      ],
      samples: [
        {
          purpose: 'Workshop',
          room: 1,
          starts_at: '2026-03-02T09:00:00Z',
          ends_at: '2026-03-02T12:00:00Z',
          status: 'approved',
        },
        {
          purpose: 'Interview',
          room: 0,
          starts_at: '2026-03-02T10:00:00Z',
          ends_at: '2026-03-02T11:00:00Z',
          status: 'asked',
        },
      ],
    },
    {
      name: 'task',
      table: 'tasks',
      label: 'Task',
      labelPlural: 'Tasks',
      description: 'Something the house has to do.',
      access: 'team',
      titleField: 'title',
      comments: true,
      workflow: {
        field: 'state',
        steps: [
          { from: ['open'], to: 'doing', by: 'owner', label: 'Start' },
          { from: ['doing'], to: 'done', by: 'owner', label: 'Finish' },
        ],
      },
      fields: [
        { name: 'title', label: 'Title', type: 'text', required: true },
        {
          name: 'state',
          label: 'State',
          type: 'choice',
          choices: [
            { value: 'open', label: 'Open' },
            { value: 'doing', label: 'Doing', tone: 'warn' },
            { value: 'done', label: 'Done', tone: 'good' },
          ],
        },
      ],
      samples: [
        { title: 'Water the plants', state: 'open' },
        { title: 'Fix the door', state: 'doing' },
      ],
    },
    {
      name: 'notice',
      table: 'notices',
      label: 'Notice',
      labelPlural: 'Notices',
      description: 'What somebody tells the others.',
      access: 'public',
      titleField: 'title',
      votes: 'votes',
      comments: true,
      workflow: {
        field: 'state',
        steps: [
          { from: ['fresh'], to: 'pinned', by: 'admin', label: 'Pin' },
          { from: ['fresh', 'pinned'], to: 'over', by: 'owner', label: 'Mark as over' },
        ],
      },
      fields: [
        { name: 'title', label: 'Title', type: 'text', required: true },
        { name: 'body', label: 'Text', type: 'long_text', required: true },
        {
          name: 'state',
          label: 'State',
          type: 'choice',
          choices: [
            { value: 'fresh', label: 'New' },
            { value: 'pinned', label: 'Pinned', tone: 'good' },
            { value: 'over', label: 'Over' },
          ],
        },
      ],
      samples: [
        { title: 'Lost umbrella', body: 'Green, with a wooden handle.', state: 'fresh' },
        { title: 'Summer party', body: 'Everyone is welcome.', state: 'pinned' },
      ],
    },
    {
      name: 'visit',
      table: 'visits',
      label: 'Visit',
      labelPlural: 'Visits',
      description: 'A slot with somebody of the house.',
      access: 'members',
      titleField: 'host',
      booking: { resource: 'host', start: 'day' },
      fields: [
        { name: 'host', label: 'Host', type: 'text', required: true },
        { name: 'day', label: 'Day', type: 'date', required: true },
      ],
      samples: [{ host: 'Reception', day: '2026-03-03' }],
    },
  ],
  pages: [
    {
      path: '/my-card',
      title: 'My card',
      nav: false,
      audience: 'members',
      sections: [{ kind: 'own', heading: 'My card', entity: 'card' }],
    },
    {
      path: '/',
      title: 'Home',
      nav: true,
      audience: 'everyone',
      sections: [
        { kind: 'hero', heading: 'One house', text: 'Rooms, notices and tasks.' },
        { kind: 'recent', heading: 'Notices', entity: 'notice', limit: 3 },
        { kind: 'list', heading: 'Rooms', entity: 'room', display: 'cards' },
      ],
    },
    list('/bookings', 'Bookings', 'booking'),
    list('/tasks', 'Tasks', 'task'),
    list('/notices', 'Notices', 'notice', 'everyone'),
    list('/visits', 'Visits', 'visit'),
  ],
});
