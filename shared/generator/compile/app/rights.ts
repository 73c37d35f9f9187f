/** Who is offered to change a row, as the page of the row asks it; the policies decide. */
import type { EntityModel } from '../model.ts';
import { code } from '../source-text.ts';

export interface Right {
  /** A TypeScript condition over `session`, `isAdmin` and `row`. */
  readonly test: string;
  /** What the condition takes from `useSession()`. */
  readonly uses: readonly ('session' | 'isAdmin')[];
}

const OWN = 'session?.user.id === row.owner_id';

/** The rows that are the person's own, where rows do not say whose they are; it is over `session`. */
export function ownQuery(types: string): string {
  return code`
    const own = useQuery(
      useCallback(async (signal: AbortSignal): Promise<string[]> => (session ? listOwn${types}(signal) : []), [session]),
    );
  `;
}

export function mayChange(it: EntityModel): Right {
  if (it.spec.anonymous) return { test: 'own.data?.includes(row.id)', uses: ['session'] };
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
