/** A person's own row of what everybody has once: what is in it, or the way to make it. */
import { headingLevel, headingProps, levelAttribute } from '../headings.ts';
import type { AppModel, EntityModel } from '../model.ts';
import { code, file, jsxAttribute } from '../source-text.ts';
import { addLabel, fact } from './feature-detail.ts';
import { Imports } from './imports.ts';

export function ownFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.value('lucide-react', 'Pencil', 'Plus');
  imports.value('react', 'useCallback');
  imports.value('@/components/button', 'ButtonLink');
  imports.value('@/components/empty-state', 'EmptyState');
  imports.value('@/components/facts', 'Facts', 'Fact');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/section', 'Section');
  imports.value('@/features/auth/session', 'useSession');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', `getOwn${it.types}`);
  const level = headingLevel(app.spec, it.spec.name, 'own');
  const pictures = it.fields.filter((f) => f.type === 'image').map((f) => fact(app, it, f, imports));
  const facts = it.fields.filter((f) => f.type !== 'image').map((f) => fact(app, it, f, imports));
  const shown = code`
    <>
      ${pictures}
      <Facts>
        ${facts}
      </Facts>
    </>
  `;
  const none = code`
    <EmptyState text=${jsxAttribute('t', `You have no ${it.noun} yet.`).slice(2)}>
      <ButtonLink to="${it.basePath}/new">
        <Plus aria-hidden />
        ${addLabel(it)}
      </ButtonLink>
    </EmptyState>
  `;
  const body = code`
    /** What this person has once, and the way to change it. */
    export function Own${it.type}(${headingProps(level)}) {
      const { session } = useSession();
      const me = session?.user.id ?? '';
      const query = useQuery(useCallback((signal: AbortSignal) => getOwn${it.types}(me, signal), [me]));
      const id = query.data?.[0]?.id;

      return (
        <Section
          heading={heading}
          ${levelAttribute(level)}
          action={
            id && (
              <ButtonLink look="outline" to={\`${it.basePath}/\${id}/edit\`}>
                <Pencil aria-hidden />
                Edit
              </ButtonLink>
            )
          }
        >
          <Loaded query={query} lines={${Math.min(8, it.fields.length + 1)}}>
            {([row]) =>
              row ? (
                ${shown}
              ) : (
                ${none}
              )
            }
          </Loaded>
        </Section>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}
