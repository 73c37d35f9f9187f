/** The plan, made ready for emission: names settled, tables ordered, and what each entity needs worked out once. */
import type { Access, AppSpec, Entity, Page, Section } from '../app-spec.ts';
import { cleanSpec } from './clean.ts';
import { startPath, withLiveLanding } from './landing.ts';
import { buildCart, type CartModel, isOrdered } from './model-cart.ts';
import { buildDisplays, type Displays } from './model-displays.ts';
import { buildExchange, type ExchangeModel } from './model-exchange.ts';
import { buildFields, type FieldModel } from './model-fields.ts';
import { ACCOUNT_PATH, authorEmbed, buildProfiles, hasAuthor, isOwned, type ProfilesModel } from './model-people.ts';
import { buildQuiz, type QuizModel } from './model-quiz.ts';
import { buildSearch, type SearchModel } from './model-search.ts';
import { buildSocial, type CommentsModel, type VotesModel } from './model-social.ts';
import { type BookingModel, buildBooking, buildWorkflow, type WorkflowModel } from './model-transactions.ts';
import { buildViews, type TotalsView, type TrendView } from './model-views.ts';
import { camelCase, inSentence, kebabCase, NameRegistry, pascalCase, TAKEN_TYPES } from './names.ts';

export interface EntityModel extends Displays {
  readonly spec: Entity;
  readonly access: Access;
  readonly table: string;
  /** Row type, e.g. `Workout`. */
  readonly type: string;
  /** Plural for functions and components, e.g. `Workouts`. */
  readonly types: string;
  /** `workout`, for variables. */
  readonly variable: string;
  /** Folder under `src/features`. */
  readonly folder: string;
  /** Stem of file names: `workout`. */
  readonly stem: string;
  readonly label: string;
  readonly labelPlural: string;
  /** Labels as they stand inside a sentence. */
  readonly noun: string;
  readonly nouns: string;
  readonly fields: readonly FieldModel[];
  readonly title: FieldModel;
  /** Where its rows live in the app: `<basePath>/:id`. */
  readonly basePath: string;
  /** The page that lists it, if one does. */
  readonly listPath: string | null;
  /** Has rows of signed-in users. */
  readonly owned: boolean;
  /** Property of a loaded row with the name of whom it is from; null where nobody else is shown. */
  readonly author: string | null;
  /** The field that is written and never read; not among `fields`. */
  readonly secret: FieldModel | null;
  /** Its rows are orders, which only the cart makes. */
  readonly ordered: boolean;
  /** Its rows go from one person to another. */
  readonly exchange: ExchangeModel | null;
  readonly workflow: WorkflowModel | null;
  readonly booking: BookingModel | null;
  readonly comments: CommentsModel | null;
  readonly votes: VotesModel | null;
  /** Rows have a page of their own. */
  readonly hasPages: boolean;
  /** The app can add and change rows (an inbox is filled by its contact form instead). */
  readonly editable: boolean;
  /** Lists on the same page as another list put their entity before their URL parameters. */
  readonly listPrefix: string;
  readonly recent: boolean;
  readonly contact: boolean;
  /** Entities whose rows belong to a row of this one, shown on its page. */
  readonly children: readonly { entity: string; column: string }[];
  readonly totals: TotalsView | null;
  readonly trends: readonly TrendView[];
}

export interface PageModel {
  readonly spec: Page;
  /** `HomePage`. */
  readonly component: string;
  /** `home-page`. */
  readonly file: string;
}

export interface AppModel {
  readonly spec: AppSpec;
  /** npm package name. */
  readonly slug: string;
  readonly auth: boolean;
  /** Where a person begins who is signed in. */
  readonly startPath: string;
  /** Anyone may make an account; otherwise accounts are for the app's admins. */
  readonly signUp: boolean;
  /** Names of people beside their rows; null where nobody sees a row of another. */
  readonly profiles: ProfilesModel | null;
  readonly cart: CartModel | null;
  readonly quiz: QuizModel | null;
  /** Somebody looks after catalogues, inboxes and what members hand in. */
  readonly admins: boolean;
  /** Rows of several entities are found in one place. */
  readonly search: SearchModel | null;
  /** In an order in which each table follows those it refers to, as far as there is one. */
  readonly entities: readonly EntityModel[];
  readonly byName: ReadonlyMap<string, EntityModel>;
  readonly pages: readonly PageModel[];
}

export function entityOf(app: AppModel, name: string): EntityModel {
  const found = app.byName.get(name);
  if (!found) throw new Error(`The plan has no entity ${name}.`);
  return found;
}

/** Whether a field takes files: they lie in the folder of somebody who is signed in. */
export function takesUploads(app: AppModel, f: FieldModel): boolean {
  return app.auth && f.spec.upload === true;
}

/** Works out everything the emitters share. The plan is expected to be valid (`appSpec.parse`). */
export function buildModel(input: AppSpec): AppModel {
  const spec = withLiveLanding(cleanSpec(input));
  const profiles = buildProfiles(spec);
  const tables = new NameRegistry(['app_admins', ...(profiles ? [profiles.table] : [])]);
  const types = new NameRegistry(TAKEN_TYPES);
  const folders = new NameRegistry(['auth', 'cart', 'people', 'search']);
  const tableOf = new Map(spec.entities.map((it) => [it.name, tables.claim(it.table, '_')]));
  const listed = sectionsByEntity(spec);
  const paged = entitiesWithPages(spec, listed);
  const basePaths = choosePaths(spec, listed);
  const byName = new Map<string, EntityModel>();

  for (const it of orderByReference(spec.entities)) {
    const all = buildFields(it, spec, tableOf);
    const fields = all.filter((f) => !f.secret);
    const table = tableOf.get(it.name) ?? it.table;
    const sections = listed.get(it.name) ?? [];
    const lists = sections.filter((found) => found.section.kind === 'list');
    const type = claimType(types, it.name);
    const plural = pascalCase(table);
    const title = fields.find((f) => f.name === it.titleField) ?? fields[0];
    if (!title) throw new Error(`${it.name} has no fields.`);
    byName.set(it.name, {
      spec: it,
      access: it.access,
      table,
      type,
      types: plural === type ? `${plural}List` : plural,
      variable: safeVariable(camelCase(it.name)),
      folder: folders.claim(kebabCase(table), '-'),
      stem: kebabCase(it.name),
      label: it.label,
      labelPlural: it.labelPlural,
      // "No memberships yet", though the list is called "My memberships".
      noun: inSentence(withoutMy(it.label), spec.language),
      nouns: inSentence(withoutMy(it.labelPlural), spec.language),
      fields,
      title,
      basePath: basePaths.get(it.name) ?? `/${kebabCase(table)}`,
      // Whoever made or deleted what they have once goes back to it, not to the list of the admins.
      listPath: listPathOf(it.single ? sections.filter((found) => found.section.kind === 'own') : lists),
      owned: isOwned(it.access),
      ...buildSocial(it, tables),
      ordered: isOrdered(spec, it.name),
      secret: all.find((f) => f.secret) ?? null,
      exchange: buildExchange(it, fields, title, profiles?.table ?? '', tables),
      workflow: buildWorkflow(it, fields),
      booking: buildBooking(it, fields),
      author: hasAuthor(it) ? authorEmbed(fields) : null,
      hasPages: paged.has(it.name),
      editable: paged.has(it.name) && it.access !== 'inbox' && !isOrdered(spec, it.name) && hasAccounts(spec),
      ...buildDisplays(
        lists.flatMap((found) => (found.section.kind === 'list' ? [found.section] : [])),
        fields,
      ),
      listPrefix: lists.some((found) => found.page.sections.filter((s) => s.kind === 'list').length > 1)
        ? `${kebabCase(table)}-`
        : '',
      recent: sections.some((found) => found.section.kind === 'recent'),
      contact: sections.some((found) => found.section.kind === 'contact'),
      children: childrenOf(it, spec, paged),
      totals: null,
      trends: [],
    });
  }
  for (const [name, views] of buildViews(spec, byName, tables)) {
    const before = byName.get(name);
    if (before) byName.set(name, { ...before, ...views });
  }

  const entities = [...byName.values()];
  const owned = entities.some((it) => it.owned);
  return {
    spec,
    slug: slugOf(spec.name),
    auth: hasAccounts(spec),
    startPath: startPath(spec),
    signUp:
      owned || entities.some((it) => it.comments || it.votes) || spec.pages.some((it) => it.audience === 'members'),
    profiles,
    cart: buildCart(spec, byName, tables),
    quiz: buildQuiz(spec, byName, tables),
    admins:
      entities.some((it) => !it.owned || it.access === 'managed' || it.workflow?.byAdmin) ||
      spec.pages.some((it) => it.audience === 'admins'),
    search: buildSearch(spec, byName),
    entities,
    byName,
    pages: namePages(spec),
  };
}

interface Found {
  readonly page: Page;
  readonly section: Section;
}

const withoutMy = (label: string) => label.replace(/^my (?=\S)/i, '');

/** An app has accounts when the plan says so, and when a page is not for everyone. */
function hasAccounts(spec: AppSpec): boolean {
  return spec.auth || spec.pages.some((it) => it.audience !== 'everyone');
}

function sectionsByEntity(spec: AppSpec): Map<string, Found[]> {
  const found = new Map<string, Found[]>();
  for (const page of spec.pages) {
    for (const section of page.sections) {
      if (!('entity' in section)) continue;
      found.set(section.entity, [...(found.get(section.entity) ?? []), { page, section }]);
    }
  }
  return found;
}

/** Entities that are listed, and those that belong to a row of one that has pages: its page shows them. */
function entitiesWithPages(spec: AppSpec, listed: Map<string, Found[]>): Set<string> {
  const searched = spec.pages.flatMap((it) => it.sections).flatMap((it) => (it.kind === 'search' ? it.entities : []));
  const paged = new Set<string>(searched);
  for (const [name, found] of listed) {
    const isExchanged = spec.entities.some((it) => it.name === name && it.access === 'exchanged');
    const isShown = found.some(({ section: { kind } }) => kind === 'list' || kind === 'recent' || kind === 'own');
    if (!isExchanged && isShown) paged.add(name);
  }
  for (let before = -1; before !== paged.size; ) {
    before = paged.size;
    for (const it of spec.entities) {
      if (it.access === 'inbox' || it.access === 'exchanged') continue;
      if (it.fields.some((f) => f.type === 'reference' && f.references && paged.has(f.references))) paged.add(it.name);
    }
  }
  return paged;
}

function childrenOf(parent: Entity, spec: AppSpec, paged: Set<string>): { entity: string; column: string }[] {
  return spec.entities
    .filter((it) => paged.has(it.name) && it.access !== 'inbox')
    .flatMap((it) =>
      buildFields(it, spec, new Map())
        .filter((f) => f.reference?.entity === parent.name && f.writable)
        .slice(0, 1)
        .map((f) => ({ entity: it.name, column: f.column })),
    );
}

function listPathOf(lists: Found[]): string | null {
  const own = lists.find((it) => it.page.path !== '/') ?? lists[0];
  return own ? own.page.path : null;
}

/** Each entity's rows live under the page that lists it alone, or under its table's name. */
function choosePaths(spec: AppSpec, listed: Map<string, Found[]>): Map<string, string> {
  const pages = new Set(spec.pages.map((it) => it.path));
  const reserved = ['/sign-in', '/sign-up', '/forgot-password', '/reset-password', ACCOUNT_PATH];
  const taken = new Set<string>(reserved);
  const chosen = new Map<string, string>();
  for (const it of spec.entities) {
    const alone = (listed.get(it.name) ?? []).find(
      ({ page, section }) =>
        section.kind === 'list' && page.path !== '/' && page.sections.filter((s) => s.kind === 'list').length === 1,
    );
    const table = `/${kebabCase(it.table).replace(/-+/g, '-').replace(/-$/, '')}`;
    const fits = (path: string) => !taken.has(path) && !pages.has(`${path}/new`);
    let path = alone && fits(alone.page.path) ? alone.page.path : table;
    for (let n = 2; !fits(path); n += 1) path = `${table}-${n}`;
    taken.add(path);
    chosen.set(it.name, path);
  }
  return chosen;
}

function claimType(types: NameRegistry, name: string): string {
  const pascal = pascalCase(name);
  return types.claim(TAKEN_TYPES.has(pascal) ? `${pascal}Item` : pascal);
}

const RESERVED_VARIABLES = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof var void while with yield ' +
    // Names the emitted files use beside a row.
    'query row rows form form session navigate location error data supabase signal values params'
  ).split(' '),
);

function safeVariable(name: string): string {
  return RESERVED_VARIABLES.has(name) ? `${name}Row` : name;
}

function orderByReference(entities: readonly Entity[]): Entity[] {
  const ordered: Entity[] = [];
  const seen = new Set<string>();
  const visit = (it: Entity) => {
    if (seen.has(it.name)) return;
    seen.add(it.name);
    for (const f of it.fields) {
      const target = f.type === 'reference' ? entities.find((other) => other.name === f.references) : undefined;
      if (target) visit(target);
    }
    ordered.push(it);
  };
  for (const it of entities) visit(it);
  return ordered;
}

function namePages(spec: AppSpec): PageModel[] {
  const components = new NameRegistry([
    'NotFoundPage',
    'SignInPage',
    'SignUpPage',
    'ForgotPasswordPage',
    'ResetPasswordPage',
    'App',
    'Layout',
  ]);
  const files = new NameRegistry(['not-found-page']);
  return spec.pages.map((page) => {
    const stem = page.path === '/' ? 'home' : page.path.slice(1).replace(/\//g, '-');
    const pascal = pascalCase(stem);
    return {
      spec: page,
      component: components.claim(`${/^\d/.test(pascal) ? 'Page' : ''}${pascal}Page`),
      file: files.claim(`${stem}-page`, '-'),
    };
  });
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'app' : slug;
}
