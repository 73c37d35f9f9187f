/** Reads patches out of an answer while it streams in. */
import type { Patch, PatchFailure } from './patch.ts';

export type Parsed =
  /** What the model says: a paragraph, without code fences that only wrap blocks. */
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'patch'; readonly block: number; readonly patch: Patch }
  | { readonly kind: 'failure'; readonly failure: PatchFailure };

/** Takes an answer in chunks cut anywhere, in the middle of a mark or of a CRLF too; what is complete comes out at once. */
export interface PatchParser {
  push(chunk: string): Parsed[];
  /** The answer is over: what was held back, and a `cut_off` for a block that was not closed. */
  end(): Parsed[];
}

type Word = 'SEARCH' | 'CREATE' | 'REWRITE' | 'DELETE' | 'RENAME';

interface OpenBlock {
  word: Word;
  path: string;
  /** How many signs its marks have. */
  width: number;
  number: number;
  head: string[];
  /** Lines after the divider; null before it. */
  tail: string[] | null;
  dividers: number;
  /** Its opening does not begin its line: what it holds may be moved too, and is not taken. */
  misplaced: boolean;
}

/** Perhaps with something before it on its line, but not a backtick: then it is spoken of. */
const OPENING = /^((?:.*?[^<`])??)(<{7,})[ \t]*(SEARCH|CREATE|REWRITE|DELETE|RENAME)\b[ \t]*(.*?)[ \t]*$/;
const CLOSING = /^(>{7,})[ \t]*(?:REPLACE|SEARCH|CREATE|REWRITE|DELETE|RENAME|END)?[ \t]*$/;
const DIVIDER = /^(={7,})[ \t]*$/;
const FENCE = /^[ \t]*(`{3,}|~{3,})[\w+./-]*[ \t]*$/;

export function patchParser(): PatchParser {
  let partial = '';
  let open: OpenBlock | null = null;
  let blocks = 0;
  let prose: string[] = [];
  /** A fence line that may only wrap the block that follows. */
  let heldFence: string | null = null;
  /** A fence was opened around blocks and is still to be closed. */
  let wrapped = false;
  /** A fence was opened in the prose: its lines are shown as they are. */
  let inCode = false;

  function line(text: string): Parsed[] {
    if (open) return blockLine(open, text);
    const [, before = '', mark = '', word, path = ''] = OPENING.exec(text) ?? [];
    const misplaced = before !== '';
    if (word === undefined || (misplaced && inCode)) return proseLine(text);
    if (before.trim() !== '') prose.push(before);
    blocks += 1;
    wrapped ||= heldFence !== null;
    inCode = false;
    heldFence = null;
    open = {
      word: word as Word,
      path: unquote(path),
      width: mark.length,
      number: blocks,
      head: [],
      tail: null,
      dividers: 0,
      misplaced,
    };
    return paragraph();
  }

  function proseLine(text: string): Parsed[] {
    // A closing mark without its block belongs to one that was closed before.
    if (CLOSING.test(text)) return [];
    if (FENCE.test(text)) {
      if (wrapped) {
        wrapped = false;
        return [];
      }
      if (!inCode) {
        heldFence = text;
        return paragraph();
      }
      inCode = false;
    } else if (heldFence !== null && text.trim() !== '') {
      prose.push(heldFence);
      heldFence = null;
      inCode = true;
    } else if (text.trim() === '' && !inCode) {
      return heldFence === null ? paragraph() : [];
    }
    prose.push(text);
    return [];
  }

  function paragraph(): Parsed[] {
    const text = prose.join('\n').trim();
    prose = [];
    return text === '' ? [] : [{ kind: 'message', text }];
  }

  function blockLine(block: OpenBlock, text: string): Parsed[] {
    const closing = CLOSING.exec(block.misplaced ? text.trimStart() : text);
    if (closing?.[1]?.length === block.width) {
      open = null;
      return [finish(block)];
    }
    const divider = block.word === 'SEARCH' ? DIVIDER.exec(text) : null;
    if (divider?.[1]?.length === block.width) {
      block.dividers += 1;
      block.tail ??= [];
      if (block.dividers === 1) return [];
    }
    (block.tail ?? block.head).push(text);
    return [];
  }

  return {
    push(chunk) {
      const lines = (partial + chunk).split('\n');
      partial = lines.pop() ?? '';
      return lines.flatMap((text) => line(text.endsWith('\r') ? text.slice(0, -1) : text));
    },
    end() {
      const last = partial.endsWith('\r') ? partial.slice(0, -1) : partial;
      partial = '';
      const out = last === '' ? [] : line(last);
      if (open) {
        const failure = failed(open, 'cut_off', 'The answer ended inside this block. Write the whole block again.');
        open = null;
        return [...out, failure];
      }
      return [...out, ...paragraph()];
    },
  };
}

function finish(block: OpenBlock): Parsed {
  const { word, path, number, head, tail, dividers } = block;
  const made = (patch: Patch): Parsed => ({ kind: 'patch', block: number, patch });
  if (block.misplaced)
    return failed(block, 'malformed', 'Something stands before the opening of the block on its line.');
  if (path === '') return failed(block, 'malformed', `The opening line names no file: write "${word} path/of/file".`);
  switch (word) {
    case 'SEARCH': {
      if (tail === null)
        return failed(block, 'malformed', 'There is no line "=======" between what is sought and what replaces it.');
      if (dividers > 1) {
        return failed(
          block,
          'malformed',
          'There are several lines "=======". Where the text holds one, write all marks of the block with eight signs or more.',
        );
      }
      const search = unwrap(path, head);
      if (search.every((text) => text.trim() === '')) {
        return failed(
          block,
          'malformed',
          'The part that is sought is empty. Give the lines before or after the place, and keep them.',
        );
      }
      return made({ op: 'replace', path, search, lines: unwrap(path, tail) });
    }
    case 'CREATE':
    case 'REWRITE':
      return made({ op: word === 'CREATE' ? 'create' : 'rewrite', path, lines: unwrap(path, head) });
    case 'DELETE':
      if (head.some((text) => text.trim() !== '')) return failed(block, 'malformed', 'A DELETE block is empty.');
      return made({ op: 'delete', path });
    case 'RENAME': {
      const [to, ...more] = head.filter((text) => text.trim() !== '');
      if (to === undefined || more.length > 0) {
        return failed(block, 'malformed', 'A RENAME block holds one line: the new path.');
      }
      return made({ op: 'rename', path, to: unquote(to.trim()) });
    }
  }
}

/** A code fence around all of a part is the answer's habit, not the file's text; in Markdown it may be the text. */
function unwrap(path: string, lines: readonly string[]): readonly string[] {
  if (/\.mdx?$/i.test(path)) return lines;
  const [first = '', last = ''] = [lines[0], lines.at(-1)];
  const wrapped = lines.length >= 2 && FENCE.test(first) && /^[ \t]*(?:`{3,}|~{3,})[ \t]*$/.test(last);
  return wrapped ? lines.slice(1, -1) : lines;
}

function unquote(path: string): string {
  return /^(["'`]).*\1$/.test(path) && path.length > 1 ? path.slice(1, -1) : path;
}

function failed(block: OpenBlock, code: 'malformed' | 'cut_off', message: string): Parsed {
  return { kind: 'failure', failure: { code, block: block.number, path: block.path, message } };
}
