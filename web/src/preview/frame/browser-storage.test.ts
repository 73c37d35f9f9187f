import { describe, expect, it } from 'vitest';
import { createStorage } from './browser-storage.ts';

describe('createStorage', () => {
  it('is a Storage, and tells of every change', () => {
    const changes: [string, string | null][] = [];
    const storage = createStorage(new Map([['before', '1']]), (key, value) => changes.push([key, value]));
    storage.setItem('a', '2');
    storage.direct = 'text';
    expect([storage.getItem('before'), storage.a, storage.getItem('direct'), storage.getItem('none')]).toEqual([
      '1',
      '2',
      'text',
      null,
    ]);
    expect([storage.length, storage.key(1), storage.key(9)]).toEqual([3, 'a', null]);
    expect(Object.keys(storage)).toEqual(['before', 'a', 'direct']);
    expect('a' in storage).toBe(true);
    delete storage.direct;
    storage.removeItem('none');
    storage.clear();
    expect(storage.length).toBe(0);
    expect(changes).toEqual([
      ['a', '2'],
      ['direct', 'text'],
      ['direct', null],
      ['before', null],
      ['a', null],
    ]);
  });
});
