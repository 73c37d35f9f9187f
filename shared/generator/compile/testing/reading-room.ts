/** A plan of what is found, taken along and put in: search across entities. */
import { type AppSpec, appSpec } from '../../app-spec.ts';

const list = (path: string, title: string, entity: string, audience: string, display = 'table') => ({
  path,
  title,
  nav: true,
  audience,
  sections: [{ kind: 'list', heading: title, entity, display }],
});

export const readingRoom: AppSpec = appSpec.parse({
  name: 'Reading Room',
  tagline: 'Books, notes and who lent what.',
  theme: { background: '#fdf6e3', component: '#7c2d12' },
  auth: true,
  entities: [
    {
      name: 'book',
      table: 'books',
      label: 'Book',
      labelPlural: 'Books',
      description: 'A book of the room.',
      access: 'public',
      titleField: 'title',
      exchange: true,
      print: true,
      fields: [
        { name: 'title', label: 'Title', type: 'text', required: true },
        { name: 'writer', label: 'Writer', type: 'text', required: true },
        { name: 'about', label: 'About', type: 'rich_text' },
        { name: 'topics', label: 'Topics', type: 'tags' },
        { name: 'pages', label: 'Pages', type: 'integer', min: 1 },
        { name: 'cover', label: 'Cover', type: 'image', upload: true },
        { name: 'sample', label: 'Sample', type: 'url', upload: true },
      ],
      samples: [
        {
          title: 'The quiet garden',
          writer: 'M. Lind',
          about: '**Growing** things in shade.',
          topics: 'garden',
          pages: 210,
        },
        { title: 'Night trains', writer: 'O. Berg', about: 'Sleeping cars of Europe.', topics: 'travel, railway' },
      ],
    },
    {
      name: 'note',
      table: 'notes',
      label: 'Note',
      labelPlural: 'Notes',
      description: 'What a reader wrote down.',
      access: 'private',
      titleField: 'book',
      exchange: true,
      print: true,
      fields: [
        { name: 'book', label: 'Book', type: 'reference', references: 'book', required: true },
        { name: 'text', label: 'Text', type: 'long_text', required: true },
      ],
      samples: [
        { book: 0, text: 'Ferns grow under the garden wall.' },
        { book: 1, text: 'Book the upper bunk.' },
      ],
    },
    {
      name: 'shelf',
      table: 'shelves',
      label: 'Shelf',
      labelPlural: 'Shelves',
      description: 'Where books stand; the team keeps it.',
      access: 'team',
      titleField: 'name',
      fields: [{ name: 'name', label: 'Name', type: 'text', required: true }],
      samples: [{ name: 'Garden and nature' }, { name: 'Travel' }],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Home',
      nav: true,
      audience: 'everyone',
      sections: [{ kind: 'hero', heading: 'Come in and read', text: 'Books for everyone, notes for yourself.' }],
    },
    list('/books', 'Books', 'book', 'everyone'),
    list('/notes', 'Notes', 'note', 'members', 'cards'),
    list('/shelves', 'Shelves', 'shelf', 'members'),
    {
      path: '/search',
      title: 'Search',
      nav: false,
      audience: 'everyone',
      sections: [{ kind: 'search', heading: 'Search', entities: ['book', 'note', 'shelf'] }],
    },
  ],
});
