/** The people of the pgTAP tests: Ada, who looks after the app where somebody does, Ben, and a visitor. */
import { code } from '../source-text.ts';

export const ADA = '10000000-0000-4000-8000-00000000000a';
export const BEN = '10000000-0000-4000-8000-00000000000b';

/** Somebody who has no part in anything. */
export const CLEO = '10000000-0000-4000-8000-00000000000c';

export type Who = 'ada' | 'ben' | 'cleo' | 'visitor';

const IDS = { ada: ADA, ben: BEN, cleo: CLEO };

/** Statements that make the session one of somebody. */
export function actAs(who: Who): string {
  if (who === 'visitor') {
    return `set local role anon;\nselect set_config('request.jwt.claims', '{"role": "anon"}', true);`;
  }
  const claims = `{"sub": "${IDS[who]}", "role": "authenticated"}`;
  return `set local role authenticated;\nselect set_config('request.jwt.claims', '${claims}', true);`;
}

export const TEST_USERS = code`
  insert into auth.users (id, aud, role, email) values
    ('${ADA}', 'authenticated', 'authenticated', 'ada@pgtap.test'),
    ('${BEN}', 'authenticated', 'authenticated', 'ben@pgtap.test'),
    ('${CLEO}', 'authenticated', 'authenticated', 'cleo@pgtap.test');
`;
