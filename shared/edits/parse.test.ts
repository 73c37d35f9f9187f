import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Parsed, patchParser } from './parse.ts';

function parse(answer: string, cuts: readonly number[] = []): Parsed[] {
  const parser = patchParser();
  const at = [...new Set(cuts.map((cut) => cut % (answer.length + 1)))].sort((a, b) => a - b);
  const chunks = [0, ...at].map((start, index) => answer.slice(start, at[index] ?? answer.length));
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
}

const ANSWER = `I rename the title and add a note.

\`\`\`tsx
<<<<<<< SEARCH src/app.tsx
const title = 'Old';
=======
const title = 'New';
>>>>>>> REPLACE
\`\`\`

Now the note:
<<<<<<< CREATE src/note.tsx
export const note = 1;

export const more = \`
=======
\`;
>>>>>>> CREATE
<<<<<<< DELETE src/old.ts
>>>>>>> DELETE
<<<<<<< RENAME src/a.ts
src/b.ts
>>>>>>> RENAME
<<<<<<< REWRITE "src/index.css"
body {}
>>>>>>> REWRITE
Done.`;

const READ: Parsed[] = [
  { kind: 'message', text: 'I rename the title and add a note.' },
  {
    kind: 'patch',
    block: 1,
    patch: { op: 'replace', path: 'src/app.tsx', search: ["const title = 'Old';"], lines: ["const title = 'New';"] },
  },
  { kind: 'message', text: 'Now the note:' },
  {
    kind: 'patch',
    block: 2,
    patch: {
      op: 'create',
      path: 'src/note.tsx',
      lines: ['export const note = 1;', '', 'export const more = `', '=======', '`;'],
    },
  },
  { kind: 'patch', block: 3, patch: { op: 'delete', path: 'src/old.ts' } },
  { kind: 'patch', block: 4, patch: { op: 'rename', path: 'src/a.ts', to: 'src/b.ts' } },
  { kind: 'patch', block: 5, patch: { op: 'rewrite', path: 'src/index.css', lines: ['body {}'] } },
  { kind: 'message', text: 'Done.' },
];

describe('an answer', () => {
  it('is read as patches in their order, with the prose between them', () => {
    expect(parse(ANSWER)).toEqual(READ);
  });

  it('reads the same wherever it is cut, with either line end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), fc.boolean(), (cuts, windows) => {
        expect(parse(windows ? ANSWER.replaceAll('\n', '\r\n') : ANSWER, cuts)).toEqual(READ);
      }),
    );
  });

  it('gives a patch as soon as its last line is there', () => {
    const parser = patchParser();
    expect(parser.push('<<<<<<< CREATE a.ts\nx\n>>>>>>> CREATE')).toEqual([]);
    expect(parser.push('\n')).toMatchObject([{ kind: 'patch', patch: { path: 'a.ts', lines: ['x'] } }]);
  });

  it('never throws, whatever it is', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('<<<<<<< SEARCH a', '=======', '>>>>>>> REPLACE', '```', '<<<<<<< RENAME a', '\r', '\n'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(Array.isArray(parse(pieces.join('\n')))).toBe(true);
      }),
    );
  });

  it('that is only prose has no patches, its own code included', () => {
    expect(parse('Run this:\n\n```sh\nnpm start\n\nnpm test\n```\n\nThat is all.')).toEqual([
      { kind: 'message', text: 'Run this:' },
      { kind: 'message', text: '```sh\nnpm start\n\nnpm test\n```' },
      { kind: 'message', text: 'That is all.' },
    ]);
  });
});

describe('a block', () => {
  it('may hold lines like marks when its own marks are longer', () => {
    const answer =
      '<<<<<<<< SEARCH README.md\nTitle\n=======\n========\nTitle\n-------\n>>>>>>> theirs\n>>>>>>>> REPLACE\n';
    expect(parse(answer)).toEqual([
      {
        kind: 'patch',
        block: 1,
        patch: {
          op: 'replace',
          path: 'README.md',
          search: ['Title', '======='],
          lines: ['Title', '-------', '>>>>>>> theirs'],
        },
      },
    ]);
  });

  it('that is wrapped in a code fence inside is unwrapped, but not in Markdown', () => {
    const lines = (path: string) => parse(`<<<<<<< CREATE ${path}\n\`\`\`ts\nx\n\`\`\`\n>>>>>>> CREATE\n`)[0];
    expect(lines('a.ts')).toMatchObject({ patch: { lines: ['x'] } });
    expect(lines('a.md')).toMatchObject({ patch: { lines: ['```ts', 'x', '```'] } });
  });

  it.each([
    ['names no file', '<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE', 'malformed'],
    ['has no divider', '<<<<<<< SEARCH a.ts\nx\n>>>>>>> REPLACE', 'malformed'],
    ['has two dividers', '<<<<<<< SEARCH a.ts\nx\n=======\ny\n=======\nz\n>>>>>>> REPLACE', 'malformed'],
    ['seeks nothing', '<<<<<<< SEARCH a.ts\n\n=======\ny\n>>>>>>> REPLACE', 'malformed'],
    ['deletes with text in it', '<<<<<<< DELETE a.ts\nx\n>>>>>>> DELETE', 'malformed'],
    ['renames to nothing', '<<<<<<< RENAME a.ts\n>>>>>>> RENAME', 'malformed'],
    ['is not closed', '<<<<<<< SEARCH a.ts\nx\n=======\ny', 'cut_off'],
    ['is cut in its closing mark', '<<<<<<< CREATE a.ts\ny\n>>>>', 'cut_off'],
  ])('that %s is a failure and no patch', (_, answer, code) => {
    expect(parse(answer)).toMatchObject([{ kind: 'failure', failure: { code, block: 1 } }]);
  });

  it.each([
    ['behind other words', 'First: <<<<<<< CREATE a.ts\nx\n>>>>>>> CREATE\nDone.'],
    ['indented', 'First:\n  <<<<<<< CREATE a.ts\n  x\n  >>>>>>> CREATE\nDone.'],
    ['indented in a fence', 'First:\n\n  ```ts\n  <<<<<<< CREATE a.ts\n  x\n  >>>>>>> CREATE\n  ```\nDone.'],
  ])('that opens %s is a failure, and ends where it says', (_, answer) => {
    expect(parse(answer)).toMatchObject([
      { kind: 'message', text: 'First:' },
      { kind: 'failure', failure: { code: 'malformed', block: 1, path: 'a.ts' } },
      { kind: 'message', text: 'Done.' },
    ]);
  });

  it('that is only spoken of is none', () => {
    const text = 'The marks are `<<<<<<< SEARCH` and `>>>>>>> REPLACE`.';
    expect(parse(text)).toEqual([{ kind: 'message', text }]);
  });
});
