/** `src/lib/database.types.ts`: the schema as supabase-js reads it, so that every query is typed. */
import type { AppModel, EntityModel } from '../model.ts';
import { type FieldModel, HAS_DEFAULT } from '../model-fields.ts';
import { writtenFields } from '../model-quiz.ts';
import { code, file } from '../source-text.ts';
import { cartTypes } from './cart-types.ts';
import { columnType } from './column-types.ts';
import { functionTypes } from './function-types.ts';

function relationship(table: string, column: string, target: string): string {
  return code`
    {
      foreignKeyName: '${table}_${column}_fkey';
      columns: ['${column}'];
      isOneToOne: false;
      referencedRelation: '${target}';
      referencedColumns: ['id'];
    },
  `;
}

function ownerRelationship(app: AppModel, it: EntityModel): string[] {
  if (!it.author || !app.profiles) return [];
  const columns = ['owner_id', ...(it.exchange ? ['recipient_id'] : [])];
  return columns.map((column) => relationship(it.table, column, app.profiles?.table ?? ''));
}

function relationships(app: AppModel, it: EntityModel): string {
  const references = [
    ...ownerRelationship(app, it),
    ...it.fields.flatMap((f) => (f.reference ? [relationship(it.table, f.column, f.reference.table)] : [])),
  ];
  return references.length === 0
    ? 'Relationships: [];'
    : code`
        Relationships: [
          ${references}
        ];
      `;
}

function tableType(app: AppModel, it: EntityModel): string {
  const writable = writtenFields(it).filter((f) => f.writable);
  const hasDefault = (f: FieldModel) => !f.required || HAS_DEFAULT.has(f.type);
  return code`
    ${it.table}: {
      Row: {
        id: string;
        ${it.owned && !it.spec.anonymous && 'owner_id: string;'}
        ${it.exchange && ['recipient_id: string;', 'read_at: string | null;']}
        ${it.fields.map((f) => `${f.column}: ${columnType(f)};`)}
        ${[it.comments, it.votes].flatMap((of) => (of ? [`${of.counter}: number;`] : []))}
        created_at: string;
        updated_at: string;
      };
      Insert: {
        ${it.exchange && 'recipient_id: string;'}
        ${writable.map((f) => `${f.column}${hasDefault(f) ? '?' : ''}: ${columnType(f)};`)}
      };
      Update: {
        ${
          it.exchange
            ? 'read_at?: string | null;'
            : writtenFields(it)
                .filter((f) => f.writable || f.stepped)
                .map((f) => `${f.column}?: ${columnType(f)};`)
        }
      };
      ${relationships(app, it)}
    };
  `;
}

const ADMINS = code`
  app_admins: {
    Row: {
      user_id: string;
      created_at: string;
    };
    Insert: Record<string, never>;
    Update: Record<string, never>;
    Relationships: [];
  };
`;

function socialTypes(app: AppModel, it: EntityModel): string[] {
  const owner = app.profiles && !it.spec.anonymous ? [relationshipOf('owner_id', app.profiles.table)] : [];
  const types: string[] = [];
  if (it.comments) {
    const { table, parent } = it.comments;
    types.push(code`
      ${table}: {
        Row: {
          id: string;
          ${parent}: string;
          ${!it.spec.anonymous && 'owner_id: string;'}
          body: string;
          created_at: string;
        };
        Insert: {
          ${parent}: string;
          body: string;
        };
        Update: Record<string, never>;
        Relationships: [
          ${[relationshipOf(parent, it.table), ...owner].map((of) => of(table))}
        ];
      };
    `);
  }
  if (it.votes) {
    const { table, parent, kind } = it.votes;
    const valued = kind === 'votes';
    types.push(code`
      ${table}: {
        Row: {
          ${parent}: string;
          owner_id: string;
          ${valued && 'value: number;'}
          created_at: string;
        };
        Insert: {
          ${parent}: string;
          ${valued && 'value: number;'}
        };
        Update: ${valued ? '{ value?: number }' : 'Record<string, never>'};
        Relationships: [
          ${[relationshipOf(parent, it.table), ...owner].map((of) => of(table))}
        ];
      };
    `);
  }
  return types;
}

const relationshipOf = (column: string, target: string) => (table: string) => relationship(table, column, target);

function profilesType(table: string): string {
  return code`
    ${table}: {
      Row: {
        id: string;
        display_name: string;
        created_at: string;
        updated_at: string;
      };
      Insert: Record<string, never>;
      Update: {
        display_name?: string;
      };
      Relationships: [];
    };
  `;
}

function viewTypes(it: EntityModel): string[] {
  const totals = it.totals
    ? [
        code`
          ${it.totals.name}: {
            Row: {
              ${it.totals.columns.map((column) => `${column.name}: ${column.measure === 'count' || column.measure === 'sum' ? 'number' : 'number | null'};`)}
            };
            Relationships: [];
          };
        `,
      ]
    : [];
  const trends = it.trends.map(
    (view) => code`
      ${view.name}: {
        Row: {
          bucket: string | null;
          ${view.by && 'series: string | null;'}
          value: number | null;
        };
        Relationships: [];
      };
    `,
  );
  const conversations =
    it.exchange?.kind === 'chat'
      ? [
          code`
            ${it.exchange.conversations}: {
              Row: {
                person_id: string;
                person_name: string;
                is_own: boolean;
                text: string;
                created_at: string;
                unread: number;
              };
              Relationships: [];
            };
          `,
        ]
      : [];
  return [...totals, ...trends, ...conversations];
}

/** An index signature that admits no key: what supabase-js expects where a schema has none. */
const NONE = '{ [_ in never]: never }';

function attemptsType(table: string): string {
  return code`
    ${table}: {
      Row: {
        id: string;
        owner_id: string;
        score: number;
        total: number;
        created_at: string;
      };
      Insert: Record<string, never>;
      Update: Record<string, never>;
      Relationships: [];
    };
  `;
}

export function databaseTypes(app: AppModel): string {
  const views = app.entities.flatMap(viewTypes);
  const functions = functionTypes(app);
  const tables = [
    ...app.entities.flatMap((it) => [tableType(app, it), ...socialTypes(app, it)]),
    ...(app.cart ? cartTypes(app.cart) : []),
    ...(app.quiz ? [attemptsType(app.quiz.attempts)] : []),
    ...(app.profiles ? [profilesType(app.profiles.table)] : []),
    ...(app.admins && app.auth ? [ADMINS] : []),
  ];
  return file(code`
    /**
     * The database of the app, as the migration makes it. After a change of the schema, write it anew with
     * \`supabase gen types typescript --local > src/lib/database.types.ts\`.
     */
    export type Database = {
      public: {
        Tables: ${tables.length === 0 ? `${NONE};` : ['{', ...tables.map((it) => it.replace(/^/gm, '  ')), '};']}
        Views: ${views.length === 0 ? `${NONE};` : ['{', ...views.map((it) => it.replace(/^/gm, '  ')), '};']}
        Functions: ${functions.length === 0 ? `${NONE};` : ['{', ...functions.map((it) => it.replace(/^/gm, '  ')), '};']}
        Enums: ${NONE};
        CompositeTypes: ${NONE};
      };
    };

    ${
      app.entities.length > 0 &&
      code`
        type Table = keyof Database['public']['Tables'];

        /** A row of a table. */
        export type Row<Name extends Table> = Database['public']['Tables'][Name]['Row'];
      `
    }
  `);
}
