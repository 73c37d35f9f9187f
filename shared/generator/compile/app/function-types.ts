/** Functions of the API, as supabase-js reads them. */
import type { AppModel } from '../model.ts';
import type { SearchModel } from '../model-search.ts';
import { code } from '../source-text.ts';
import { anonymousTables, ownRowsFunction } from '../sql/anonymous.ts';

function searchType({ entities }: SearchModel): string {
  return code`
    search: {
      Args: { query: string };
      Returns: {
        kind: ${entities.map((it) => `'${it.spec.name}'`).join(' | ')};
        id: string;
        title: string;
        snippet: string;
        rank: number;
      }[];
    };
  `;
}

function ownRowsType(table: string): string {
  return code`
    ${ownRowsFunction(table)}: {
      Args: never;
      Returns: string[];
    };
  `;
}

/** One entry for each function. */
export function functionTypes(app: AppModel): string[] {
  return [
    ...(app.search ? [searchType(app.search)] : []),
    ...app.entities.flatMap((it) => anonymousTables(it).map(ownRowsType)),
  ];
}
