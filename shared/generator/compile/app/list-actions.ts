/** What can be done with a list as a whole, beside adding to it: printing, saving and filling it from a file. */
import type { EntityModel } from '../model.ts';
import { code } from '../source-text.ts';
import { hasImport } from './csv.ts';
import type { Imports } from './imports.ts';

/** Elements over `listQuery`, `params` and, where only admins add rows, `isAdmin`. */
export function listActions(it: EntityModel, imports: Imports): string[] {
  const actions: string[] = [];
  const link = (icon: string, label: string, to: string) => {
    imports.value('lucide-react', icon);
    imports.value('@/components/button', 'ButtonLink');
    return code`
      <ButtonLink look="outline" to=${to}>
        <${icon} aria-hidden />
        ${label}
      </ButtonLink>
    `;
  };
  if (it.spec.print) actions.push(link('Printer', 'Print', `{\`${it.basePath}/print?\${params}\`}`));
  if (it.spec.exchange) {
    imports.value('@/components/export-button', 'ExportButton');
    imports.value('./csv', `export${it.types}`);
    actions.push(`<ExportButton name="${it.folder}" load={() => export${it.types}(listQuery)} />`);
  }
  if (hasImport(it)) {
    const upload = link('Upload', 'Import', `"${it.basePath}/import"`);
    actions.push(it.owned ? upload : `{isAdmin && (\n${upload.replace(/^/gm, '  ')}\n)}`);
  }
  return actions;
}
