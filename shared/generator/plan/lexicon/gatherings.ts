/** Events people come to, and those who help. */
import {
  choice,
  date,
  email,
  integer,
  longText,
  money,
  type Noun,
  noun,
  phone,
  ref,
  text,
  time,
  title,
  url,
} from './noun.ts';

const PEOPLE = ['Ada Marsh', 'Ben Okafor', 'Clara Novak', 'David Lind', 'Elena Rossi', 'Farid Haddad'];

export const GATHERINGS: readonly Noun[] = [
  noun('event_ticket', {
    label: 'Ticket',
    aka: ['event ticket', 'concert ticket', 'festival ticket', 'admission ticket'],
    access: 'managed',
    about: 'Places at an event that somebody has taken.',
    needs: ['event'],
    fields: [
      ref('event', ['event']),
      title('name', PEOPLE, { label: 'Name on the ticket' }),
      integer('places', [2, 1, 4, 2, 1, 3], { min: 1, max: 20 }),
      email('email', { required: true }),
      money('total', [48, 24, 96, 36, 18, 72]),
      choice('status', ['Reserved~', 'Confirmed+', 'Cancelled!'], [1, 1, 0, 1, 0, 2]),
    ],
  }),
  noun('programme_item', {
    label: 'Programme item',
    aka: ['schedule item', 'programme item', 'program item', 'agenda item', 'order of events'],
    access: 'catalog',
    about: 'What happens when, and where.',
    fields: [
      title('title', ['Arrival and coffee', 'Ceremony', 'Drinks in the garden', 'Dinner', 'Speeches', 'Dancing']),
      time('starts_at', ['13:00', '14:00', '15:30', '18:00', '19:30', '21:00'], { required: true }),
      text('place', ['Courtyard', 'Chapel', 'Garden', 'Great hall', 'Great hall', 'Barn']),
      longText('description'),
    ],
  }),
  noun('gift', {
    aka: ['gift registry', 'registry item', 'present', 'wish list item', 'gift list'],
    access: 'catalog',
    about: 'Something that is wished for.',
    fields: [
      title('name', [
        'Set of linen',
        'Cast-iron pot',
        'Picnic basket',
        'Two bicycles',
        'Garden bench',
        'Honeymoon fund',
      ]),
      money('price', [120, 85, 60, 900, 240, null]),
      url('link'),
      choice('status', ['Free+', 'Taken'], [0, 1, 0, 0, 1, 0]),
    ],
  }),
  noun('volunteer', {
    aka: ['helper', 'volunteer profile'],
    access: 'members',
    about: 'Somebody who helps, and when they can.',
    fields: [
      title('name', PEOPLE),
      email(),
      phone(),
      text('skills', ['Driving', 'Sorting', 'First aid', 'Cooking', 'Reception', 'Heavy lifting']),
      choice('availability', ['Weekdays', 'Weekends', 'Evenings', 'Any time+'], [0, 1, 3, 2, 0, 1]),
      date('joined_on', [-800, -410, -300, -120, -40, -9]),
    ],
  }),
  noun('swap', {
    label: 'Swap',
    aka: ['shift swap', 'swap request', 'exchange request'],
    access: 'members',
    about: 'Somebody who cannot come looks for somebody who can.',
    fields: [
      ref('shift', ['shift', '*']),
      text('offered_by', PEOPLE, { required: true }),
      text('taken_by', [null, 'Clara Novak', null, null, 'Ada Marsh', null]),
      choice('status', ['Open~', 'Taken+', 'Withdrawn!'], [0, 1, 0, 2, 1, 0]),
      longText('note'),
    ],
  }),
  noun('subscriber', {
    label: 'Subscriber',
    aka: [
      'newsletter sign up',
      'newsletter signup',
      'newsletter subscriber',
      'newsletter subscription',
      'mailing list',
    ],
    access: 'inbox',
    about: 'Somebody who wants the newsletter.',
    fields: [title('name', PEOPLE), email('email', { required: true })],
  }),
];
