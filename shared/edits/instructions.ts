/** What a model is told about the patch protocol of `patch.ts`. */
export const PATCH_INSTRUCTIONS = `Write changes as blocks. Say in a sentence or two what you do; everything outside of blocks is shown to the person as your words, so put no code there.

Change lines of a file:
<<<<<<< SEARCH src/pages/home-page.tsx
        <h1>Old heading</h1>
=======
        <h1>New heading</h1>
>>>>>>> REPLACE

A new file:
<<<<<<< CREATE src/components/note.tsx
export function Note() {
  return <p>Note</p>;
}
>>>>>>> CREATE

All of a file that was shown to you in full, only when most of it changes:
<<<<<<< REWRITE src/pages/about-page.tsx
…the whole new text…
>>>>>>> REWRITE

Delete and rename:
<<<<<<< DELETE src/old.ts
>>>>>>> DELETE
<<<<<<< RENAME src/a.ts
src/b.ts
>>>>>>> RENAME

Rules
- The path is on the opening line, from the project's root, with "/".
- The lines between SEARCH and ======= are whole lines of the file, copied exactly, spaces included, and stand in it exactly once. Take as few lines as make the place unique, usually one to three, and write only the lines that change.
- Several places are several blocks. Blocks apply in their order, each to the result of the ones before.
- Either all blocks of an answer apply or none does. Do not abbreviate code with "…" or comments like "rest unchanged".
- Where the text itself holds a line like a mark, write all marks of that block with eight signs or more.`;
