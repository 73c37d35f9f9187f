/** Functions of the API, as supabase-js reads them. */
import type { AppModel } from '../model.ts';
import type { CartModel } from '../model-cart.ts';
import type { SearchModel } from '../model-search.ts';
import { code } from '../source-text.ts';
import { anonymousTables, ownRowsFunction } from '../sql/anonymous.ts';
import { PLACE_ORDER } from '../sql/cart.ts';
import { ANSWER_QUIZ } from '../sql/quiz.ts';
import { columnType } from './column-types.ts';

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

function placeOrderType({ asked }: CartModel): string {
  return code`
    ${PLACE_ORDER}: {
      Args: { ${asked.map((f) => `${f.column}: ${columnType(f)}`).join('; ')} };
      Returns: undefined;
    };
  `;
}

const ANSWER_TYPE = code`
  ${ANSWER_QUIZ}: {
    Args: { answers: Record<string, string> };
    Returns: { question_id: string; correct: string; is_right: boolean }[];
  };
`;

/** One entry for each function. */
export function functionTypes(app: AppModel): string[] {
  return [
    ...(app.cart ? [placeOrderType(app.cart)] : []),
    ...(app.quiz ? [ANSWER_TYPE] : []),
    ...(app.search ? [searchType(app.search)] : []),
    ...app.entities.flatMap((it) => anonymousTables(it).map(ownRowsType)),
  ];
}
