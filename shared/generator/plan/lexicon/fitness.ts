/** Training and habits. */
import { choice, date, decimal, integer, longText, type Noun, noun, ref, text, title } from './noun.ts';

export const FITNESS: readonly Noun[] = [
  noun('workout', {
    aka: ['training session', 'gym session'],
    access: 'private',
    about: 'One training session with its date and how it felt.',
    fields: [
      title('name', ['Push day', 'Pull day', 'Leg day', 'Push day', 'Pull day', 'Leg day']),
      date('date', [-18, -15, -12, -9, -6, -2], { required: true }),
      integer('duration', [55, 60, 70, 50, 65, 75], { unit: 'min' }),
      longText('notes', [
        'Felt strong.',
        'Grip gave out on the last set.',
        null,
        'Short on time.',
        null,
        'New best squat.',
      ]),
    ],
  }),
  noun('exercise', {
    aka: ['movement', 'lift'],
    access: 'private',
    about: 'An exercise, with the muscles it trains.',
    fields: [
      title('name', ['Bench press', 'Deadlift', 'Back squat', 'Overhead press', 'Barbell row', 'Pull-up']),
      choice('muscle_group', ['Chest', 'Back', 'Legs', 'Shoulders', 'Arms', 'Core'], [0, 1, 2, 3, 1, 1]),
      choice('equipment', ['Barbell', 'Dumbbell', 'Machine', 'Body weight'], [0, 0, 0, 0, 0, 3]),
      longText('instructions', [
        'Feet planted, bar to the lower chest, elbows tucked.',
        'Flat back, push the floor away.',
        'Hips below the knees, chest up.',
        'Brace, press straight up.',
        'Pull to the navel without swinging.',
        'Full hang to chin over the bar.',
      ]),
    ],
  }),
  noun('set', {
    aka: ['workout set', 'exercise set'],
    access: 'private',
    about: 'One set of an exercise: repetitions and weight on a day.',
    needs: ['exercise'],
    fields: [
      { ...ref('exercise', ['exercise']), samples: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2] },
      { ...ref('workout', ['workout'], { required: false }), samples: [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5] },
      date('date', [-42, -40, -38, -35, -33, -31, -28, -26, -24, -21, -19, -17, -14, -12, -10, -7, -5, -3], {
        required: true,
      }),
      integer('reps', [8, 5, 6, 8, 5, 6, 8, 5, 6, 7, 5, 6, 8, 4, 6, 8, 5, 5], {
        label: 'Repetitions',
        min: 1,
        max: 200,
        required: true,
      }),
      decimal(
        'weight',
        [60, 100, 80, 62.5, 102.5, 82.5, 62.5, 105, 85, 65, 107.5, 87.5, 65, 110, 90, 67.5, 112.5, 92.5],
        {
          max: 1000,
          unit: 'kg',
          required: true,
        },
      ),
      text('notes'),
    ],
  }),
  noun('body_measurement', {
    label: 'Measurement',
    aka: ['measurement', 'body weight', 'weigh in', 'weigh-in'],
    access: 'private',
    about: 'Body weight and measurements over time.',
    fields: [
      date('date', [-35, -28, -21, -14, -7, 0], { required: true }),
      decimal('weight', [82.4, 81.9, 81.5, 81.1, 80.6, 80.2], { unit: 'kg', max: 500, required: true }),
      decimal('waist', [92, 91.5, 91, 90.5, 90, 89.5], { unit: 'cm', max: 300 }),
      text('notes'),
    ],
  }),
  noun('habit', {
    access: 'private',
    about: 'A habit to keep, and how often.',
    fields: [
      title('name', [
        'Drink water',
        'Read 20 pages',
        'Morning walk',
        'Stretch',
        'No phone after ten',
        'Write a journal',
      ]),
      choice('frequency', ['Daily', 'Weekdays', 'Weekly'], [0, 0, 1, 0, 0, 2]),
      integer('streak', [12, 5, 3, 21, 2, 4], { unit: 'days' }),
      longText('reason', ['More energy.', 'Finish two books a month.', null, 'Less back pain.', 'Better sleep.', null]),
    ],
  }),
  noun('goal', {
    aka: ['target', 'objective', 'resolution'],
    access: 'private',
    about: 'A goal with a date and how far it has come.',
    fields: [
      title('title', [
        'Run 10 km',
        'Save an emergency fund',
        'Learn to swim',
        'Read 24 books',
        'Bench 80 kg',
        'Speak basic Spanish',
      ]),
      date('due_date', [30, 120, 60, 45, 90, 200]),
      { ...decimal('progress', [60, 35, 10, 80, 75, 20], { max: 100, unit: '%' }), type: 'percent' },
      choice('status', ['Not started', 'In progress~', 'Reached+'], [1, 1, 0, 1, 1, 1]),
      longText('notes'),
    ],
  }),
  noun('run', {
    aka: ['ride', 'hike', 'running session', 'activity'],
    access: 'private',
    about: 'A run with distance and time.',
    fields: [
      title('route', ['River loop', 'Park intervals', 'Hill repeats', 'River loop', 'Long run east', 'Easy round']),
      date('date', [-16, -13, -10, -7, -4, -1], { required: true }),
      decimal('distance', [6.2, 5, 4.5, 6.2, 12, 4], { unit: 'km', max: 1000, required: true }),
      integer('duration', [36, 31, 29, 35, 74, 26], { unit: 'min' }),
      longText('notes'),
    ],
  }),
];
