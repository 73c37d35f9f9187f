/** A list as a gallery: pictures first, the title and what matters most below. */
import type { AppModel, EntityModel } from '../model.ts';
import { code, file } from '../source-text.ts';
import { columnsOf } from './columns.ts';
import { nodeOf, titleOf } from './display.ts';
import { Imports } from './imports.ts';
import { titleLink } from './row-link.ts';

export function galleryFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.type('./api', it.type);
  imports.value('@/components/cover', 'Cover');
  const image = it.fields.find((f) => f.type === 'image');
  const facts = columnsOf(it, 2).map(({ field }) => `<span>${nodeOf(app, it, field, 'row', imports)}</span>`);
  const link = titleLink(app, it, imports, 'underline-offset-4 after:absolute after:inset-0 hover:underline');
  const body = code`
    export function ${it.type}Gallery({ rows }: { rows: ${it.type}[] }) {
      return (
        <ul className="grid grid-cols-2 gap-x-4 gap-y-6 sm:gap-x-6 md:grid-cols-3 lg:grid-cols-4">
          {rows.map((row) => (
            <li key={row.id} className="group relative min-w-0">
              <Cover src={${image ? `row.${image.column}` : 'null'}} title={${titleOf(app, it, 'row', imports)}} />
              <h3 className="mt-3 font-medium break-words">
                ${link}
              </h3>
              ${
                facts.length > 0 &&
                code`
                  <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-sm text-muted tabular-nums">
                    ${facts}
                  </p>
                `
              }
            </li>
          ))}
        </ul>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}
