/** One thing wrong with the sound application, and what must be said about it. */
import type { FileContent, FileTree } from '../../files/file-tree.ts';

export interface Defect {
  name: string;
  /** The one rule that speaks up. */
  rule: string;
  severity?: 'error' | 'warning';
  file: string;
  /** Text whose first line in the changed file is the line of the finding; absent where the whole file is meant. */
  at?: string;
  change: (tree: Record<string, FileContent>) => void;
}

/** Replaces a piece of a file that must be there. */
export function edit(file: string, from: string, to: string): Defect['change'] {
  return (tree) => {
    const content = tree[file];
    if (typeof content !== 'string' || !content.includes(from)) throw new Error(`${file} does not hold: ${from}`);
    tree[file] = content.replace(from, () => to);
  };
}

/** Adds text at the end of a file. */
export function append(file: string, text: string): Defect['change'] {
  return (tree) => {
    tree[file] = `${String(tree[file] ?? '')}${text}`;
  };
}

export function put(file: string, content: FileContent): Defect['change'] {
  return (tree) => {
    tree[file] = content;
  };
}

export function remove(file: string): Defect['change'] {
  return (tree) => {
    delete tree[file];
  };
}

export function applyDefect(tree: FileTree, defect: Defect): FileTree {
  const changed = { ...tree };
  defect.change(changed);
  return changed;
}

/** 1-based line of a text in a file. */
export function lineOf(tree: FileTree, file: string, text: string): number {
  const content = tree[file];
  const at = typeof content === 'string' ? content.indexOf(text) : -1;
  if (typeof content !== 'string' || at < 0) throw new Error(`${file} does not hold: ${text}`);
  return content.slice(0, at).split('\n').length;
}
