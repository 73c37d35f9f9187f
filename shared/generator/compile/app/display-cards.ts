/** A list as cards: title, a few lines of text, and the facts that matter. */
import type { AppModel, EntityModel } from '../model.ts';
import { code, file, jsxText } from '../source-text.ts';
import { authorLabel, authorNode } from './author.ts';
import { addToCartButton } from './cart.ts';
import { columnsOf, summaryOf, whereGiven } from './columns.ts';
import { nodeOf, textOf, titleOf } from './display.ts';
import { Imports } from './imports.ts';
import { titleLink } from './row-link.ts';
import { countsOf } from './votes.ts';

export function cardsFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.type('./api', it.type);
  const image = it.fields.find((f) => f.type === 'image');
  const summary = summaryOf(it);
  const columns = columnsOf(it, 4).map(({ field }) => field);
  if (image) imports.value('@/components/picture', 'Picture');
  const picture =
    image &&
    `<Picture src={row.${image.column}} alt={${titleOf(app, it, 'row', imports)}} className="aspect-video w-full" />`;
  const fact = (label: string, node: string) => code`
    <div className="flex items-baseline justify-between gap-4">
      <dt className="text-muted">${jsxText(label)}</dt>
      <dd className="min-w-0 text-right break-words tabular-nums">${node}</dd>
    </div>
  `;
  const facts = columns.map((f) => fact(f.label, nodeOf(app, it, f, 'row', imports)));
  for (const count of countsOf(it)) facts.push(fact(count.label, `{row.${count.column}}`));
  const author = authorNode(it);
  if (author) facts.push(fact(authorLabel(it), author));
  const link = titleLink(app, it, imports, 'underline-offset-4 after:absolute after:inset-0 hover:underline');
  const buy = app.cart?.product === it && addToCartButton(app.cart);
  if (buy) imports.value('@/features/cart/add-to-cart', 'AddToCart');
  const body = code`
    export function ${it.type}Cards({ rows }: { rows: ${it.type}[] }) {
      return (
        <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
          {rows.map((row) => (
            <li
              key={row.id}
              className="relative flex flex-col overflow-hidden rounded-lg border border-t-2 border-border border-t-component bg-surface transition-colors hover:border-control hover:border-t-component"
            >
              ${picture}
              <div className="flex grow flex-col gap-3 p-5">
                <h3 className="font-semibold break-words">
                  ${link}
                </h3>
                ${summary && whereGiven(summary, `<p className="line-clamp-3 text-sm text-muted">{${textOf(app, it, summary, 'row', imports)}}</p>`)}
                ${facts.length > 0 && ['<dl className="mt-auto space-y-1.5 pt-1 text-sm">', ...facts.map((it) => it.replace(/^/gm, '  ')), '</dl>']}
                ${buy && `<div className="relative pt-2">${buy}</div>`}
              </div>
            </li>
          ))}
        </ul>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}
