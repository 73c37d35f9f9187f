/** The link that adds a row, beside the heading of where rows are shown. */
import type { EntityModel } from '../model.ts';
import { code } from '../source-text.ts';
import { addLabel } from './feature-detail.ts';
import type { Imports } from './imports.ts';

/** The `action` attribute of a section, or null where the app adds no rows; with admins it reads `isAdmin`. */
export function addAction(it: EntityModel, imports: Imports): string | null {
  if (!addsFromList(it)) return null;
  imports.value('lucide-react', 'Plus');
  imports.value('@/components/button', 'ButtonLink');
  const link = code`
    <ButtonLink to="${it.basePath}/new">
      <Plus aria-hidden />
      ${addLabel(it)}
    </ButtonLink>
  `;
  const shown = addsAsAdmin(it) ? `isAdmin && (\n${link.replace(/^/gm, '  ')}\n)` : link;
  return `action={\n${shown.replace(/^/gm, '  ')}\n}`;
}

/** Lists of what a person has once offer no second one: it is made where the person's own is shown. */
export function addsFromList(it: EntityModel): boolean {
  return it.editable && !it.spec.single;
}

/** Only the people who look after the app add rows. */
export function addsAsAdmin(it: EntityModel): boolean {
  return it.editable && !it.owned;
}
