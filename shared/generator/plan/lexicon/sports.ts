/** Leagues: who plays, when, and how it stands. */
import { choice, datetime, integer, type Noun, noun, ref, text, title } from './noun.ts';

const TEAMS = ['Harbour Rovers', 'Northgate United', 'Old Mill', 'Eastside Athletic', 'River Town', 'Hillcrest'];

export const SPORTS: readonly Noun[] = [
  noun('squad', {
    label: 'Team',
    aka: ['sports team', 'league team', 'football team', 'fantasy team'],
    access: 'members',
    about: 'A team of the league.',
    fields: [
      title('name', TEAMS),
      text('captain', ['Ada Marsh', 'Ben Okafor', 'Clara Novak', 'David Lind', 'Elena Rossi', 'Farid Haddad']),
      text('ground', ['Harbour Park', 'North Field', 'Mill Meadow', 'East Stadium', 'Riverside', 'Hill Ground']),
      integer('founded', [1921, 1948, 1907, 1986, 1963, 2004], { min: 1800, max: 2100 }),
    ],
  }),
  noun('fixture', {
    aka: ['game fixture', 'league match', 'match day', 'matchday'],
    access: 'members',
    about: 'A match between two teams, with its result once it is played.',
    fields: [
      title('opponents', [
        'Harbour Rovers – Old Mill',
        'Northgate United – River Town',
        'Eastside Athletic – Hillcrest',
        'Old Mill – Northgate United',
        'River Town – Eastside Athletic',
        'Hillcrest – Harbour Rovers',
      ]),
      datetime('kick_off', [-14, -14, -7, -7, 7, 7]),
      text('place', ['Harbour Park', 'North Field', 'East Stadium', 'Mill Meadow', 'Riverside', 'Hill Ground']),
      integer('home_score', [2, 1, 0, 3, null, null]),
      integer('away_score', [1, 1, 2, 0, null, null]),
      choice('status', ['Planned~', 'Played+', 'Postponed!'], [1, 1, 1, 1, 0, 0]),
    ],
  }),
  noun('standing', {
    aka: ['league table', 'table position', 'leaderboard entry'],
    access: 'members',
    about: 'Where a team stands in the league.',
    needs: ['squad'],
    fields: [
      ref('team', ['squad']),
      integer('played', [12, 12, 12, 12, 12, 12]),
      integer('won', [9, 7, 6, 5, 3, 1]),
      integer('drawn', [1, 3, 2, 2, 3, 2]),
      integer('lost', [2, 2, 4, 5, 6, 9]),
      integer('points', [28, 24, 20, 17, 12, 5]),
    ],
  }),
];
