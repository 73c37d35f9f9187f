import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from './search.ts';

describe('search parameters', () => {
  it('are plain text in the address', () => {
    expect(stringifySearch({ view: 'code', version: undefined, page: 2 })).toBe('?view=code&page=2');
    expect(parseSearch('?view=code&page=2')).toEqual({ view: 'code', page: '2' });
    expect(stringifySearch({})).toBe('');
  });

  it('survive characters with a meaning in addresses', () => {
    const redirect = '/projects/1?view=code&version=a';
    expect(parseSearch(stringifySearch({ redirect }))).toEqual({ redirect });
  });
});
