/** A plan in which people write to each other: mail with subjects, and a chat about things of a catalogue. */
import { type AppSpec, appSpec } from '../../app-spec.ts';

export const correspondence: AppSpec = appSpec.parse({
  name: 'Correspondence',
  tagline: 'Letters and short words.',
  theme: { background: '#ffffff', component: '#7c2d12' },
  auth: true,
  entities: [
    {
      name: 'letter',
      table: 'letters',
      label: 'Letter',
      labelPlural: 'Letters',
      description: 'Something longer to somebody.',
      access: 'exchanged',
      titleField: 'subject',
      fields: [
        { name: 'subject', label: 'Subject', type: 'text', required: true },
        { name: 'body', label: 'Text', type: 'rich_text', required: true },
        {
          name: 'weight',
          label: 'Weight',
          type: 'choice',
          choices: [
            { value: 'normal', label: 'Normal' },
            { value: 'urgent', label: 'Urgent', tone: 'warn' },
          ],
        },
        { name: 'recipient', label: 'Also for', type: 'text' },
      ],
      samples: [
        { subject: "It's lunch", body: 'On **Friday**?', weight: 'urgent', recipient: 'Clara' },
        { subject: 'Re: Lunch', body: 'Yes.', weight: 'normal' },
        { subject: 'Notes', body: 'As promised.', weight: 'normal' },
      ],
    },
    {
      name: 'bike',
      table: 'bikes',
      label: 'Bike',
      labelPlural: 'Bikes',
      description: 'A bike that somebody sells.',
      access: 'public',
      titleField: 'name',
      fields: [{ name: 'name', label: 'Name', type: 'text', required: true }],
      samples: [{ name: 'Blue tourer' }, { name: 'Folding bike' }],
    },
    {
      name: 'message',
      table: 'messages',
      label: 'Message',
      labelPlural: 'Messages',
      description: 'A word about a bike.',
      access: 'exchanged',
      titleField: 'body',
      fields: [
        { name: 'body', label: 'Message', type: 'long_text', required: true },
        { name: 'bike', label: 'About', type: 'reference', references: 'bike' },
      ],
      samples: [{ body: 'Is it still there?', bike: 0 }, { body: 'It is.', bike: 0 }, { body: 'Then I come.' }],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Home',
      nav: true,
      audience: 'everyone',
      sections: [
        { kind: 'hero', heading: 'Write', text: 'Letters and short words.' },
        { kind: 'list', heading: 'Bikes', entity: 'bike', display: 'cards' },
        { kind: 'list', heading: 'Messages', entity: 'message', display: 'table' },
      ],
    },
    {
      path: '/letters',
      title: 'Letters',
      nav: true,
      audience: 'members',
      sections: [{ kind: 'list', heading: 'Letters', entity: 'letter', display: 'table' }],
    },
    {
      path: '/numbers',
      title: 'Numbers',
      nav: true,
      audience: 'members',
      sections: [
        { kind: 'stats', heading: 'Letters', items: [{ label: 'Letters', entity: 'letter', measure: 'count' }] },
        { kind: 'chart', heading: 'By weight', entity: 'letter', display: 'bar', x: 'weight', measure: 'count' },
      ],
    },
  ],
});
