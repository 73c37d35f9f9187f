/** Obituaries and farewells. */
import { date, datetime, image, longText, type Noun, noun, phone, ref, text, title, url } from './noun.ts';

const PEOPLE = ['Ada Marsh', 'Ben Okafor', 'Clara Novak', 'David Lind', 'Elena Rossi', 'Farid Haddad'];

export const REMEMBRANCE: readonly Noun[] = [
  noun('obituary', {
    aka: ['death notice', 'memorial', 'obituary publishing'],
    access: 'public',
    about: 'An obituary with the dates of a life and its story.',
    fields: [
      title('title', [
        'In memory of Ruth Lindqvist',
        'Farewell to Henrik Vale',
        'Remembering Amara Okafor',
        'Josef Novak, 1938–2026',
        'For our mother, Carla Rossi',
        'Peter Marsh, teacher and friend',
      ]),
      text('name', ['Ruth Lindqvist', 'Henrik Vale', 'Amara Okafor', 'Josef Novak', 'Carla Rossi', 'Peter Marsh'], {
        required: true,
      }),
      date('born_on', [-31400, -29800, -25600, -32200, -30100, -27500]),
      date('died_on', [-24, -19, -15, -11, -8, -4]),
      longText(
        'content',
        [
          'Ruth taught three generations to sing. Her door was never locked.',
          'Henrik built boats and friendships, both to last.',
          'Amara nursed half the town and knew all its children.',
          'Josef loved his garden, his accordion and an argument.',
          'Carla cooked for anyone who came.',
          'Peter never gave up on a pupil.',
        ],
        { required: true },
      ),
      image('photo'),
    ],
  }),
  noun('funeral', {
    label: 'Funeral arrangement',
    aka: ['funeral arrangement', 'funeral service', 'burial', 'memorial service'],
    access: 'public',
    about: 'When and where the farewell takes place.',
    fields: [
      ref('obituary', ['obituary'], { required: false }),
      title('service', [
        'Farewell service',
        'Burial in the family circle',
        'Memorial concert',
        'Funeral service',
        'Requiem',
        'Celebration of life',
      ]),
      datetime('starts_at', [3, 5, 9, 2, 4, 6], { required: true }),
      text(
        'place',
        ['St. Mary’s Church', 'North Cemetery', 'Concert hall', 'Chapel at the park', 'Cathedral', 'Old school hall'],
        { required: true },
      ),
      ref('mortuary', ['mortuary'], { required: false }),
      longText('notes', [
        'Flowers in blue, please.',
        null,
        'Open to all.',
        'Donations to the hospice.',
        null,
        'Bring a story.',
      ]),
    ],
  }),
  noun('memory', {
    label: 'Memory',
    aka: ['multimedia memory', 'tribute', 'remembrance'],
    access: 'public',
    about: 'A memory with a picture or a link to a recording.',
    part: true,
    fields: [
      title('title', [
        'The choir trip',
        'Launching the blue boat',
        'On the ward',
        'Garden in May',
        'Sunday lunch',
        'Class of 1984',
      ]),
      ref('obituary', ['obituary'], { required: false }),
      longText(
        'story',
        [
          'Forty children and one conductor.',
          'It floated at the first try.',
          'She knew every name.',
          'Roses to the roof.',
          'Always one chair too few.',
          'He remembered all of us.',
        ],
        { required: true },
      ),
      image('picture'),
      url('media_link', [null, null, null, null, null, null], { label: 'Audio or video link' }),
    ],
  }),
  noun('condolence', {
    aka: ['condolence message', 'condolence book entry', 'message on obituary'],
    access: 'public',
    about: 'Words for the family under an obituary.',
    part: true,
    fields: [
      ref('obituary', ['obituary']),
      title('name', PEOPLE, { label: 'Your name' }),
      longText(
        'message',
        [
          'Her voice stays with us.',
          'A good man has gone.',
          'With you in these days.',
          'We will miss the music.',
          'Thank you for every meal.',
          'He changed my life.',
        ],
        { required: true },
      ),
    ],
  }),
  noun('mortuary', {
    label: 'Mortuary',
    aka: ['mortuary list', 'funeral home', 'undertaker'],
    access: 'catalog',
    about: 'A mortuary with address and contact.',
    fields: [
      title('name', [
        'North Funeral Home',
        'Lind & Daughters',
        'Riverside Mortuary',
        'St. Mary’s Chapel of Rest',
        'Parkview Funerals',
        'Old Town Undertakers',
      ]),
      text(
        'address',
        ['4 Cemetery Road', '18 Church Street', '2 Quay Side', '1 St. Mary’s Square', '55 Park Row', '9 Bridge Lane'],
        { required: true },
      ),
      text('city', ['Northside', 'Old Town', 'Harbour', 'Centre', 'Hillview', 'Old Town']),
      phone(),
      text('opening_hours', [
        'Mon–Fri 8–17',
        'Day and night',
        'Mon–Sat 9–18',
        'Mon–Fri 9–16',
        'Mon–Sat 8–18',
        'Mon–Fri 9–17',
      ]),
    ],
  }),
];
