/** Places that are let, and what is written and watched. */
import { choice, date, decimal, image, integer, longText, money, type Noun, noun, ref, text, title } from './noun.ts';

export const PLACES: readonly Noun[] = [
  noun('lodging', {
    aka: ['hut', 'mountain hut', 'cabin', 'lodge', 'chalet', 'campsite', 'holiday home', 'guest house', 'cottage'],
    access: 'catalog',
    about: 'A house for guests, with beds and price.',
    fields: [
      title('name', ['Larch Hut', 'Upper Lake Hut', 'Marmot Lodge', 'Stone Pass Hut', 'South Ridge Cabin', 'Fir Hut']),
      text('location', [
        '1,840 m, Val Verde',
        '2,210 m, Grey Lake',
        '1,600 m, Alm',
        '2,430 m, Stone Pass',
        '1,950 m, South Ridge',
        '1,420 m, Firwood',
      ]),
      integer('beds', [24, 40, 12, 60, 18, 8], { min: 1 }),
      money('price', [38, 42, 30, 45, 34, 26], { label: 'Price per night' }),
      longText('description', [
        'Larch beams, a stove and a view of the valley.',
        'Ten minutes from the lake, half board.',
        'Small, quiet, open all year.',
        'The highest of our huts; crampons until June.',
        'Self-catering with wood and water.',
        'For families: meadow, swing and stream.',
      ]),
      image('photo'),
    ],
  }),
  noun('parking_space', {
    aka: ['parking spot', 'parking space', 'parking lot', 'garage space', 'driveway'],
    access: 'public',
    about: 'A place for a car that its owner lets.',
    fields: [
      title('title', [
        'Driveway, Mill Lane',
        'Garage, Harbour Street',
        'Courtyard, North Gate',
        'Carport, East Road',
        'Underground, Market Square',
        'Driveway, Hill View',
      ]),
      text(
        'address',
        ['4 Mill Lane', '18 Harbour Street', '2 North Gate', '77 East Road', '1 Market Square', '31 Hill View'],
        { required: true },
      ),
      choice('kind', ['Driveway', 'Garage', 'Courtyard', 'Carport', 'Underground'], [0, 1, 2, 3, 4, 0]),
      money('price', [8, 15, 10, 9, 18, 7], { label: 'Price per day' }),
      choice('status', ['Free+', 'Let~'], [0, 0, 1, 0, 1, 0]),
      longText('description'),
    ],
  }),
  noun('story', {
    aka: ['short story', 'novella', 'fan fiction', 'serial'],
    access: 'public',
    about: 'A story, told in chapters.',
    fields: [
      title('title', [
        'The Lamp Keeper',
        'Salt and Tin',
        'A House of Doors',
        'Low Tide',
        'The Cartographer',
        'Winter Bees',
      ]),
      choice('genre', ['Fantasy', 'Mystery', 'Romance', 'Science fiction', 'Everyday life'], [0, 1, 0, 4, 3, 4]),
      longText('summary', [
        'A lighthouse that only one person can see.',
        'Two brothers inherit half a map each.',
        'Every room leads to another year.',
        'A village waits for its harbour to come back.',
        'Somebody draws the coast before it is there.',
        'What a hive remembers in January.',
      ]),
      choice('status', ['In progress~', 'Complete+'], [0, 1, 0, 1, 1, 0]),
    ],
  }),
  noun('chapter', {
    aka: ['story chapter', 'instalment', 'installment'],
    access: 'public',
    about: 'One chapter of a story.',
    needs: ['story'],
    part: true,
    fields: [
      ref('story', ['story', 'book', '*']),
      integer('number', [1, 2, 1, 2, 3, 1], { min: 1 }),
      title('title', ['The first light', 'Fog', 'The letter', 'The ferry', 'Half a map', 'The blue door']),
      longText('body', [
        'Nobody on the quay looked up when it came on.',
        'In the morning the island had moved a little.',
        'It was addressed to both of them, in pencil.',
        'The captain asked for no ticket.',
        'They laid the halves side by side and saw the gap.',
        'Behind it, somebody was already setting the table.',
      ]),
    ],
  }),
  noun('holding', {
    aka: ['coin', 'stock position', 'share position', 'portfolio position', 'portfolio holding', 'crypto holding'],
    access: 'private',
    about: 'What you hold, what you paid and what it is worth.',
    fields: [
      title('asset', ['Bitcoin', 'Ether', 'World index fund', 'Solar company share', 'Government bond', 'Gold']),
      decimal('quantity', [0.25, 3, 40, 12, 10, 2]),
      money('paid', [9800, 5100, 3200, 740, 1000, 3600], { label: 'Price paid' }),
      money('value', [14200, 8700, 3950, 690, 1010, 4300], { label: 'Value today' }),
      date('bought_on', [-900, -640, -420, -200, -120, -60]),
    ],
  }),
];
