/** What a firm of advisers shows of itself. */
import { choice, email, image, longText, money, type Noun, noun, phone, ref, text, title } from './noun.ts';

export const LAW: readonly Noun[] = [
  noun('practice_area', {
    aka: ['practice area', 'area of practice', 'area of law', 'field of law', 'legal service'],
    access: 'catalog',
    about: 'A field the firm advises in.',
    fields: [
      title('name', ['Family law', 'Employment', 'Property', 'Wills and estates', 'Company law', 'Personal injury']),
      longText(
        'description',
        [
          'Separation, custody and maintenance, settled out of court where that is possible.',
          'Contracts, dismissals and agreements between employers and staff.',
          'Buying, selling and letting homes and business premises.',
          'Wills, powers of attorney and the winding up of estates.',
          'Founding, financing and selling companies.',
          'Claims after accidents, from the first letter to the judgment.',
        ],
        { required: true },
      ),
    ],
  }),
  noun('attorney', {
    aka: ['lawyer', 'solicitor', 'barrister', 'advocate', 'legal adviser', 'paralegal'],
    access: 'catalog',
    about: 'Somebody of the firm, with what they advise in.',
    fields: [
      title('name', ['Ada Marsh', 'Ben Okafor', 'Clara Novak', 'David Lind', 'Elena Rossi', 'Farid Haddad']),
      text('position', ['Managing partner', 'Partner', 'Associate', 'Of counsel', 'Associate', 'Trainee']),
      ref('practice_area', ['practice_area'], { required: false }),
      longText('biography', [
        'Twenty years before the family courts.',
        'Advises employers and works councils.',
        'Conveyancing for homes and farms.',
        'Specialist for estates with property abroad.',
        'Accompanies founders from the first contract on.',
        'Joined the firm this year.',
      ]),
      email(),
      phone(),
      image('photo'),
    ],
  }),
  noun('case_result', {
    aka: ['case result', 'settlement', 'verdict', 'court decision'],
    access: 'catalog',
    about: 'What was reached for a client.',
    fields: [
      title('title', [
        'Dismissal withdrawn after mediation',
        'Compensation after a cycling accident',
        'Estate divided among five heirs',
        'Building permit upheld',
        'Company sold to its staff',
        'Custody agreed without a hearing',
      ]),
      ref('practice_area', ['practice_area'], { required: false }),
      choice('outcome', ['Settled+', 'Won+', 'Partly won~'], [0, 1, 0, 1, 0, 0]),
      money('amount', [18000, 64000, null, null, 420000, null]),
      longText('summary', [
        'Two sessions instead of a year in court.',
        'The insurer paid in full.',
        'All heirs signed the same agreement.',
        'The neighbours’ objection was rejected.',
        'Forty employees own the firm today.',
        'Both parents kept half of the week.',
      ]),
    ],
  }),
];
