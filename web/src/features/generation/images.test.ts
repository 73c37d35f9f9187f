import { describe, expect, it } from 'vitest';
import { acceptImages, fittedSize } from './images.ts';

const file = (name: string, type: string) => new File(['x'], name, { type });

describe('fittedSize', () => {
  it.each([
    [4000, 3000, { width: 1000, height: 750 }],
    [300, 4000, { width: 75, height: 1000 }],
    [640, 480, { width: 640, height: 480 }],
    [20_000, 3, { width: 1000, height: 1 }],
  ])('makes %i by %i fit into 1000', (width, height, size) => {
    expect(fittedSize(width, height, 1000)).toEqual(size);
  });
});

describe('acceptImages', () => {
  it('takes pictures while there is room, and says why not', () => {
    const four = [1, 2, 3, 4].map((number) => file(`${number}.png`, 'image/png'));
    expect(acceptImages(four, 0)).toMatchObject({
      accepted: four.slice(0, 3),
      problem: expect.stringMatching(/At most 3/),
    });
    expect(acceptImages(four.slice(0, 1), 3).accepted).toEqual([]);
    expect(acceptImages(four.slice(0, 2), 1)).toEqual({ accepted: four.slice(0, 2) });
  });

  it('leaves out what is no picture that models read', () => {
    const { accepted, problem } = acceptImages([file('a.svg', 'image/svg+xml'), file('b.jpg', 'image/jpeg')], 0);
    expect(accepted.map(({ name }) => name)).toEqual(['b.jpg']);
    expect(problem).toMatch(/Only PNG/);
  });
});
