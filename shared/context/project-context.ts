/**
 * What a model is shown of a project: every file by a line, the files that matter in full, within a budget. Nothing here
 * fails for a project that is too long: less is shown.
 */
import type { FileTree } from '../files/file-tree.ts';
import { dataBlock } from './data-block.ts';
import { type MappedFile, mapProject } from './project-map.ts';
import { type Clues, NAMED, weighFiles } from './relevance.ts';
import { estimateTokens } from './token-estimate.ts';

export interface ProjectContext {
  readonly text: string;
  /** Paths that are shown in full. */
  readonly shown: ReadonlySet<string>;
  /** Estimated tokens of the text. */
  readonly tokens: number;
}

export interface ContextBudget {
  /** Tokens for everything of the project. */
  readonly tokens: number;
  /** Files in full at most. */
  readonly files: number;
}

/** The list of files takes this share of the budget at most. */
const LIST_SHARE = 0.3;
/** Lines around the place in question that are shown of a file that does not fit. */
const EXCERPT_LINES = 60;

/**
 * @param boundary - see `data-block.ts`
 */
export function projectContext(tree: FileTree, clues: Clues, budget: ContextBudget, boundary: string): ProjectContext {
  const files = mapProject(tree);
  const weights = weighFiles(files, clues);
  const ranked = [...files].sort((a, b) => (weights.get(b.path) ?? 0) - (weights.get(a.path) ?? 0));
  const list = fileList(files, ranked, Math.floor(budget.tokens * LIST_SHARE));
  let left = budget.tokens - estimateTokens(list);
  const chosen: { file: MappedFile; block: string; whole: boolean }[] = [];
  for (const file of ranked) {
    const weight = weights.get(file.path) ?? 0;
    if (chosen.length >= budget.files || weight <= 1) break;
    const whole = dataBlock(boundary, `file ${JSON.stringify(file.path)}`, file.text);
    const cost = estimateTokens(whole);
    if (cost <= left) {
      chosen.push({ file, block: whole, whole: true });
      left -= cost;
    } else if (weight >= NAMED) {
      const part = excerpt(file, clues, boundary, left);
      if (part !== null) {
        chosen.push({ file, block: part, whole: false });
        left -= estimateTokens(part);
      }
    }
  }
  chosen.sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  const text = [dataBlock(boundary, 'list of all files', list), ...chosen.map(({ block }) => block)].join('\n\n');
  return {
    text,
    shown: new Set(chosen.filter(({ whole }) => whole).map(({ file }) => file.path)),
    tokens: estimateTokens(text),
  };
}

/** A line for each file; of a project whose list is too long, for the files that matter, and a count for the rest. */
function fileList(files: readonly MappedFile[], ranked: readonly MappedFile[], budget: number): string {
  const lineOf = ({ path, summary }: MappedFile) => (summary === '' ? path : `${path}: ${summary}`);
  const all = files.map(lineOf).join('\n');
  if (estimateTokens(all) <= budget) return all;
  const kept = new Set<MappedFile>();
  let left = budget - 40;
  for (const file of ranked) {
    const cost = estimateTokens(`${lineOf(file)}\n`);
    if (cost > left) break;
    kept.add(file);
    left -= cost;
  }
  const lines = files.filter((file) => kept.has(file)).map(lineOf);
  return [...lines, `and ${files.length - kept.size} more files that are not listed`].join('\n');
}

/** The part of a long file around the place in question, with its line numbers in the heading; null when it is too long. */
function excerpt(file: MappedFile, { target, error }: Clues, boundary: string, budget: number): string | null {
  const lines = file.text.split('\n');
  const line = target?.file === file.path ? target.line : error?.file === file.path ? lineIn(error, file.path) : 1;
  const from = Math.max(0, line - 1 - EXCERPT_LINES);
  const to = Math.min(lines.length, (target?.file === file.path ? (target.endLine ?? line) : line) + EXCERPT_LINES);
  const heading = `lines ${from + 1} to ${to} of ${lines.length} of file ${JSON.stringify(file.path)}`;
  const block = dataBlock(boundary, heading, lines.slice(from, to).join('\n'));
  return estimateTokens(block) <= budget ? block : null;
}

function lineIn(error: NonNullable<Clues['error']>, path: string): number {
  const stack = error.stack ?? '';
  const at = stack.indexOf(path);
  return at < 0 ? 1 : Number(/^:(\d{1,7})/.exec(stack.slice(at + path.length))?.[1] ?? 1);
}
