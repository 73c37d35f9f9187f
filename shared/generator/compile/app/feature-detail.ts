/** Page of one row: everything about it, what belongs to it, and what its owner can do. */
import type { AppModel, EntityModel } from '../model.ts';
import { entityOf } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { readerOf } from '../model-people.ts';
import { code, file, jsString, jsxAttribute, jsxText } from '../source-text.ts';
import { authorLabel, authorNode } from './author.ts';
import { addToCartButton } from './cart.ts';
import { whereGiven } from './columns.ts';
import { nodeOf, textOf, titleOf } from './display.ts';
import { childrenName } from './feature-api.ts';
import { Imports } from './imports.ts';
import { mayChange, ownQuery } from './rights.ts';

/** Whether the page of a row offers to change it. */
function changeable(app: AppModel, it: EntityModel): boolean {
  return app.auth && it.hasPages && !it.ordered;
}

/** Whether an address is that of something to listen to. */
function isSound(it: EntityModel, f: FieldModel): boolean {
  if (f.type !== 'url') return false;
  const isNamed = /(?:^|_)(?:audio|sound|recording|song|voice)(?:_|$)/.test(f.name);
  const isItself =
    /^(?:ringtone|song|track|podcast|episode)$/.test(it.spec.name) && /^(?:file|link|audio)$/.test(f.name);
  return isNamed || isItself;
}

/** A value of the row as an entry of its facts; a picture stands before them. */
export function fact(app: AppModel, it: EntityModel, f: FieldModel, imports: Imports): string {
  const label = jsxAttribute('label', f.label);
  if (f.type === 'image') {
    imports.value('@/components/picture', 'Picture');
    return whereGiven(
      f,
      `<Picture src={row.${f.column}} alt={${titleOf(app, it, 'row', imports)}} className="mb-6 max-h-96 w-full rounded-lg" />`,
    );
  }
  if (f.reference) {
    const target = entityOf(app, f.reference.entity);
    const text = textOf(app, it, f, 'row', imports);
    if (target.hasPages && target.access !== 'inbox') {
      imports.value('react-router', 'Link');
      imports.value('@/lib/format', 'formatText');
      const linkText = text.replace(/^\(.*? \? (.*) : '\u2013'\)$/, '$1');
      return code`
        <Fact ${label}>
          {row.${f.reference.embed} ? (
            <Link to={\`${target.basePath}/\${row.${f.reference.embed}.id}\`} className="text-accent underline underline-offset-4">
              {${linkText}}
            </Link>
          ) : (
            formatText(null)
          )}
        </Fact>
      `;
    }
  }
  if (isSound(it, f)) {
    imports.value('@/components/audio-player', 'AudioPlayer');
    return code`
      <Fact ${label}>
        <AudioPlayer src={row.${f.column}} title={${titleOf(app, it, 'row', imports)}} />
      </Fact>
    `;
  }
  return `<Fact ${label}>${nodeOf(app, it, f, 'row', imports)}</Fact>`;
}

function childSection(it: EntityModel, child: EntityModel, imports: Imports): string {
  imports.value(`@/features/${child.folder}/${child.stem}-list-of-${it.stem}`, `${child.types}Of${it.type}`);
  return `<${child.types}Of${it.type} id={row.id} />`;
}

export function detailPageFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  const change = changeable(app, it);
  const may = mayChange(it);
  imports.value('react', 'useCallback');
  imports.value('react-router', 'useParams');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/page-heading', 'PageHeading');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', `get${it.type}`);
  const shown = it.fields.filter((f) => f !== it.title || f.type === 'image');
  const images = shown.filter((f) => f.type === 'image');
  const others = shown.filter((f) => f.type !== 'image');
  const pictures = images.map((f) => fact(app, it, f, imports));
  if (others.length > 0 || !it.owned) imports.value('@/components/facts', 'Fact', 'Facts');
  const facts = others.map((f) => fact(app, it, f, imports));
  imports.value('@/components/facts', 'Fact', 'Facts');
  imports.value('@/lib/format', 'formatDateTime');
  const author = authorNode(it);
  if (author) facts.push(`<Fact label="${authorLabel(it)}">${author}</Fact>`);
  facts.push('<Fact label="Added">{formatDateTime(row.created_at)}</Fact>');
  const title = titleOf(app, it, 'row', imports);
  const children = it.children.map(({ entity }) => childSection(it, entityOf(app, entity), imports));
  const back = it.listPath ?? '/';
  if (change) {
    imports.value('react-router', 'useNavigate');
    imports.value('@/components/delete-button', 'DeleteButton');
    imports.value('@/components/toast', 'useToast');
    imports.value('./api', `delete${it.type}`);
    imports.value('@/features/auth/session', 'useSession');
  }
  if (change && it.spec.anonymous) imports.value('./api', `listOwn${it.types}`);
  if (change && it.editable) {
    imports.value('lucide-react', 'Pencil');
    imports.value('@/components/button', 'ButtonLink');
  }
  const actions =
    change &&
    code`
      {${may.test} && (
        <>
          ${
            it.editable &&
            code`
              <ButtonLink look="outline" to={\`${it.basePath}/\${id}/edit\`}>
                <Pencil aria-hidden />
                Edit
              </ButtonLink>
            `
          }
          <DeleteButton
            question=${jsxAttribute('q', `Delete this ${it.noun}?`).slice(2)}
            onDelete={async () => {
              await delete${it.type}(id);
              toast('Deleted.');
              navigate('${back}', { replace: true });
            }}
          />
        </>
      )}
    `;
  const votes =
    it.votes &&
    `<${imports.value(`./${it.stem}-votes`, `${it.type}Votes`)} id={row.id} count={row.${it.votes.counter}} />`;
  if (it.comments) {
    imports.value(`./${it.stem}-comments`, `${it.type}Comments`);
    children.push(`<${it.type}Comments id={row.id} />`);
  }
  const steps =
    it.workflow &&
    app.auth &&
    `<${imports.value(`./${it.stem}-steps`, `${it.type}Steps`)} row={row} onDone={query.reload} />`;
  const print = it.spec.print && `<${imports.value('@/components/print-button', 'PrintButton')} />`;
  if (it.ordered) {
    imports.value('@/features/cart/order-lines', 'OrderLines');
    children.unshift('<OrderLines id={row.id} />');
  }
  const buy = app.cart?.product === it && addToCartButton(app.cart);
  if (buy) imports.value('@/features/cart/add-to-cart', 'AddToCart');
  const heading =
    actions || votes || steps || buy || print
      ? code`
        <PageHeading title={${title}}>
          ${buy}
          ${votes}
          ${steps}
          ${print}
          ${actions}
        </PageHeading>
      `
      : `<PageHeading title={${title}} />`;
  const body = code`
    export function ${it.type}Page() {
      const { id = '' } = useParams();
      const query = useQuery(useCallback((signal: AbortSignal) => get${it.type}(id, signal), [id]));
      ${change && `const { ${may.uses.join(', ')} } = useSession();`}
      ${change && it.spec.anonymous && ownQuery(it.types)}
      ${change && 'const navigate = useNavigate();'}
      ${change && 'const toast = useToast();'}

      return (
        <Loaded query={query} lines={${Math.min(8, it.fields.length + 1)}}>
          {(row) => (
            <>
              ${heading}
              ${pictures}
              <Facts>
                ${facts}
              </Facts>
              ${children}
            </>
          )}
        </Loaded>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

/** Rows that belong to a row of another entity, on its page. */
export function childListFile(app: AppModel, it: EntityModel, parent: EntityModel, column: string): string {
  const imports = new Imports();
  imports.value('react', 'useCallback');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/section', 'Section');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', childrenName(it, parent));
  imports.value(`./${it.stem}-rows`, `${it.type}Rows`);
  const add = it.editable && (it.owned || app.admins);
  if (add) {
    imports.value('lucide-react', 'Plus');
    imports.value('@/components/button', 'ButtonLink');
    if (!it.owned) imports.value('@/features/auth/session', 'useSession');
  }
  const link = code`
    <ButtonLink look="outline" to={\`${it.basePath}/new?${column}=\${id}\`}>
      <Plus aria-hidden />
      ${addLabel(it)}
    </ButtonLink>
  `;
  const needsSession = readerOf(it.access) === 'members';
  const openParent = readerOf(parent.access) === 'everyone';
  const guard = needsSession && openParent;
  if (guard) imports.value('@/features/auth/signed-in-only', 'SignedInOnly');
  const rows = code`
    <Loaded query={query} lines={2}>
      {(rows) =>
        rows.length === 0 ? (
          <p className="text-muted">${jsxText(`No ${it.nouns} yet.`)}</p>
        ) : (
          <${it.type}Rows rows={rows} />
        )
      }
    </Loaded>
  `;
  const inner = `${it.type}RowsOf${parent.type}`;
  const action =
    add &&
    (it.owned
      ? `action={\n${link.replace(/^/gm, '  ')}\n}`
      : `action={\n  isAdmin && (\n${link.replace(/^/gm, '    ')}\n  )\n}`);
  const body = guard
    ? code`
        export function ${it.types}Of${parent.type}({ id }: { id: string }) {
          return (
            <Section
              ${jsxAttribute('heading', it.labelPlural)}
              ${action}
            >
              <SignedInOnly invitation=${jsxAttribute('t', `Sign in to see ${it.nouns}.`).slice(2)}>
                <${inner} id={id} />
              </SignedInOnly>
            </Section>
          );
        }

        function ${inner}({ id }: { id: string }) {
          const query = useQuery(useCallback((signal: AbortSignal) => ${childrenName(it, parent)}(id, signal), [id]));
          return (
            ${rows}
          );
        }
      `
    : code`
        export function ${it.types}Of${parent.type}({ id }: { id: string }) {
          const query = useQuery(useCallback((signal: AbortSignal) => ${childrenName(it, parent)}(id, signal), [id]));
          ${add && !it.owned && 'const { isAdmin } = useSession();'}
          return (
            <Section
              ${jsxAttribute('heading', it.labelPlural)}
              ${action}
            >
              ${rows}
            </Section>
          );
        }
      `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

/** `New workout`, as JSX text. */
export function addLabel(it: EntityModel): string {
  const text = `New ${it.noun}`;
  return /^[^\s{}<>&\\]+(?: [^\s{}<>&\\]+)*$/.test(text) ? text : `{${jsString(text)}}`;
}
