import { describe, expect, it } from 'vitest';
import { placeInStack, runtimeProblem } from './reporting.ts';

describe('placeInStack', () => {
  it.each([
    [
      'Error: x\n    at fn (vendor.js:1:2)\n    at Notes (app:///src/features/notes.tsx:12:34)\n    at App (app:///src/app.tsx:3:1)',
      'src/features/notes.tsx',
      12,
    ],
    ['fn@vendor.js:1:2\nNotes@app:///src/notes.tsx:4:5\n', 'src/notes.tsx', 4],
    ['app:///src/a b.tsx:1:1', undefined, undefined],
    ['app:///src/a.tsx:7', 'src/a.tsx', 7],
    ['at fn (vendor.js:1:2)', undefined, undefined],
  ])('%j', (stack, file, line) => {
    expect(placeInStack(stack)).toEqual(file === undefined ? undefined : { file, line });
  });
});

describe('runtimeProblem', () => {
  it.each([
    [new TypeError('no'), 'TypeError: no'],
    [new Error('plain'), 'plain'],
    ['text', 'text'],
    [{ message: 'from the database', code: '42501' }, 'from the database'],
    [{ a: 1 }, '{"a":1}'],
    [undefined, 'undefined'],
  ])('describes %j', (thrown, message) => {
    expect(runtimeProblem(thrown)).toMatchObject({ kind: 'runtime', message });
  });

  it('falls back to the component', () => {
    expect(runtimeProblem('x', { component: { file: 'src/a.tsx', line: 2 } })).toMatchObject({
      file: 'src/a.tsx',
      line: 2,
    });
  });
});
