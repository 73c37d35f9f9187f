/**
 * AppSpec: the plan of an application. A planner produces it (the built-in one, or a model with structured output),
 * `compileApp` turns it into files. Everything in it is in the words of the person who asked.
 */
import { z } from 'zod';

/** Identifiers that become table and column names: safe in SQL, TypeScript and URLs. */
const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, 'Use lower-case letters, digits and underscores, starting with a letter.');
const label = z.string().trim().min(1).max(80);
const prose = z.string().trim().min(1).max(600);
const hexColor = z.string().regex(/^#[0-9a-f]{6}$/, 'Use a colour like #1f2a44.');

export const FIELD_TYPES = [
  'text',
  'long_text',
  'integer',
  'number',
  'money',
  'percent',
  'rating',
  'date',
  'datetime',
  'time',
  'boolean',
  'choice',
  'email',
  'url',
  'phone',
  'image',
  'reference',
  'tags',
  'rich_text',
  'location',
  'color',
] as const;

/** Types that hold words a person would search for. */
export const TEXT_TYPES: readonly (typeof FIELD_TYPES)[number][] = [
  'text',
  'long_text',
  'rich_text',
  'email',
  'phone',
  'location',
];

export const field = z
  .strictObject({
    name: identifier,
    label,
    type: z.enum(FIELD_TYPES),
    required: z.boolean().default(false),
    /** Help under the input. */
    help: z.string().trim().max(200).optional(),
    /** For `choice`: stored values with what people read; the first is the default. */
    choices: z
      .array(
        z.strictObject({
          value: identifier,
          label,
          tone: z.enum(['neutral', 'good', 'warn', 'bad']).default('neutral'),
        }),
      )
      .min(2)
      .max(20)
      .optional(),
    /** For `reference`: name of the entity it points to. */
    references: identifier.optional(),
    /** Smallest and largest number allowed (`integer`, `number`, `money`, `percent`). */
    min: z.number().optional(),
    max: z.number().optional(),
    /** For `image` and `url`: a file can be chosen instead of giving an address. */
    upload: z.boolean().optional(),
    /** Unit shown beside a number, such as `kg`; ISO 4217 code for `money`. */
    unit: z.string().trim().max(12).optional(),
  })
  .refine((it) => it.type !== 'choice' || it.choices, { message: 'A choice field lists its choices.' })
  .refine((it) => !it.upload || it.type === 'image' || it.type === 'url', { message: 'Only images and links upload.' })
  .refine((it) => it.type !== 'reference' || it.references, { message: 'A reference field names an entity.' });

/**
 * Who may do what with the rows of an entity. The compiler turns it into policies.
 *
 * | access | read | insert | update, delete |
 * | --- | --- | --- | --- |
 * | private | their owner | signed-in, as owner | owner |
 * | members | signed-in | signed-in, as owner | owner |
 * | public | everyone | signed-in, as owner | owner |
 * | catalog | everyone | app admins | app admins |
 * | inbox | app admins | everyone | app admins |
 * | managed | their owner, app admins | signed-in, as owner | owner, app admins |
 * | team | members (whoever has an account) | members | members |
 * | exchanged | sender, recipient | signed-in, as sender | recipient: that it was read; sender: taking it back until then |
 *
 * Where a step of a workflow is the admins' to take, they also change and delete the rows of others: who decides about
 * things looks after them.
 *
 * An `exchanged` row has a sender and a recipient, picked from those who have an account, and says when it was read: the
 * compiler adds all three.
 */
export const ACCESS = ['private', 'members', 'public', 'catalog', 'inbox', 'managed', 'team', 'exchanged'] as const;

export const entity = z.strictObject({
  /** Singular, snake_case: `exercise`. */
  name: identifier,
  /** Table name, plural snake_case: `exercises`. */
  table: identifier,
  label,
  labelPlural: label,
  description: prose,
  access: z.enum(ACCESS),
  /** The app's own fields; id, owner and timestamps are added by the compiler. */
  fields: z.array(field).min(1).max(24),
  /** A person has at most one, shown by an `own` section: their profile. For what is `managed`. */
  single: z.boolean().optional(),
  /** Nobody sees whose a row is, nor who comments on it; its owner changes it all the same. For `members` and `public`. */
  anonymous: z.boolean().optional(),
  /** People who see a row can comment on it. */
  comments: z.boolean().optional(),
  /** People who see a row can like it, or vote for or against it; once each. */
  votes: z.enum(['likes', 'votes']).optional(),
  /**
   * The values a `choice` field takes one after the other; a row begins at the first choice. Each step is a button for
   * the row's owner (in a team: any member) or for the app's admins, and the database refuses every other.
   */
  workflow: z
    .strictObject({
      field: identifier,
      steps: z
        .array(
          z.strictObject({
            from: z.array(identifier).min(1).max(20),
            to: identifier,
            by: z.enum(['owner', 'admin']),
            label,
          }),
        )
        .min(1)
        .max(20),
    })
    .optional(),
  /** A row takes a thing for a time: the database refuses a second one that overlaps. Without `end`, a slot. */
  booking: z.strictObject({ resource: identifier, start: identifier, end: identifier.optional() }).optional(),
  /** Lists are saved as CSV files, and rows added from one. */
  exchange: z.boolean().optional(),
  /** Lists and rows have a view for paper. */
  print: z.boolean().optional(),
  /** Name of the field that titles a row. */
  titleField: identifier,
  /** The form in several steps, each with some of the fields; fields that no step names come in the last. */
  steps: z
    .array(z.strictObject({ label, fields: z.array(identifier).min(1).max(24) }))
    .min(2)
    .max(6)
    .optional(),
  /** Rows for the preview and the seed, keyed by field name; a reference holds the index of a row of its entity. */
  samples: z
    .array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])))
    .max(24)
    .default([]),
});

const heading = label;

export const section = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hero'),
    heading,
    text: prose,
    action: z.strictObject({ label, path: z.string() }).optional(),
  }),
  z.strictObject({
    kind: z.literal('features'),
    heading,
    items: z
      .array(z.strictObject({ title: label, text: prose }))
      .min(2)
      .max(9),
  }),
  z.strictObject({ kind: z.literal('text'), heading, paragraphs: z.array(prose).min(1).max(8) }),
  z.strictObject({
    kind: z.literal('faq'),
    heading,
    items: z
      .array(z.strictObject({ question: label, answer: prose }))
      .min(1)
      .max(12),
  }),
  /** Rows of an entity with search, filters and sort, a link to each, and a way to add one where the visitor may. */
  z.strictObject({
    kind: z.literal('list'),
    heading,
    entity: identifier,
    display: z.enum(['table', 'cards', 'board', 'calendar', 'gallery', 'timeline']),
    /** The choice whose values are a board's columns; the date a calendar or timeline goes by. */
    by: identifier.optional(),
  }),
  /** The person's own row of a `single` entity and a way to change it, or a way to make it. */
  z.strictObject({ kind: z.literal('own'), heading, entity: identifier }),
  /** The newest rows, without controls. */
  z.strictObject({ kind: z.literal('recent'), heading, entity: identifier, limit: z.number().int().min(1).max(12) }),
  z.strictObject({
    kind: z.literal('stats'),
    heading,
    items: z
      .array(
        z.strictObject({
          label,
          entity: identifier,
          measure: z.enum(['count', 'sum', 'average', 'max']),
          /** The number that is measured; absent for `count`. */
          field: identifier.optional(),
        }),
      )
      .min(1)
      .max(6),
  }),
  z.strictObject({
    kind: z.literal('chart'),
    heading,
    entity: identifier,
    display: z.enum(['line', 'bar']),
    /** A date field for a course over time (counted by months), a choice, reference or text field for groups. */
    x: identifier,
    measure: z.enum(['count', 'sum', 'average', 'max']),
    y: identifier.optional(),
    /** One line for each value of this field, chosen by the person, e.g. the exercise. */
    by: identifier.optional(),
  }),
  /**
   * The cart of what an entity sells, kept for each person (in the browser until they sign in), and the form that makes it
   * an order. Prices, total and stock are the database's; no money is taken. An app has one.
   */
  z.strictObject({
    kind: z.literal('cart'),
    heading,
    entity: identifier,
    /** A `money` field. */
    price: identifier,
    /** An `integer` field with how many are left; each order takes from it. */
    stock: identifier.optional(),
    /** The `managed` entity with a workflow that orders are rows of; its fields are asked for. */
    order: identifier,
    /** Its `money` field that the database fills in. */
    total: identifier,
  }),
  /**
   * Questions with a score, which are rows of a `catalog` entity. Nobody reads the right answer before answering; what
   * people score is kept for each. An app has one.
   */
  z.strictObject({
    kind: z.literal('quiz'),
    heading,
    entity: identifier,
    /** The text field that asks. */
    asks: identifier,
    /** Text fields with the answers to choose from. */
    options: z.array(identifier).min(2).max(6),
    /** A `choice` field with one value for each option, in their order: the right one. */
    right: identifier,
  }),
  /** A form that stores a message in an `inbox` entity. */
  z.strictObject({ kind: z.literal('contact'), heading, text: prose, entity: identifier }),
  /** Finds rows of several entities by their words; the app's header has a field that leads to it. Once in an app. */
  z.strictObject({ kind: z.literal('search'), heading, entities: z.array(identifier).min(1).max(16) }),
]);

export const page = z.strictObject({
  /** URL path: `/`, `/exercises`. */
  path: z.string().regex(/^\/([a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*)?$/),
  title: label,
  /** In the navigation. */
  nav: z.boolean(),
  audience: z.enum(['everyone', 'members', 'admins']),
  sections: z.array(section).min(1).max(12),
});

export const appSpec = z
  .strictObject({
    name: label,
    /** One sentence under the name. */
    tagline: z.string().trim().min(1).max(160),
    /** BCP 47 tag of the language the person wrote in. */
    language: z.string().default('en'),
    theme: z.strictObject({
      background: hexColor,
      /** Colour of buttons, cards' accents, headers. */
      component: hexColor,
      font: z.enum(['sans', 'serif', 'mono']).default('sans'),
    }),
    /** Whether the app has accounts. Needed as soon as an entity has an owner. */
    auth: z.boolean(),
    entities: z.array(entity).max(16),
    pages: z.array(page).min(1).max(24),
    /** What was asked for and cannot be built by this planner, in plain words for the person. */
    notes: z.array(z.string().trim().min(1).max(300)).max(12).default([]),
  })
  .superRefine((spec, context) => {
    const issue = (message: string, path: (string | number)[]) => context.addIssue({ code: 'custom', message, path });
    const entities = new Map(spec.entities.map((it) => [it.name, it]));
    if (entities.size !== spec.entities.length) issue('Two entities have the same name.', ['entities']);
    if (new Set(spec.entities.map((it) => it.table)).size !== spec.entities.length) {
      issue('Two entities have the same table.', ['entities']);
    }
    if (new Set(spec.pages.map((it) => it.path)).size !== spec.pages.length)
      issue('Two pages have the same path.', ['pages']);
    if (!spec.pages.some((it) => it.path === '/')) issue('One page has the path "/".', ['pages']);
    if (!spec.auth && spec.entities.some((it) => (it.access !== 'catalog' && it.access !== 'inbox') || isSocial(it))) {
      issue('Rows with owners need accounts.', ['auth']);
    }
    spec.entities.forEach((it, at) => {
      const names = new Set(it.fields.map((f) => f.name));
      if (names.size !== it.fields.length)
        issue(`Two fields of ${it.name} have the same name.`, ['entities', at, 'fields']);
      const implied = it.access === 'exchanged' ? ['recipient_id', 'read_at'] : [];
      for (const reserved of ['id', 'owner_id', 'created_at', 'updated_at', ...implied]) {
        if (names.has(reserved)) issue(`${it.name}.${reserved} is added by the compiler.`, ['entities', at, 'fields']);
      }
      if (isSocial(it) && ['private', 'inbox', 'exchanged'].includes(it.access)) {
        issue(`Nobody else sees ${it.name} to comment or vote on it.`, ['entities', at]);
      }
      if (it.single && it.access !== 'managed')
        issue(`${it.name} is not managed, so it is not single.`, ['entities', at]);
      if (it.anonymous && it.access !== 'members' && it.access !== 'public') {
        issue(`Nobody but their owner sees ${it.name}, so it is not anonymous.`, ['entities', at]);
      }
      if (it.anonymous && it.workflow) issue(`${it.name} is anonymous: its owner takes no steps.`, ['entities', at]);
      for (const message of transactionIssues(it)) issue(message, ['entities', at]);
      if (it.access === 'exchanged' && (it.workflow || it.booking || it.steps)) {
        issue(`${it.name} is a message: it has no workflow, booking or steps.`, ['entities', at]);
      }
      const stepped = (it.steps ?? []).flatMap((step) => step.fields);
      for (const name of stepped) {
        if (!names.has(name)) issue(`${it.name} has no field ${name}.`, ['entities', at, 'steps']);
      }
      if (new Set(stepped).size !== stepped.length)
        issue(`A field of ${it.name} is in two steps.`, ['entities', at, 'steps']);
      if (!names.has(it.titleField)) issue(`${it.name} has no field ${it.titleField}.`, ['entities', at, 'titleField']);
      for (const f of it.fields) {
        if (f.references && !entities.has(f.references)) {
          issue(`${it.name}.${f.name} refers to ${f.references}, which is not an entity.`, ['entities', at, 'fields']);
        }
      }
    });
    const needs = (name: string, fields: (string | undefined)[], path: (string | number)[]) => {
      const found = entities.get(name);
      if (!found) return issue(`There is no entity ${name}.`, path);
      for (const wanted of fields) {
        if (wanted && !['created_at', 'updated_at'].includes(wanted) && !found.fields.some((f) => f.name === wanted)) {
          issue(`${name} has no field ${wanted}.`, path);
        }
      }
    };
    let carts = 0;
    let quizzes = 0;
    spec.pages.forEach((it, p) => {
      it.sections.forEach((s, n) => {
        const at = ['pages', p, 'sections', n];
        if (s.kind === 'list' || s.kind === 'recent' || s.kind === 'contact') needs(s.entity, [], at);
        if (s.kind === 'own' && !entities.get(s.entity)?.single) issue(`A person has more than one ${s.entity}.`, at);
        if (s.kind === 'contact' && entities.get(s.entity)?.access !== 'inbox')
          issue(`${s.entity} is not an inbox.`, at);
        if (s.kind === 'recent' && entities.get(s.entity)?.access === 'exchanged')
          issue(`${s.entity} is shown by a list: messages have boxes and conversations.`, at);
        if (s.kind === 'list') {
          needs(s.entity, [s.by], at);
          const types = { board: ['choice'], calendar: ['date', 'datetime'], timeline: ['date', 'datetime'] };
          const wanted = s.display in types ? types[s.display as keyof typeof types] : null;
          const fits = entities
            .get(s.entity)
            ?.fields.some((f) => (s.by === undefined || f.name === s.by) && wanted?.includes(f.type));
          if (wanted && !fits) issue(`A ${s.display} goes by a field of type ${wanted.join(' or ')}.`, at);
        }
        if (s.kind === 'quiz') {
          needs(s.entity, [s.asks, ...s.options, s.right], at);
          const asked = entities.get(s.entity);
          const of = (name: string) => asked?.fields.find((f) => f.name === name);
          if (asked && (asked.access !== 'catalog' || asked.workflow || asked.booking)) {
            issue(`${s.entity} is no question of a quiz: it is a catalog, without a workflow.`, at);
          }
          if (of(s.right)?.choices?.length !== s.options.length)
            issue(`${s.entity}.${s.right} has one choice for each option.`, at);
          if (s.options.some((name) => of(name)?.type !== 'text')) issue(`The options of ${s.entity} are texts.`, at);
          if (asked?.titleField === s.right) issue(`${s.entity}.${s.right} is read by nobody, so it is no title.`, at);
          quizzes += 1;
          if (quizzes > 1) issue('An app has one quiz.', at);
        }
        if (s.kind === 'cart') {
          const type = (name: string, wanted: string | undefined) =>
            entities.get(name)?.fields.find((f) => f.name === wanted)?.type;
          needs(s.entity, [s.price, s.stock], at);
          needs(s.order, [s.total], at);
          const sold = entities.get(s.entity)?.access;
          if (sold && !['catalog', 'public', 'members'].includes(sold)) issue(`Nobody sees ${s.entity} to buy it.`, at);
          if (type(s.entity, s.price) !== 'money') issue(`${s.entity}.${s.price} is no price.`, at);
          if (s.stock && type(s.entity, s.stock) !== 'integer') issue(`${s.entity}.${s.stock} is no stock.`, at);
          if (type(s.order, s.total) !== 'money') issue(`${s.order}.${s.total} is no amount.`, at);
          const order = entities.get(s.order);
          if (order && (order.access !== 'managed' || !order.workflow || order.booking || order.single)) {
            issue(`${s.order} is no order: it is managed, with a workflow, and without a booking.`, at);
          }
          if (order?.titleField === s.total || order?.fields.every((f) => f.type === 'reference'))
            issue(`${s.order} needs a field of its own that titles it.`, at);
          if (s.entity === s.order) issue(`${s.entity} is not both sold and an order.`, at);
          carts += 1;
          if (carts > 1) issue('An app has one cart.', at);
        }
        if (s.kind === 'chart') needs(s.entity, [s.x, s.y, s.by], at);
        if (s.kind === 'stats') for (const item of s.items) needs(item.entity, [item.field], at);
        for (const name of s.kind === 'search' ? s.entities : []) {
          needs(name, [], at);
          if (entities.get(name)?.access === 'exchanged') issue(`Rows of ${name} have no page that leads to them.`, at);
          if (!entities.get(name)?.fields.some((f) => TEXT_TYPES.includes(f.type))) issue(`${name} has no text.`, at);
        }
      });
    });
    if (spec.pages.flatMap((it) => it.sections).filter((s) => s.kind === 'search').length > 1)
      issue('An app is searched on one page.', ['pages']);
  });

/** What is wrong with the workflow and the booking of an entity. */
function transactionIssues(it: Entity): string[] {
  const issues: string[] = [];
  const of = (name: string | undefined) => it.fields.find((f) => f.name === name);
  if (it.workflow) {
    const { field, steps } = it.workflow;
    const choices = of(field)?.type === 'choice' ? (of(field)?.choices ?? []) : [];
    const known = new Set(choices.map((choice) => choice.value));
    if (known.size === 0) issues.push(`The workflow of ${it.name} needs a choice field; ${field} is none.`);
    for (const value of steps.flatMap((step) => [...step.from, step.to])) {
      if (known.size > 0 && !known.has(value)) issues.push(`${it.name}.${field} has no choice ${value}.`);
    }
    if (it.access === 'inbox') issues.push(`Nobody takes steps with ${it.name}: it is an inbox.`);
    if (it.access === 'private' && steps.some((step) => step.by === 'admin')) {
      issues.push(`No admin sees ${it.name}, which is private: use managed.`);
    }
    if (it.access === 'catalog' && steps.some((step) => step.by === 'owner')) {
      issues.push(`${it.name} has no owner to take a step.`);
    }
    if (it.fields.length < 2) issues.push(`${it.name} needs another field than ${field}.`);
  }
  if (it.booking) {
    const { resource, start, end } = it.booking;
    const kind = of(resource)?.type;
    if (kind !== 'reference' && kind !== 'choice' && kind !== 'text') {
      issues.push(`${it.name}.${resource} is nothing that can be booked.`);
    }
    const starts = of(start)?.type;
    if (starts !== 'date' && starts !== 'datetime') issues.push(`${it.name}.${start} is no time.`);
    if (end !== undefined && of(end)?.type !== starts) issues.push(`${it.name}.${end} is no time like ${start}.`);
  }
  return issues;
}

/** Whether people add something of their own to rows of others. */
function isSocial(it: Pick<Entity, 'comments' | 'votes'>): boolean {
  return it.comments === true || it.votes !== undefined;
}

export type AppSpec = z.infer<typeof appSpec>;
export type Entity = z.infer<typeof entity>;
export type Field = z.infer<typeof field>;
export type Page = z.infer<typeof page>;
export type Section = z.infer<typeof section>;
export type Access = (typeof ACCESS)[number];
export type FieldType = (typeof FIELD_TYPES)[number];
