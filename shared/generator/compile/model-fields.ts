/** Fields of an entity as columns, inputs and displays. */
import { type Access, type AppSpec, type Entity, type Field, type FieldType, TEXT_TYPES } from '../app-spec.ts';
import { cartSection } from './model-cart.ts';
import { exchangeColumns } from './model-exchange.ts';
import { quizSection } from './model-quiz.ts';
import { counterColumns } from './model-social.ts';
import { NameRegistry, pascalCase } from './names.ts';

export interface Reference {
  /** Name of the entity referred to. */
  readonly entity: string;
  readonly table: string;
  readonly access: Access;
  /** Under which property a loaded row carries the row it refers to. */
  readonly embed: string;
}

export interface FieldModel {
  readonly spec: Field;
  readonly name: string;
  readonly column: string;
  readonly label: string;
  readonly type: FieldType;
  /** The column refuses null. */
  readonly required: boolean;
  /** A form asks for it. */
  readonly needed: boolean;
  /** Whoever may insert rows can see what the field refers to, so the field is in forms and grants. */
  readonly writable: boolean;
  /** Changes by the steps of the entity's workflow alone. */
  readonly stepped: boolean;
  /** Written by whoever may, and read by nobody: the right answer of a quiz. */
  readonly secret: boolean;
  /** The database works it out. */
  readonly computed: boolean;
  /** Pascal case, for constants and components of this field. */
  readonly pascal: string;
  readonly reference: Reference | null;
  /** Bounds that hold where the plan names none. */
  readonly min: number | null;
  readonly max: number | null;
  /** Most characters a text may have. */
  readonly maxLength: number;
}

/** Column names the compiler adds, and one that every JavaScript object answers to. */
const RESERVED_COLUMNS = ['id', 'owner_id', 'created_at', 'updated_at', 'constructor'];

const MAX_LENGTH: Partial<Record<FieldType, number>> = {
  long_text: 5000,
  email: 254,
  url: 2000,
  image: 2000,
  phone: 40,
  rich_text: 20_000,
};

/** Types whose column always holds a value. */
export const HAS_DEFAULT: ReadonlySet<FieldType> = new Set<FieldType>(['choice', 'boolean', 'tags']);

/** Largest whole number of the column type `integer`. */
const INTEGER_MAX = 2_147_483_647;

export function buildFields(it: Entity, spec: AppSpec, tableOf: ReadonlyMap<string, string>): FieldModel[] {
  const cart = cartSection(spec);
  const quiz = quizSection(spec);
  const kept = [...RESERVED_COLUMNS, ...counterColumns(it), ...exchangeColumns(it)];
  const names = new NameRegistry([...kept, ...it.fields.filter((f) => f.type !== 'reference').map((f) => f.name)]);
  const embeds = new NameRegistry([...kept, ...it.fields.map((f) => f.name)]);
  const columns = new Set(it.fields.map((f) => f.name));
  return it.fields.map((f) => {
    const target = f.type === 'reference' ? spec.entities.find((other) => other.name === f.references) : undefined;
    const reserved = kept.includes(f.name);
    const column = target
      ? names.claim(f.name.endsWith('_id') ? f.name : `${f.name}_id`, '_')
      : reserved
        ? names.claim(`${f.name}_value`, '_')
        : f.name;
    const alias = f.name.replace(/_id$/, '');
    const stepped = it.workflow?.field === f.name;
    const computed = cart?.order === it.name && cart.total === f.name;
    // What an order refers to is written by a function, without the policies that guard what is private.
    const isOpen = cart?.order !== it.name || target?.access === 'catalog' || target?.access === 'public';
    const writable = !stepped && !computed && (!target || (isOpen && canRead(it.access, target.access)));
    const range = rangeOf(f);
    return {
      spec: f,
      name: f.name,
      column,
      // A form asks for "Your name"; a list of what came shows names.
      label: f.label.replace(/^Your (\p{L})/u, (_, first: string) => first.toUpperCase()),
      type: f.type,
      required: computed || ((writable || stepped) && (f.required || HAS_DEFAULT.has(f.type))),
      needed: writable && f.required && f.type !== 'boolean',
      writable,
      stepped,
      computed,
      secret: quiz?.entity === it.name && quiz.right === f.name,
      pascal: pascalCase(f.name),
      reference: target
        ? {
            entity: target.name,
            table: tableOf.get(target.name) ?? target.table,
            access: target.access,
            embed:
              alias !== column && (alias === f.name || !columns.has(alias)) ? alias : embeds.claim(`${alias}_row`, '_'),
          }
        : null,
      ...range,
      maxLength: MAX_LENGTH[f.type] ?? 200,
    };
  });
}

function rangeOf(f: Field): { min: number | null; max: number | null } {
  if (f.type === 'rating') return { min: 1, max: 5 };
  const whole = f.type === 'integer';
  const least = f.min === undefined ? null : whole ? Math.ceil(f.min) : f.min;
  const most = f.max === undefined ? null : whole ? Math.floor(f.max) : f.max;
  const sound = least === null || most === null || least <= most;
  if (f.type === 'percent') return sound ? { min: least ?? 0, max: most ?? 100 } : { min: 0, max: 100 };
  if (!sound) return { min: null, max: null };
  const limit = whole ? INTEGER_MAX : f.type === 'money' ? 9_999_999_999 : null;
  if (limit === null) return { min: least, max: most };
  const bounded = (value: number | null) => (value === null ? null : Math.max(-limit, Math.min(limit, value)));
  return { min: bounded(least), max: bounded(most) };
}

/** Whether everyone who may insert a row of the one can read rows of the other. */
function canRead(writer: Access, target: Access): boolean {
  if (target === 'public' || target === 'catalog') return true;
  if (target === 'exchanged') return false;
  if (target === 'inbox') return writer === 'catalog';
  return writer !== 'inbox';
}

/** Whether the field holds a number that can be summed. */
export function isNumeric(f: FieldModel): boolean {
  return (
    f.type === 'integer' || f.type === 'number' || f.type === 'money' || f.type === 'percent' || f.type === 'rating'
  );
}

/** Whether the field is kept as text that a person searches. */
export function isSearchable(f: FieldModel): boolean {
  return TEXT_TYPES.includes(f.type);
}
