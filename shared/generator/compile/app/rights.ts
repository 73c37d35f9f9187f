/** Who is offered to change a row, as the page of the row asks it; the policies decide. */
import type { EntityModel } from '../model.ts';

export interface Right {
  /** A TypeScript condition over `session`, `isAdmin` and `row`. */
  readonly test: string;
  /** What the condition takes from `useSession()`. */
  readonly uses: readonly ('session' | 'isAdmin')[];
}

const OWN = 'session?.user.id === row.owner_id';

export function mayChange(it: EntityModel): Right {
  switch (it.access) {
    case 'catalog':
    case 'inbox':
      return { test: 'isAdmin', uses: ['isAdmin'] };
    case 'managed': {
      const own = it.workflow ? `(${OWN} && row.${it.workflow.field.column} === '${it.workflow.initial}')` : OWN;
      return { test: `(isAdmin || ${own})`, uses: ['session', 'isAdmin'] };
    }
    case 'team':
      return { test: 'session', uses: ['session'] };
    default:
      return { test: OWN, uses: ['session'] };
  }
}
