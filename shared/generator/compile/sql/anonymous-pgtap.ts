/** pgTAP of anonymous rows: nobody reads whose they are, and each person learns which are their own. */
import type { EntityModel } from '../model.ts';
import { sqlName, sqlString } from '../source-text.ts';
import { anonymousTables, ownRowsFunction } from './anonymous.ts';
import { ADA, BEN, type Who } from './pgtap-people.ts';

interface Check {
  readonly who: Who;
  readonly sql: string;
}

export function anonymousChecks(it: EntityModel): Check[] {
  return anonymousTables(it).flatMap((table) => {
    const name = `public.${sqlName(table)}`;
    const own = `public.${ownRowsFunction(table)}()`;
    const denied = (who: Who, sql: string, what: string): Check => ({
      who,
      sql: `select throws_ok($$${sql}$$, '42501', null, ${sqlString(what)});`,
    });
    return [
      denied('ben', `select owner_id from ${name}`, `nobody reads whose ${table} are`),
      denied('ben', `select 1 from ${name} where owner_id = '${ADA}'`, 'nor asks for those of somebody'),
      denied('ben', `select * from ${name}`, 'nor gets it with all the rest'),
      denied('ben', `update ${name} set owner_id = '${BEN}' returning owner_id`, 'nor by changing a row'),
      denied('visitor', `select * from ${own}`, 'a visitor has no rows of their own'),
      { who: 'ada', sql: `select isnt_empty($$select * from ${own}$$, 'who wrote a row learns that it is theirs');` },
      denied('ada', `select owner_id from ${name}`, 'and not even they read whose it is'),
    ];
  });
}
