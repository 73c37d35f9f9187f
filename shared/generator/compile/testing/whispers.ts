/** A plan in which people write without a name: posts with comments and votes for everyone, answers among members. */
import { type AppSpec, appSpec } from '../../app-spec.ts';

export const whispers: AppSpec = appSpec.parse({
  name: 'Whispers',
  tagline: 'Say it without a name.',
  theme: { background: '#f8fafc', component: '#334155' },
  auth: true,
  entities: [
    {
      name: 'post',
      table: 'posts',
      label: 'Post',
      labelPlural: 'Posts',
      description: 'Something said without a name.',
      access: 'public',
      anonymous: true,
      comments: true,
      votes: 'votes',
      titleField: 'title',
      fields: [
        { name: 'title', label: 'Title', type: 'text', required: true },
        { name: 'body', label: 'Text', type: 'long_text', required: true },
      ],
      samples: [
        { title: 'I never liked the canteen', body: 'Not once.' },
        { title: 'I like it', body: 'Every day.' },
      ],
    },
    {
      name: 'answer',
      table: 'answers',
      label: 'Answer',
      labelPlural: 'Answers',
      description: 'An answer among members.',
      access: 'members',
      anonymous: true,
      titleField: 'body',
      fields: [
        { name: 'post', label: 'Post', type: 'reference', references: 'post', required: true },
        { name: 'body', label: 'Answer', type: 'text', required: true },
      ],
      samples: [{ post: 0, body: 'Me neither.' }],
    },
    {
      name: 'notice',
      table: 'notices',
      label: 'Notice',
      labelPlural: 'Notices',
      description: 'With a name.',
      access: 'public',
      titleField: 'title',
      fields: [{ name: 'title', label: 'Title', type: 'text', required: true }],
      samples: [{ title: 'House rules' }],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Home',
      nav: true,
      audience: 'everyone',
      sections: [
        { kind: 'hero', heading: 'Whispers', text: 'Say it.' },
        { kind: 'recent', heading: 'Newest', entity: 'post', limit: 4 },
        { kind: 'chart', heading: 'Posts a day', entity: 'post', display: 'line', x: 'created_at', measure: 'count' },
      ],
    },
    {
      path: '/posts',
      title: 'Posts',
      nav: true,
      audience: 'everyone',
      sections: [{ kind: 'list', heading: 'Posts', entity: 'post', display: 'cards' }],
    },
    {
      path: '/table',
      title: 'Table',
      nav: true,
      audience: 'members',
      sections: [
        { kind: 'list', heading: 'Answers', entity: 'answer', display: 'table' },
        { kind: 'list', heading: 'Notices', entity: 'notice', display: 'table' },
      ],
    },
  ],
});
