/** What can be asked for, in the words of the person who asks. */
import type { GenerationMode } from '../../../../shared/contracts/generate.ts';

/** Modes that a person chooses among; `fix` comes from a problem, `new_app` from the dashboard or a plan. */
export type ChangeMode = Exclude<GenerationMode, 'fix' | 'new_app'>;

export const CHANGE_MODES: readonly { mode: ChangeMode; label: string; example: string }[] = [
  { mode: 'modify', label: 'Change anything', example: 'Let people filter the list by month' },
  { mode: 'component', label: 'A component', example: 'Make the cards smaller, with the picture on the left' },
  { mode: 'page', label: 'A page', example: 'Add a page that explains how it works' },
  { mode: 'content', label: 'Texts', example: 'Rewrite the home page in a friendlier tone' },
  { mode: 'layout', label: 'Layout', example: 'Put the navigation on the left' },
  { mode: 'design', label: 'Colours and type', example: 'Dark green components on a cream background' },
  { mode: 'plan', label: 'A new plan', example: 'Start over: a lending library for board games' },
];

/** What the built-in planner does by itself; everything else takes a language model. */
const BUILTIN_MODES: ReadonlySet<GenerationMode> = new Set(['new_app', 'plan', 'design']);

export function needsModel(mode: GenerationMode): boolean {
  return !BUILTIN_MODES.has(mode);
}

const MODE_LABELS: Record<GenerationMode, string> = {
  new_app: 'New app',
  modify: 'Change',
  component: 'Component',
  page: 'Page',
  content: 'Texts',
  layout: 'Layout',
  design: 'Colours and type',
  plan: 'Plan',
  fix: 'Fix',
};

export function modeLabel(mode: string): string {
  return MODE_LABELS[mode as GenerationMode] ?? mode;
}
