/** A board: a column for each value of a choice, rows moved between them by drag or by button. */

import { headingLevel, headingProps, levelAttribute } from '../headings.ts';
import type { AppModel, EntityModel } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { kebabCase } from '../names.ts';
import { code, file, jsxText } from '../source-text.ts';
import { addAction } from './add-action.ts';
import { columnsOf } from './columns.ts';
import { choicesName, nodeOf, titleOf } from './display.ts';
import { Imports } from './imports.ts';
import { mayChange } from './rights.ts';
import { titleLink } from './row-link.ts';

/** `LeadBoard`, or `LeadBoardByStage` where there is more than one. */
export function boardName(it: EntityModel, by: FieldModel): string {
  return `${it.type}Board${it.boards.length > 1 ? `By${by.pascal}` : ''}`;
}

/** File of a board without its ending. */
export function boardStem(it: EntityModel, by: FieldModel): string {
  return `${it.stem}-board${it.boards.length > 1 ? `-by-${kebabCase(by.name)}` : ''}`;
}

/** `setLeadStatus`. */
function moveName(it: EntityModel, by: FieldModel): string {
  return `set${it.type}${by.pascal}`;
}

/** Requests of an entity's boards for its `api.ts`. */
export function boardApi(it: EntityModel, select: string): string[] {
  if (it.boards.length === 0) return [];
  const list = code`
    /** ${it.types} of a board, newest first; a board is for what is in progress, not for an archive. */
    export async function list${it.types}OnBoard(signal: AbortSignal): Promise<${it.type}[]> {
      const { data, error } = await supabase
        .from('${it.table}')
        .select(${select})
        .order('created_at', { ascending: false })
        .limit(300)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }
  `;
  const moves = it.editable
    ? it.boards.map(
        (by) => code`
          export async function ${moveName(it, by)}(id: string, ${by.column}: ${it.type}['${by.column}']) {
            const { error } = await supabase.from('${it.table}').update({ ${by.column} }).eq('id', id).select('id').single();
            if (error) throw error;
          }
        `,
      )
    : [];
  return [list, ...moves];
}

export function boardFile(app: AppModel, it: EntityModel, by: FieldModel): string {
  const imports = new Imports();
  const choices = imports.value('./choices', choicesName(by));
  imports.value('./api', `list${it.types}OnBoard`);
  imports.value('@/components/board', 'Board');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/section', 'Section');
  imports.value('@/lib/use-query', 'useQuery');
  const action = addAction(it, imports);
  const right = mayChange(it);
  const known = [...new Set([...(it.editable ? right.uses : []), ...(action?.includes('isAdmin') ? ['isAdmin'] : [])])];
  if (known.length > 0) imports.value('@/features/auth/session', 'useSession');
  const facts = columnsOf(it, 4)
    .filter(({ field }) => field !== by)
    .slice(0, 3)
    .map(({ field }) => `<span>${nodeOf(app, it, field, 'row', imports)}</span>`);
  const link = titleLink(app, it, imports, 'underline-offset-4 hover:underline');
  const title = titleOf(app, it, 'row', imports);
  const value = `${it.type}['${by.column}']`;
  const level = headingLevel(app.spec, it.spec.name, 'list');
  if (it.editable) {
    imports.type('./api', it.type);
    imports.value('react', 'useState');
    imports.value('@/components/toast', 'useToast');
    imports.value('@/lib/choices', 'labelOf');
    imports.value('@/lib/errors', 'messageOf');
    imports.value('./api', moveName(it, by));
  }
  const moving = code`
    const toast = useToast();
    /** Where rows were moved since they were loaded. */
    const [moved, setMoved] = useState<Record<string, ${value}>>({});
    const columnOf = (row: ${it.type}) => moved[row.id] ?? row.${by.column};

    async function move(row: ${it.type}, to: ${value}) {
      const from = columnOf(row);
      setMoved((before) => ({ ...before, [row.id]: to }));
      try {
        await ${moveName(it, by)}(row.id, to);
        toast(\`Moved to \${labelOf(${choices}, to)}.\`);
      } catch (reason) {
        setMoved((before) => ({ ...before, [row.id]: from }));
        toast(messageOf(reason));
      }
    }
  `;
  const body = code`
    /** ${it.types} in a column for each ${jsxText(by.label).replace(/[^\p{L}\p{N} ]/gu, '')}. */
    export function ${boardName(it, by)}(${headingProps(level)}) {
      const query = useQuery(list${it.types}OnBoard);
      ${known.length > 0 && `const { ${known.join(', ')} } = useSession();`}
      ${it.editable && moving}

      return (
        <Section
          heading={heading}
          ${levelAttribute(level)}
          ${action}
        >
          <Loaded query={query} lines={4}>
            {(rows) => (
              <Board
                columns={${choices}}
                rows={rows}
                columnOf={${it.editable ? 'columnOf' : `(row) => row.${by.column}`}}
                titleOf={(row) => ${title}}
                canMove={${it.editable ? `(row) => ${boolean(right.test)}` : '() => false'}}
                onMove={${it.editable ? 'move' : '() => {}'}}
              >
                {(row) => (
                  <>
                    <h4 className="font-medium break-words">
                      ${link}
                    </h4>
                    ${
                      facts.length > 0 &&
                      code`
                        <p className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted tabular-nums">
                          ${facts}
                        </p>
                      `
                    }
                  </>
                )}
              </Board>
            )}
          </Loaded>
        </Section>
      );
    }
  `;
  const unused =
    right.test.includes('row.') || !it.editable ? body : body.replace('canMove={(row) =>', 'canMove={() =>');
  return file(`${imports.lines().join('\n')}\n\n${unused}`);
}

/** A condition as a boolean: a session is one or null. */
function boolean(test: string): string {
  return test === 'session' ? 'session !== null' : test;
}
