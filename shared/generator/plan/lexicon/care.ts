/** Health, animals, plants. */
import {
  choice,
  date,
  datetime,
  decimal,
  email,
  image,
  integer,
  longText,
  type Noun,
  noun,
  phone,
  ref,
  text,
  time,
  title,
} from './noun.ts';

const PEOPLE = ['Ada Marsh', 'Ben Okafor', 'Clara Novak', 'David Lind', 'Elena Rossi', 'Farid Haddad'];

export const CARE: readonly Noun[] = [
  noun('patient', {
    aka: ['patient record', 'medical record'],
    access: 'members',
    about: 'A patient with date of birth and contact.',
    fields: [
      title('name', PEOPLE),
      date('date_of_birth', [-12400, -15800, -9300, -20100, -17200, -7600]),
      phone(),
      email(),
      text('allergies', ['Penicillin', null, null, 'Nuts', null, null]),
      longText('notes'),
    ],
  }),
  noun('doctor', {
    aka: ['physician', 'dentist', 'therapist', 'specialist'],
    access: 'catalog',
    about: 'A doctor with speciality and hours.',
    fields: [
      title('name', [
        'Dr. Ada Marsh',
        'Dr. Ben Okafor',
        'Dr. Clara Novak',
        'Dr. David Lind',
        'Dr. Elena Rossi',
        'Dr. Farid Haddad',
      ]),
      text('speciality', [
        'General practice',
        'Cardiology',
        'Paediatrics',
        'Orthopaedics',
        'Dermatology',
        'General practice',
      ]),
      text('hours', ['Mon–Thu 8–16', 'Tue–Fri 9–17', 'Mon–Fri 8–13', 'Wed–Fri 10–18', 'Mon–Wed 9–15', 'Mon–Fri 8–12']),
      longText('bio'),
    ],
  }),
  noun('barber', {
    aka: ['stylist', 'hairdresser'],
    access: 'catalog',
    about: 'Who cuts, and when they are in.',
    fields: [
      title('name', ['Ada', 'Ben', 'Clara', 'David']),
      text('speciality', ['Classic cuts', 'Beards', 'Long hair', 'Fades']),
      text('days', ['Mon–Thu', 'Tue–Fri', 'Wed–Sat', 'Thu–Sat']),
    ],
  }),
  noun('medication', {
    aka: ['medicine', 'prescription', 'pill'],
    access: 'private',
    about: 'A medicine with dose and times.',
    fields: [
      title('name', ['Vitamin D', 'Ibuprofen', 'Antihistamine', 'Magnesium', 'Eye drops', 'Iron']),
      text('dose', ['1 tablet', '400 mg', '10 mg', '300 mg', '2 drops', '1 capsule']),
      time('time', ['08:00', '20:00']),
      date('until', [90, 5, 30, 60, 10, 45]),
      longText('notes'),
    ],
  }),
  noun('intake', {
    aka: ['medication log', 'dose taken', 'medicine log'],
    access: 'private',
    about: 'When a medicine was taken.',
    needs: ['medication'],
    fields: [
      ref('medication', ['medication']),
      datetime('taken_at', [-3, -2, -2, -1, -1, 0], { required: true }),
      longText('notes'),
    ],
  }),
  noun('symptom', {
    aka: ['mood', 'mood entry', 'health record', 'health entry'],
    access: 'private',
    about: 'How you felt on a day.',
    fields: [
      title('name', ['Rested', 'Headache', 'Calm', 'Tired', 'Energetic', 'Restless']),
      integer('intensity', [3, 6, 2, 5, 8, 4], { min: 1, max: 10 }),
      date('date', [-6, -5, -4, -3, -2, -1], { required: true }),
      longText('notes'),
    ],
  }),
  noun('visit', {
    aka: ['check-up', 'medical visit'],
    access: 'members',
    about: 'A visit with date and what was done.',
    fields: [
      ref('patient', ['patient', 'client', 'pet', 'customer'], { required: false }),
      title('reason', ['Check-up', 'Vaccination', 'Knee pain', 'Follow-up', 'Blood test', 'Consultation']),
      datetime('visited_at', [-20, -16, -11, -7, -3, 2]),
      longText('notes'),
    ],
  }),
  noun('pet', {
    aka: ['animal', 'dog', 'cat'],
    access: 'public',
    about: 'An animal with age and character.',
    fields: [
      title('name', ['Milo', 'Luna', 'Oskar', 'Bella', 'Nemo', 'Pippa']),
      choice('species', ['Dog', 'Cat', 'Rabbit', 'Bird', 'Other'], [0, 1, 0, 1, 4, 2]),
      text('breed', ['Mixed', 'Tabby', 'Beagle', 'Siamese', 'Goldfish', 'Dwarf rabbit']),
      decimal('age', [3, 2, 7, 5, 1, 2], { unit: 'years', max: 100 }),
      choice('status', ['Available+', 'Reserved~', 'At home'], [0, 0, 1, 2, 2, 0]),
      longText('about', [
        'Loves water.',
        'Sleeps on keyboards.',
        'Howls at sirens.',
        'Talks a lot.',
        'Swims in circles.',
        'Very quick.',
      ]),
      image('photo'),
    ],
  }),
  noun('plant', {
    aka: ['houseplant', 'flower', 'crop', 'garden plant'],
    access: 'private',
    about: 'A plant with where it stands and when it was watered.',
    fields: [
      title('name', ['Monstera', 'Basil', 'Snake plant', 'Tomato', 'Fern', 'Lemon tree']),
      text('location', ['Living room', 'Kitchen', 'Hall', 'Balcony', 'Bathroom', 'Winter garden']),
      integer('water_every', [7, 2, 14, 1, 3, 5], { unit: 'days', min: 1, max: 365 }),
      date('last_watered', [-5, -1, -9, 0, -2, -4]),
      longText('notes'),
    ],
  }),
];
