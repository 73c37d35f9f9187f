/** Points the references of the entities at each other and keeps their access no wider than what they belong to. */
import type { Access } from '../../app-spec.ts';
import type { FieldDraft } from '../lexicon/noun.ts';
import { singular } from '../text/inflect.ts';
import type { EntityDraft } from './assemble.ts';
import { inferField } from './infer-field.ts';

/** Points references at entities of the plan; a reference without a target becomes a text. */
export function linkReferences(drafts: readonly EntityDraft[]): void {
  const byName = new Map(drafts.map((it) => [it.thing.name, it]));
  const main = drafts.find((it) => it.thing.noun?.part !== true && it.entity.access !== 'inbox');
  const parents = new Map<string, Set<string>>();
  const reaches = (from: string, to: string): boolean =>
    from === to || [...(parents.get(from) ?? [])].some((next) => reaches(next, to));

  for (const draft of drafts) {
    const mine = new Set<string>();
    parents.set(draft.entity.name, mine);
    const linked = new Set<string>();
    draft.drafts = draft.drafts.flatMap((field): FieldDraft[] => {
      const wish = field.type === 'reference' ? (field.targets ?? []) : ownReference(field, draft, byName);
      if (wish.length === 0) return [field];
      const target = wish
        .map((name) => (name === '*' ? main : byName.get(name)))
        .find(
          (it) =>
            it &&
            it !== draft &&
            it.entity.access !== 'inbox' &&
            !linked.has(it.entity.name) &&
            !reaches(it.entity.name, draft.entity.name),
        );
      if (target) {
        mine.add(target.entity.name);
        linked.add(target.entity.name);
        const wanted = field.targets?.[0];
        const other = wanted !== undefined && wanted !== target.thing.name && wanted !== '*';
        const taken = draft.drafts.some((it) => it !== field && it.name === target.entity.name);
        if (other && taken && !field.required) return [];
        const name = other && !taken ? target.entity.name : field.name;
        const label = other || field.targets?.includes('*') ? target.entity.label : field.label;
        return [{ ...field, name, type: 'reference', label, targets: [target.entity.name], ...withoutSamples(field) }];
      }
      if (field.type !== 'reference') return [field];
      // Another field refers to it already.
      if (wish.some((name) => linked.has(byName.get(name)?.entity.name ?? ''))) return [];
      if (field.name === 'company') return [departmentOf(field)];
      return field.required && !draft.thing.noun?.part
        ? [{ ...inferField(field.label), name: field.name, required: false }]
        : [];
    });
    if (draft.drafts.length === 0) draft.drafts.push({ ...inferField('name'), required: true });
  }
}

const DEPARTMENTS = ['Administration', 'Infrastructure', 'Procurement', 'Personnel', 'Finance', 'Planning'];

/** Where there is one organization, its figures are those of its departments. */
function departmentOf(field: FieldDraft): FieldDraft {
  const samples = (field.samples ?? [0]).map((it) => DEPARTMENTS[Number(it) % DEPARTMENTS.length] ?? null);
  return { name: 'department', label: 'Department', type: 'text', required: true, samples };
}

/** Index samples of a reference stay; values of a field that was a text do not. */
const withoutSamples = (field: FieldDraft): Partial<FieldDraft> =>
  field.samples?.every((it) => typeof it === 'number' || it === null) ? {} : { samples: [] };

/** "book" among the fields of a loan names the entity `book`. */
function ownReference(field: FieldDraft, draft: EntityDraft, byName: ReadonlyMap<string, EntityDraft>): string[] {
  if (field.type !== 'text') return [];
  const target = byName.get(field.name) ?? byName.get(singular(field.name));
  return target && target !== draft && draft.drafts.some((it) => it !== field && it.type === 'text')
    ? [target.thing.name]
    : [];
}

const WIDTH: Readonly<Record<Access, number>> = {
  private: 0,
  managed: 0,
  exchanged: 0,
  members: 1,
  team: 1,
  public: 2,
  catalog: 2,
  inbox: 3,
};

/** Rows are never seen by more people than the rows they belong to. */
export function narrowAccess(drafts: readonly EntityDraft[]): void {
  const byName = new Map(drafts.map((it) => [it.entity.name, it]));
  for (let round = 0; round < drafts.length; round++) {
    for (const draft of drafts) {
      for (const field of draft.drafts) {
        const parent = field.type === 'reference' ? byName.get(field.targets?.[0] ?? '') : undefined;
        if (!parent || draft.entity.access === 'inbox') continue;
        if (WIDTH[parent.entity.access] >= WIDTH[draft.entity.access]) continue;
        // What people say to each other stays theirs to change, in a team as well.
        const said = draft.entity.access === 'public' && parent.entity.access === 'team';
        draft.entity.access = said ? 'members' : parent.entity.access;
      }
    }
  }
}

/** A form for anyone asks nothing that only the people behind the site decide or see. */
export function openRequests(drafts: readonly EntityDraft[]): void {
  const open = new Set(drafts.filter((it) => WIDTH[it.entity.access] === 2).map((it) => it.entity.name));
  for (const draft of drafts.filter((it) => it.entity.access === 'inbox')) {
    const kept = draft.drafts.filter((field) => field.name !== 'status');
    draft.drafts = kept.map((field) =>
      field.type === 'reference' && !open.has(field.targets?.[0] ?? '')
        ? { name: field.name, label: field.label, type: 'text' as const, required: false }
        : field,
    );
  }
}
