/**
 * The patch protocol: how a model writes changes to a project.
 *
 *     <<<<<<< SEARCH src/app.tsx          replaces lines that stand in the file exactly once
 *     const title = 'Old';
 *     =======
 *     const title = 'New';
 *     >>>>>>> REPLACE
 *
 *     <<<<<<< CREATE src/note.tsx         a file that is not there yet
 *     export const note = 1;
 *     >>>>>>> CREATE
 *
 *     <<<<<<< REWRITE src/index.css       all of a file that is there
 *     <<<<<<< DELETE src/old.ts           and an empty block
 *     <<<<<<< RENAME src/a.ts             and the new path as the block's only line
 *
 * Why it looks like this. Search and replace as plain text is what models edit best with: Aider measured it against
 * whole files (dear, and long files lose code), unified diffs with line numbers (models cannot count lines) and JSON or
 * tool calls (escaping costs quality; https://aider.chat/docs/unified-diffs.html, https://aider.chat/2024/08/14/code-in-json.html).
 * The marks are those of merge conflicts, which models have read millions of times. Three things differ from Aider's
 * blocks, each because of a failure its users and Cline's report: the path is on the opening line, not guessed from the
 * prose above; a match is exact, so that a wrong guess is sent back instead of landing in the wrong place; and the marks
 * may be longer (eight or more of the sign, the same number in all of a block) where the text itself holds a line that
 * looks like a mark, as with Markdown's fences. As in Bolt, everything outside the blocks is what the model says.
 *
 * Whole lines are matched, in order, as many as the block has; only how lines end (LF or CRLF, none at the file's end) may
 * differ. A replacement takes the line ends of what it replaces.
 */
import type { PATCH_OPS } from '../contracts/generation-events.ts';

export type PatchOp = (typeof PATCH_OPS)[number];

/** Lines are without their ends. Paths are as the model wrote them: not yet checked. */
export type Patch =
  | {
      readonly op: 'replace';
      readonly path: string;
      readonly search: readonly string[];
      readonly lines: readonly string[];
    }
  | { readonly op: 'create' | 'rewrite'; readonly path: string; readonly lines: readonly string[] }
  | { readonly op: 'delete'; readonly path: string }
  | { readonly op: 'rename'; readonly path: string; readonly to: string };

export type PatchFailureCode =
  /** The block cannot be read: no path, no divider, text where none belongs. */
  | 'malformed'
  /** The answer ended inside the block. */
  | 'cut_off'
  | 'path_refused'
  /** The task does not include this file. */
  | 'out_of_scope'
  | 'file_missing'
  | 'file_exists'
  | 'not_text'
  /** A file that was not shown is not rewritten: nobody knows what would be lost. */
  | 'not_shown'
  | 'no_match'
  | 'several_matches'
  | 'too_large';

/** Why a patch does not apply, for the model that wrote it and for the log. */
export interface PatchFailure {
  readonly code: PatchFailureCode;
  /** Which block of the answer, from 1. */
  readonly block: number;
  readonly path: string;
  /** What is wrong and what to do, in a sentence or two. */
  readonly message: string;
  /** 1-based lines of the file: where the text matches, or nearly does. */
  readonly lines?: readonly number[];
  /** What stands in the file where it nearly matches. */
  readonly actual?: string;
}
