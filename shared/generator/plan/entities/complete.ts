/** Completes entities: final fields, the field that titles a row, and sample rows. */
import type { AppSpec, Field } from '../../app-spec.ts';
import type { FieldDraft, Sample } from '../lexicon/noun.ts';
import { clip } from '../text/words.ts';
import type { EntityDraft } from './assemble.ts';
import { MAX_ROWS, sampleValue } from './samples.ts';
import { TITLES } from './thing-fields.ts';

export function fillSamples(drafts: readonly EntityDraft[]): EntityDraft[] {
  const rowCount = new Map(drafts.map((it) => [it.entity.name, rowsFor(it.drafts)]));
  return drafts.map((draft) => {
    const fields = draft.drafts.map(toField);
    const title = titleOf(draft.drafts);
    const titles = draft.drafts.find((it) => it.name === title)?.samples ?? [];
    const rows = Array.from({ length: rowCount.get(draft.entity.name) ?? 6 }, (_, row) => {
      const values: Record<string, Sample> = {};
      draft.drafts.forEach((field, at) => {
        const final = fields[at];
        if (final)
          values[field.name] = sampleValue(final, field, row, titles, rowCount.get(final.references ?? '') ?? 0);
      });
      return values;
    });
    return { ...draft, entity: { ...draft.entity, fields, titleField: title, samples: rows } };
  });
}

function rowsFor(fields: readonly FieldDraft[]): number {
  const columns = fields.filter((field) => field.type !== 'choice').map((field) => field.samples?.length ?? 0);
  const titled = fields.find((field) => field.type === 'text' && (field.samples?.length ?? 0) > 0);
  const longest = Math.max(...columns, 0);
  return Math.min(MAX_ROWS, longest > 6 ? longest : titled ? Math.max(3, titled.samples?.length ?? 6) : 6);
}

function titleOf(fields: readonly FieldDraft[]): string {
  const text = fields.filter((field) => field.type === 'text');
  const best =
    text.find((field) => field.required) ??
    text.find((field) => /name|title/.test(field.name)) ??
    fields.find((field) => field.required && field.type === 'reference') ??
    fields.find((field) => field.required && TITLES.has(field.type)) ??
    text[0] ??
    fields[0];
  return best?.name ?? 'name';
}

function toField(draft: FieldDraft): Field {
  const { targets, samples: _, choices: options, ...field } = draft;
  return {
    ...field,
    label: clip(field.label, 60),
    ...(field.type === 'choice' && options ? { choices: options } : {}),
    ...(field.type === 'reference' && targets?.[0] ? { references: targets[0] } : {}),
  } satisfies AppSpec['entities'][number]['fields'][number];
}
