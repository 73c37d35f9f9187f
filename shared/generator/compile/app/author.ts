/** Whom a row is from: how the name is loaded and shown. */
import type { AppModel, EntityModel } from '../model.ts';

/** Select and type of the embedded name; null where a row says nothing about its owner. */
export function authorEmbedding(app: AppModel, it: EntityModel): { select: string; type: string } | null {
  if (!it.author || !app.profiles) return null;
  return {
    select: `${it.author}:${app.profiles.table}!owner_id(display_name)`,
    type: `${it.author}: Pick<Row<'${app.profiles.table}'>, 'display_name'> | null;`,
  };
}

/** `Posted by`, `From`: what stands before the name. */
export function authorLabel(it: EntityModel): string {
  if (it.access === 'managed') return 'From';
  return it.access === 'team' ? 'Added by' : 'Posted by';
}

/** JSX text of the name; null where none is shown. */
export function authorNode(it: EntityModel, row = 'row'): string | null {
  if (it.spec.anonymous) return 'Anonymous';
  return it.author ? `{${row}.${it.author}?.display_name ?? 'Someone'}` : null;
}
