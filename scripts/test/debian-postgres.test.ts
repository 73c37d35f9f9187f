import { expect, it } from 'vitest';
import { offersAll } from './debian-postgres.ts';

const POLICY = `postgresql-15:
  Installed: (none)
  Candidate: 15.20-0+deb12u1
  Version table:
     15.20-0+deb12u1 500
postgresql-15-cron:
  Installed: 1.4.2-2+b1
  Candidate: 1.4.2-2+b1
postgresql-16-cron:
  Installed: (none)
  Candidate: (none)
  Version table:
`;

it('reads from the package index what can be installed', () => {
  expect(offersAll(POLICY, ['postgresql-15', 'postgresql-15-cron'])).toBe(true);
  // Named there, but with no version: known only as what another package would like.
  expect(offersAll(POLICY, ['postgresql-15', 'postgresql-16-cron'])).toBe(false);
  // An unknown package is passed over in silence.
  expect(offersAll(POLICY, ['postgresql-15', 'postgresql-15-plpgsql-check'])).toBe(false);
  expect(offersAll('', ['postgresql-17'])).toBe(false);
});
