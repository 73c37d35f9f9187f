/** Jobs and those who look for them. */
import { choice, date, email, integer, longText, money, type Noun, noun, phone, ref, text, title } from './noun.ts';

const PEOPLE = ['Ada Marsh', 'Ben Okafor', 'Clara Novak', 'David Lind', 'Elena Rossi', 'Farid Haddad'];

export const HIRING: readonly Noun[] = [
  noun('job', {
    aka: [
      'job listing',
      'job posting',
      'job opening',
      'vacancy',
      'job ad',
      'position',
      'job post',
      'posting',
      'driver job',
    ],
    access: 'public',
    about: 'An open position with place, pay and what is expected.',
    fields: [
      title('title', [
        'Lorry driver, long distance',
        'Delivery driver',
        'Bus driver, city lines',
        'Forklift operator',
        'Night courier',
        'School bus driver',
      ]),
      text(
        'company',
        ['Lind Logistics', 'Parcel Blue', 'City Transit', 'Harbour Metals', 'Moonlight Express', 'City Transit'],
        { required: true },
      ),
      text('location', ['Hamburg', 'Leeds', 'Lyon', 'Gdansk', 'Porto', 'Lyon']),
      choice('employment', ['Full time', 'Part time', 'Contract', 'Temporary'], [0, 0, 0, 0, 1, 1]),
      money('salary', [42000, 31000, 36500, 34000, 18000, 21000], { label: 'Yearly salary' }),
      longText(
        'description',
        [
          'Tours through northern Europe, home at weekends.',
          'Parcels in the city by electric van.',
          'Early and late shifts.',
          'Two shifts, modern warehouse.',
          'Five nights a week.',
          'Term time, mornings and afternoons.',
        ],
        { required: true },
      ),
      choice('status', ['Active+', 'Paused~', 'Closed!'], [0, 0, 0, 0, 1, 0]),
      date('apply_by', [20, 14, 30, 9, 12, 25]),
    ],
  }),
  noun('job_application', {
    label: 'Application',
    aka: ['application', 'job application', 'adoption application', 'adoption request', 'membership application'],
    access: 'private',
    about: 'An application for a position and where it stands.',
    fields: [
      title('name', PEOPLE, { label: 'Your name' }),
      ref('job', ['job', 'course', 'program', 'pet', '*'], { label: 'For' }),
      email('email', { required: true }),
      phone(),
      longText(
        'message',
        [
          'Ten years on the road.',
          'Free from December.',
          'Licence class D.',
          'Two years in a warehouse.',
          'Nights suit me well.',
          'Good with children.',
        ],
        { label: 'Why you' },
      ),
      choice('status', ['Sent', 'Read~', 'Invited+', 'Declined!'], [1, 0, 2, 0, 3, 0]),
    ],
  }),
  noun('candidate', {
    label: 'Candidate',
    aka: ['job seeker', 'applicant', 'talent'],
    access: 'members',
    about: 'A candidate with experience and contact.',
    fields: [
      title('name', PEOPLE),
      text('desired_role', ['Driver', 'Buyer', 'Designer', 'Planner', 'Cook', 'Guide']),
      integer('experience', [10, 4, 6, 2, 12, 3], { unit: 'years', max: 70 }),
      email(),
      phone(),
      longText('about'),
    ],
  }),
  noun('driver', {
    label: 'Driver',
    labelPlural: 'Drivers',
    aka: ['driver profile'],
    access: 'public',
    about: 'A driver with licence, experience and where they work.',
    fields: [
      title('name', PEOPLE),
      choice('licence', ['Car', 'Lorry', 'Bus', 'Forklift'], [1, 0, 2, 3, 0, 2]),
      integer('experience', [10, 3, 15, 6, 2, 8], { unit: 'years', max: 70 }),
      text('location', ['Hamburg', 'Leeds', 'Lyon', 'Gdansk', 'Porto', 'Lyon']),
      choice('availability', ['Available+', 'From next month~', 'Not looking'], [0, 0, 1, 0, 2, 0]),
      longText('about', [
        'Long distance, no accidents.',
        'Knows every shortcut.',
        'Patient with passengers.',
        'Careful and quick.',
        'Prefers nights.',
        'Calm in any traffic.',
      ]),
    ],
  }),
];
