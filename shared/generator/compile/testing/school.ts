/** A plan with a quiz: questions that an admin keeps, answers that nobody reads before answering. */
import { type AppSpec, appSpec } from '../../app-spec.ts';

const option = (letter: string) => ({
  name: `option_${letter}`,
  label: `Option ${letter.toUpperCase()}`,
  type: 'text',
});

export const school: AppSpec = appSpec.parse({
  name: 'School',
  tagline: 'What do you know?',
  theme: { background: '#ffffff', component: '#0f766e' },
  auth: true,
  entities: [
    {
      name: 'question',
      table: 'questions',
      label: 'Question',
      labelPlural: 'Questions',
      description: 'A question with answers to choose from.',
      access: 'catalog',
      titleField: 'text',
      fields: [
        { name: 'text', label: 'Question', type: 'text', required: true },
        { ...option('a'), required: true },
        { ...option('b'), required: true },
        option('c'),
        {
          name: 'answer',
          label: 'Right answer',
          type: 'choice',
          required: true,
          choices: [
            { value: 'a', label: 'Option A' },
            { value: 'b', label: 'Option B' },
            { value: 'c', label: 'Option C' },
          ],
        },
      ],
      samples: [
        { text: 'How much is 7 × 8?', option_a: '54', option_b: '56', option_c: '58', answer: 'b' },
        { text: "What's water?", option_a: 'H₂O', option_b: 'CO₂', answer: 'a' },
      ],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Home',
      nav: true,
      audience: 'everyone',
      sections: [{ kind: 'hero', heading: 'School', text: 'What do you know?' }],
    },
    {
      path: '/quiz',
      title: 'Quiz',
      nav: true,
      audience: 'everyone',
      sections: [
        {
          kind: 'quiz',
          heading: 'Quiz',
          entity: 'question',
          asks: 'text',
          options: ['option_a', 'option_b', 'option_c'],
          right: 'answer',
        },
      ],
    },
    {
      path: '/questions',
      title: 'Questions',
      nav: true,
      audience: 'admins',
      sections: [{ kind: 'list', heading: 'Questions', entity: 'question', display: 'table' }],
    },
  ],
});
