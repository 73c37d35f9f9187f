/** What models are told: the system texts of planning and of changing a project, and the request around a project's data. */
import { boundaryRule, dataBlock } from '../../../shared/context/data-block.ts';
import type { GenerationInput, GenerationMode } from '../../../shared/contracts/generate.ts';
import { PATCH_INSTRUCTIONS } from '../../../shared/edits/instructions.ts';
import type { PatchFailure } from '../../../shared/edits/patch.ts';
import type { Finding } from '../../../shared/verify/finding.ts';
import type { Turn } from './job-queue.ts';

export const PLAN_SYSTEM = `You plan web applications. From a person's description you write an application plan as JSON that fits the given schema, and nothing else. A compiler turns the plan into a React, TypeScript, Tailwind and Supabase project.

- Use the words of the person, in their language, for every label, heading, text and sample. Identifiers are English, snake_case, singular for an entity's name and plural for its table.
- Name the things people keep as entities, with the fields they would expect and honest types. Link things with "reference" fields. Give each entity 4 to 8 samples that look real; a reference in a sample holds the index of a row of its entity, from 0.
- access: private (only the owner), members (signed-in read), public (everyone reads), catalog (everyone reads, the app's admins write), inbox (everyone sends, admins read), managed (owner and admins), team (all members), where listed in the schema.
- One page has the path "/". Every entity that people work with has a page with a "list" section; use "stats" and "chart" where numbers matter. Write real texts, not placeholders.
- The colours that were asked for are used exactly; else choose ones that suit the subject and can be read.
- What was asked for and cannot be expressed in the plan goes into "notes", a short sentence each: it is built afterwards.
- Images that come with the request show how it should look.`;

const EDIT_SYSTEM = `You are a careful senior engineer who changes a web application: React 19, TypeScript (strict), Tailwind CSS 4, Supabase. You do exactly what the person asks, completely, in the style of the code that is there, and nothing else.

- Use components, helpers and names that exist in the project; look at the list of files before you write a new one. Import only packages that are in package.json.
- Every name that is used is imported or defined; every import leads to a file or package that exists. Keep text readable, controls labelled, and the layout usable at 390 px.
- A table has row level security and policies that bind rows to a user. A change of the schema goes into a new migration in supabase/migrations with a later number; src/lib/database.types.ts follows it. Never weaken a policy.
- No keys or passwords in files.
- If nothing has to be changed, or the request cannot be understood, say so in a sentence and write no block.`;

const MODE_RULES: Partial<Record<GenerationMode, string>> = {
  component:
    'The request is about one component. Change or add that component, and other files only as far as it takes.',
  page: 'The request is about one page. Add or change that page with its route and its link in the navigation.',
  content: 'Only texts, labels and samples change. Leave structure, styles and behaviour as they are.',
  layout:
    'Only the arrangement changes: where things stand, spacing, sizes, responsiveness. Leave texts, data and behaviour as they are.',
  design:
    'Only colours, type, radius and shadows change, and only in CSS files: the variables in src/index.css. Keep contrast readable (4.5:1) in the light and the dark theme.',
  fix: 'An error was reported. Find its cause and correct it with the smallest change that is right; do not hide it.',
};

export function editSystem(mode: GenerationMode, boundary: string): string {
  const rule = MODE_RULES[mode];
  return [EDIT_SYSTEM, ...(rule ? [rule] : []), boundaryRule(boundary), PATCH_INSTRUCTIONS].join('\n\n');
}

/** How hard a repair tries. */
export type Strategy = 'usual' | 'wider' | 'whole';

export interface EditRequest {
  readonly mode: GenerationMode;
  readonly prompt: string;
  readonly input: GenerationInput;
  /** What was asked for before, the newest first. */
  readonly earlier?: readonly Turn[];
  /** For a new application that stands already: what its plan could not express. */
  readonly notes?: readonly string[];
}

export function editMessage(
  { mode, prompt, input, notes, earlier = [] }: EditRequest,
  boundary: string,
  context: string,
  problem: string | null,
): string {
  const { target, error } = input;
  const where = target
    ? `This is about what was picked in the preview: ${JSON.stringify(target.file)}, line ${target.line}${target.endLine ? ` to ${target.endLine}` : ''}.`
    : null;
  return [
    context,
    ...(earlier.length > 0 ? [dataBlock(boundary, 'earlier requests, the oldest first', turns(earlier))] : []),
    ...(target?.element ? [dataBlock(boundary, 'the picked element', target.element)] : []),
    ...(error ? [dataBlock(boundary, 'the reported error', describeError(error))] : []),
    mode === 'new_app'
      ? `The application above was made from this description. Look at what is missing or different from it, and change that. If it does all that was described, write no block.`
      : 'The request:',
    prompt,
    ...(where ? [where] : []),
    ...(notes && notes.length > 0
      ? [`The plan left these to you:\n${notes.map((note) => `- ${note}`).join('\n')}`]
      : []),
    ...(problem ? [problem] : []),
  ].join('\n\n');
}

/** Only so that the model knows what "it" and "again" mean: each is done, or was given up. */
function turns(earlier: readonly Turn[]): string {
  return [...earlier]
    .reverse()
    .map(
      ({ prompt, done }) =>
        `${done ? 'done' : 'not done'}: ${prompt.length > 400 ? `${prompt.slice(0, 400)}…` : prompt}`,
    )
    .join('\n');
}

function describeError({ message, stack, file, line }: NonNullable<GenerationInput['error']>): string {
  return [message, ...(file ? [`in ${file}${line ? `:${line}` : ''}`] : []), ...(stack ? [stack] : [])].join('\n');
}

const STRATEGY_RULES: Record<Strategy, string> = {
  usual: 'Correct this.',
  wider:
    'The last correction did not help. You are shown more of the project now: look for the cause elsewhere, and correct it there.',
  whole:
    'Corrections did not help twice. Write each file that has a problem anew as a whole, with a REWRITE block (CREATE where it does not exist).',
};

export function findingsProblem(findings: readonly Finding[], strategy: Strategy, boundary: string): string {
  const lines = findings.slice(0, 30).map(({ rule, file, line, message, fix }) => {
    return `${file}${line ? `:${line}` : ''} [${rule}] ${message} ${fix}`;
  });
  return [
    'Your changes so far are applied to the files above. The checks found errors:',
    dataBlock(boundary, 'findings', lines.join('\n')),
    STRATEGY_RULES[strategy],
  ].join('\n\n');
}

export function failuresProblem(failures: readonly PatchFailure[], strategy: Strategy, boundary: string): string {
  const report = failures.map(({ code, block, path, message, lines, actual }) => ({
    code,
    block,
    path,
    message,
    ...(lines ? { lines } : {}),
    ...(actual === undefined ? {} : { actual }),
  }));
  return [
    'None of the blocks of your answer was applied, because these do not apply:',
    dataBlock(boundary, 'blocks that failed', JSON.stringify(report, null, 1)),
    'Write all blocks of the answer again, those that were right too, with these corrected.',
    strategy === 'usual'
      ? 'Copy the lines between SEARCH and ======= from the files above exactly.'
      : STRATEGY_RULES[strategy],
  ].join('\n\n');
}

export const CONTINUE =
  'Your answer was cut off for its length. Go on: write the block that was cut again from its opening line, then those that are still missing. Do not repeat blocks that are complete.';
