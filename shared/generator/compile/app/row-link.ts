/** The title of a row, as a link where rows have pages. */
import type { AppModel, EntityModel } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { code } from '../source-text.ts';
import { textOf } from './display.ts';
import type { Imports } from './imports.ts';

/** JSX for the title (or another field that leads) of the variable `row`. */
export function titleLink(
  app: AppModel,
  it: EntityModel,
  imports: Imports,
  look: string,
  lead: FieldModel = it.title,
): string {
  const title = textOf(app, it, lead, 'row', imports).replace(/^\((.*)\)$/, '$1');
  if (!it.hasPages) return `{${title}}`;
  imports.value('react-router', 'Link');
  return code`
    <Link to={\`${it.basePath}/\${row.id}\`} className="${look}">
      {${title}}
    </Link>
  `;
}
