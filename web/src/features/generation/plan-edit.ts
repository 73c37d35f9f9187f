/** Edits of a plan before it is built. Each leaves out what no longer has anything to stand on. */
import {
  type AppSpec,
  appSpec,
  type Entity,
  type Field,
  type FieldType,
  type Page,
  type Section,
} from '../../../../shared/generator/app-spec.ts';

/** Where the plan cannot be built as it is, in plain words; undefined when it can. */
export function planProblem(spec: AppSpec): string | undefined {
  const parsed = appSpec.safeParse(spec);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  if (issue === undefined) return 'The plan cannot be built like this.';
  const [part, index] = issue.path;
  const named =
    part === 'entities' && typeof index === 'number'
      ? spec.entities[index]?.label
      : part === 'pages' && typeof index === 'number'
        ? spec.pages[index]?.title
        : undefined;
  const empty = issue.code === 'too_small' && issue.origin === 'string';
  const message = empty ? 'Something has no name.' : issue.message;
  return named ? `${named}: ${message}` : message;
}

/** Rows with owners need accounts: see `appSpec`. */
function withAccounts(spec: AppSpec): AppSpec {
  const owned = spec.entities.some(
    (it) => (it.access !== 'catalog' && it.access !== 'inbox') || it.comments || it.votes,
  );
  return owned && !spec.auth ? { ...spec, auth: true } : spec;
}

export function changeEntity(spec: AppSpec, name: string, change: Partial<Entity>): AppSpec {
  const entities = spec.entities.map((it) => (it.name === name ? { ...it, ...change } : it));
  return withAccounts({ ...spec, entities });
}

/** An identifier for a label that none of `taken` is. */
export function identifierFor(label: string, taken: readonly string[]): string {
  const base =
    label
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[_\d]+|_+$/g, '')
      .slice(0, 40) || 'item';
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}_${count}`;
    if (!taken.includes(name)) return name;
  }
}

const RESERVED = ['id', 'owner_id', 'created_at', 'updated_at', 'recipient_id', 'read_at'];

export function addField(spec: AppSpec, entityName: string, label: string, type: FieldType): AppSpec {
  const entity = spec.entities.find((it) => it.name === entityName);
  if (entity === undefined) return spec;
  const name = identifierFor(label, [...entity.fields.map((it) => it.name), ...RESERVED]);
  const field: Field = { name, label, type, required: false };
  return changeEntity(spec, entityName, { fields: [...entity.fields, field] });
}

export function changeField(spec: AppSpec, entityName: string, name: string, change: Partial<Field>): AppSpec {
  const entity = spec.entities.find((it) => it.name === entityName);
  if (entity === undefined) return spec;
  return changeEntity(spec, entityName, {
    fields: entity.fields.map((it) => (it.name === name ? { ...it, ...change } : it)),
  });
}

/** An entity keeps at least one field. */
export function removeField(spec: AppSpec, entityName: string, name: string): AppSpec {
  const entity = spec.entities.find((it) => it.name === entityName);
  const fields = entity?.fields.filter((it) => it.name !== name) ?? [];
  const [first] = fields;
  if (entity === undefined || first === undefined) return spec;
  const { steps, workflow, booking, ...rest } = entity;
  const title =
    entity.titleField === name ? (fields.find((it) => it.type === 'text') ?? first).name : entity.titleField;
  const kept = steps
    ?.map((step) => ({ ...step, fields: step.fields.filter((it) => it !== name) }))
    .filter((step) => step.fields.length > 0);
  const usesBooking = booking !== undefined && [booking.resource, booking.start, booking.end].includes(name);
  const changed: Entity = {
    ...rest,
    fields,
    titleField: title,
    samples: entity.samples.map(({ [name]: _, ...sample }) => sample),
    ...(kept !== undefined && kept.length > 1 ? { steps: kept } : {}),
    ...(workflow !== undefined && workflow.field !== name ? { workflow } : {}),
    ...(booking !== undefined && !usesBooking ? { booking } : {}),
  };
  return withSections({ ...spec, entities: spec.entities.map((it) => (it === entity ? changed : it)) }, (section) =>
    withoutField(section, entityName, name),
  );
}

export function removeEntity(spec: AppSpec, name: string): AppSpec {
  const references = spec.entities.flatMap((it) =>
    it.name === name
      ? []
      : it.fields.filter((field) => field.references === name).map((field) => [it.name, field.name] as const),
  );
  let next = spec;
  for (const [entity, field] of references) next = removeField(next, entity, field);
  // Something that holds nothing but a reference to what goes, goes with it.
  const orphans = next.entities.filter(
    (it) => it.name !== name && it.fields.some((field) => field.references === name),
  );
  next = { ...next, entities: next.entities.filter((it) => it.name !== name) };
  next = withSections(next, (section) => withoutEntity(section, name));
  return orphans.reduce((left, orphan) => removeEntity(left, orphan.name), next);
}

export function addEntity(spec: AppSpec, label: string): AppSpec {
  const name = identifierFor(
    label,
    spec.entities.map((it) => it.name),
  );
  const table = identifierFor(
    `${label}s`,
    spec.entities.map((it) => it.table),
  );
  const entity: Entity = {
    name,
    table,
    label,
    labelPlural: `${label}s`,
    description: `${label}s of the app.`,
    access: 'private',
    fields: [{ name: 'name', label: 'Name', type: 'text', required: true }],
    titleField: 'name',
    samples: [],
  };
  const next = withAccounts({ ...spec, entities: [...spec.entities, entity] });
  return addPage(next, entity.labelPlural, [
    { kind: 'list', heading: entity.labelPlural, entity: name, display: 'table' },
  ]);
}

export function changePage(spec: AppSpec, path: string, change: Partial<Page>): AppSpec {
  return { ...spec, pages: spec.pages.map((it) => (it.path === path ? { ...it, ...change } : it)) };
}

export function addPage(spec: AppSpec, title: string, sections?: readonly Section[]): AppSpec {
  const taken = spec.pages.map((it) => it.path.slice(1).replace(/-/g, '_'));
  const path = `/${identifierFor(title, taken).replace(/_+/g, '-')}`;
  const page: Page = {
    path,
    title,
    nav: true,
    audience: sections !== undefined && spec.auth ? 'members' : 'everyone',
    sections: [...(sections ?? [{ kind: 'text' as const, heading: title, paragraphs: ['What this page is about.'] }])],
  };
  return { ...spec, pages: [...spec.pages, page] };
}

/** The front page stays; buttons that led to a page that goes, lead to the front page. */
export function removePage(spec: AppSpec, path: string): AppSpec {
  if (path === '/') return spec;
  const pages = spec.pages.filter((it) => it.path !== path);
  return withSections({ ...spec, pages }, (section) =>
    section.kind === 'hero' && section.action?.path === path
      ? { ...section, action: { ...section.action, path: '/' } }
      : section,
  );
}

/** Every section changed or left out; a page that loses all of them is left out, the front page says its title. */
function withSections(spec: AppSpec, change: (section: Section) => Section | null): AppSpec {
  const gone: string[] = [];
  const pages = spec.pages.flatMap((it): Page[] => {
    const sections = it.sections.map(change).filter((section) => section !== null);
    if (sections.length > 0) return [{ ...it, sections }];
    if (it.path !== '/') {
      gone.push(it.path);
      return [];
    }
    return [{ ...it, sections: [{ kind: 'hero', heading: spec.name, text: spec.tagline }] }];
  });
  const next = { ...spec, pages };
  return gone.reduce((left, path) => removePage(left, path), next);
}

function withoutEntity(section: Section, name: string): Section | null {
  if ('entity' in section) return section.entity === name ? null : section;
  if (section.kind !== 'stats') return section;
  const items = section.items.filter((item) => item.entity !== name);
  return items.length === 0 ? null : { ...section, items };
}

function withoutField(section: Section, entity: string, name: string): Section | null {
  if (section.kind === 'stats') {
    const items = section.items.filter((item) => item.entity !== entity || item.field !== name);
    return items.length === 0 ? null : { ...section, items };
  }
  if (!('entity' in section) || section.entity !== entity) return section;
  if (section.kind === 'chart') {
    if (section.x === name || section.y === name) return null;
    const { by, ...rest } = section;
    return by === undefined || by === name ? rest : section;
  }
  if (section.kind === 'list' && section.by === name) {
    const { by: _, ...rest } = section;
    return { ...rest, display: 'table' };
  }
  return section;
}
