import { describe, expect, it } from 'vitest';
import { endLineOf } from './element-lines.ts';

const source = `import { useState } from 'react';

export function Counter<T extends object>() {
  const [count, setCount] = useState<number>(0);
  return (
    <section>
      <button
        type="button"
        onClick={() => setCount(count + 1)}
      >
        Count {count}
      </button>
      {count > 3 && <p>Many</p>}
    </section>
  );
}

const Total = () => {
  return <b />;
};
`;

describe('endLineOf', () => {
  it.each([
    ['an element', 7, 12],
    ['what holds it', 6, 14],
    ['an element inside an expression', 13, 13],
    ['a component that is a function', 3, 16],
    ['a component that is a constant', 18, 20],
  ])('finds the end of %s', (_what, line, end) => {
    expect(endLineOf('src/counter.tsx', source, line)).toBe(end);
  });

  it('has no answer where nothing begins, or nothing parses', () => {
    expect(endLineOf('src/counter.tsx', source, 9)).toBeUndefined();
    expect(endLineOf('src/counter.tsx', 'const = <', 1)).toBeUndefined();
  });
});
