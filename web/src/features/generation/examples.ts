/** Descriptions a person can start from, each of another shape. */
export const EXAMPLES: readonly { title: string; prompt: string }[] = [
  {
    title: 'Workout log',
    prompt:
      'A workout log where each member records exercises, sets and weight, with a chart of progress. White background, navy components.',
  },
  {
    title: 'Recipe box',
    prompt:
      'A recipe box for a family: recipes with ingredients, steps, cooking time and a photo, searchable by ingredient. Cream background, olive green components.',
  },
  {
    title: 'Client invoices',
    prompt:
      'An invoice tracker for a freelancer with clients, invoices, amounts, due dates and a paid status, and the total that is still open. White background, indigo components.',
  },
  {
    title: 'Book club',
    prompt:
      'A book club where members suggest books, vote for the next one and write reviews with a rating from 1 to 5. Light grey background, burgundy components.',
  },
];
