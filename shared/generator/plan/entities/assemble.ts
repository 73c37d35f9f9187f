/** Builds entities out of the chosen things: names, fields, references, access and sample rows. */
import type { Entity } from '../../app-spec.ts';
import { makeAnonymous } from '../capabilities/anonymous.ts';
import { shapeOrders } from '../capabilities/cart.ts';
import { refineFields } from '../capabilities/field-types.ts';
import { addFiles } from '../capabilities/files.ts';
import { addFormSteps } from '../capabilities/form-steps.ts';
import { exchangeMessages } from '../capabilities/messages.ts';
import { addSocial } from '../capabilities/social.ts';
import { addTransactions } from '../capabilities/transactions.ts';
import { addUploads } from '../capabilities/uploads.ts';
import type { FieldDraft } from '../lexicon/noun.ts';
import { plural } from '../text/inflect.ts';
import { clip, identifierOf, sentenceCase } from '../text/words.ts';
import { accessOf } from './access.ts';
import { fillSamples } from './complete.ts';
import { currencyOf } from './currency.ts';
import { inferField } from './infer-field.ts';
import type { Reading, Thing } from './reading.ts';
import { linkReferences, narrowAccess, openRequests } from './references.ts';
import { addRelations } from './relations.ts';
import { fieldsOf } from './thing-fields.ts';

/** An entity with the drafts its samples are made from. */
export interface EntityDraft {
  thing: Thing;
  entity: Entity;
  drafts: FieldDraft[];
}

export function assembleEntities(chosen: readonly Thing[], reading: Reading): EntityDraft[] {
  const names = new Set<string>();
  const tables = new Set<string>();
  const drafts: EntityDraft[] = [];
  for (const thing of chosen) {
    const renamed = thing.noun !== undefined && thing.phrase !== thing.noun.label.toLowerCase();
    const name = unusedName((renamed ? (identifierOf(thing.phrase) ?? thing.name) : thing.name).slice(0, 40), names);
    const label = clip(sentenceCase(renamed ? thing.phrase : (thing.noun?.label ?? thing.phrase)), 60);
    const labelPlural = thing.foreign
      ? label
      : clip(renamed ? plural(label) : (thing.noun?.labelPlural ?? plural(label)), 64);
    const table = unusedName(
      (identifierOf(thing.noun ? plural(name) : labelPlural) ?? plural(name)).slice(0, 44),
      tables,
    );
    const fields = fieldsOf(thing, reading);
    if (drafts.length === 0) {
      for (const phrase of reading.looseFields) {
        const field = inferField(phrase);
        if (!fields.some((it) => it.name === field.name)) fields.push(field);
      }
    }
    drafts.push({
      thing,
      drafts: fields,
      entity: {
        name,
        table,
        label,
        labelPlural,
        description: thing.noun?.about ?? `${labelPlural} with ${describe(fields)}.`,
        access: accessOf(thing, reading),
        fields: [],
        titleField: '',
        samples: [],
      },
    });
  }
  refineFields(drafts, reading);
  exchangeMessages(drafts, reading);
  shapeOrders(drafts, reading);
  addRelations(drafts, reading);
  linkReferences(drafts);
  dropIdleCategories(drafts);
  narrowAccess(drafts);
  openRequests(drafts);
  const currency = currencyOf(reading.about);
  for (const draft of drafts) {
    for (const field of draft.drafts) if (field.type === 'money') field.unit = currency;
  }
  for (const { thing, entity } of drafts) {
    if (thing.noun?.name === 'profile' && entity.access === 'managed') entity.single = true;
  }
  const complete = fillSamples(addSocial(drafts, reading));
  addTransactions(complete);
  makeAnonymous(complete, reading);
  addFormSteps(complete, reading);
  addFiles(complete, reading);
  addUploads(complete, reading);
  return complete;
}

/** Categories that nothing refers to, beside things that have a choice of their own, would sort nothing. */
function dropIdleCategories(drafts: EntityDraft[]): void {
  const at = drafts.findIndex(({ thing }) => thing.noun?.name === 'category');
  const idle = drafts[at];
  if (!idle || idle.thing.fields.length > 0) return;
  const fields = drafts.flatMap((it) => it.drafts);
  const isReferred = fields.some((it) => it.type === 'reference' && it.targets?.includes(idle.entity.name));
  if (!isReferred && fields.some((it) => it.type === 'choice' && /category|genre|kind/.test(it.name)))
    drafts.splice(at, 1);
}

function unusedName(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name}_${n}`;
  taken.add(candidate);
  return candidate;
}

const describe = (fields: readonly FieldDraft[]) =>
  fields.length === 1
    ? (fields[0]?.label.toLowerCase() ?? 'a name')
    : `${fields
        .slice(0, -1)
        .slice(0, 5)
        .map((it) => it.label.toLowerCase())
        .join(', ')} and ${fields.at(-1)?.label.toLowerCase() ?? ''}`;
