/** The words of a plan as a person reads them. */
import type { Access, FieldType } from '../../../../shared/generator/app-spec.ts';

export const ACCESS_WORDS: Record<Access, string> = {
  private: 'Everyone sees only their own',
  members: 'All members see it, its owner changes it',
  public: 'Everyone sees it, its owner changes it',
  catalog: 'Everyone sees it, admins change it',
  inbox: 'Everyone can send it, admins read it',
  managed: 'Its owner and admins see and change it',
  team: 'All members see and change it',
  exchanged: 'Its sender and its recipient see it',
};

export const TYPE_WORDS: Record<FieldType, string> = {
  text: 'Text',
  long_text: 'Long text',
  integer: 'Whole number',
  number: 'Number',
  money: 'Amount of money',
  percent: 'Percentage',
  rating: 'Rating',
  date: 'Date',
  datetime: 'Date and time',
  time: 'Time',
  boolean: 'Yes or no',
  choice: 'Choice',
  email: 'E-mail',
  url: 'Web address',
  phone: 'Phone number',
  image: 'Picture',
  reference: 'Link to another thing',
  tags: 'Tags',
  rich_text: 'Formatted text',
  location: 'Place',
  color: 'Colour',
};

/** Types that a new field can have without saying more about it. */
export const SIMPLE_TYPES: readonly FieldType[] = (Object.keys(TYPE_WORDS) as FieldType[]).filter(
  (type) => type !== 'choice' && type !== 'reference',
);
