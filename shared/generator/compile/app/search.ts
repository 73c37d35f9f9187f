/** `src/features/search`: the field in the header, and the page with what was found. */
import type { AppModel } from '../model.ts';
import type { SearchModel } from '../model-search.ts';
import { code, file, jsString } from '../source-text.ts';

const api = code`
  import type { Database } from '@/lib/database.types';
  import { supabase } from '@/lib/supabase';

  export type Hit = Database['public']['Functions']['search']['Returns'][number];

  /** Rows with all the words, best first. */
  export async function search(words: string, signal: AbortSignal): Promise<Hit[]> {
    const { data, error } = await supabase.rpc('search', { query: words }).abortSignal(signal);
    if (error) throw error;
    return [...data].sort((a, b) => b.rank - a.rank);
  }
`;

const marks = code`
  export type SnippetPart = { text: string; marked: boolean };

  /** Parts of a snippet; the database puts what was found between \u27e6 and \u27e7. */
  export function partsOf(snippet: string): SnippetPart[] {
    return snippet
      .split(/(\u27e6[^\u27e7]*\u27e7)/)
      .filter((part) => part !== '')
      .map((part) => ({ text: part.replace(/[\u27e6\u27e7]/g, ''), marked: part.startsWith('\u27e6') }));
  }
`;

const marksTest = code`
  import { expect, it } from 'vitest';
  import { partsOf } from './marks';

  it('tells what was found from what is around it', () => {
    expect(partsOf('a \u27e6green\u27e7 leaf')).toEqual([
      { text: 'a ', marked: false },
      { text: 'green', marked: true },
      { text: ' leaf', marked: false },
    ]);
  });

  it('takes a snippet without marks as it is', () => {
    expect(partsOf('nothing here')).toEqual([{ text: 'nothing here', marked: false }]);
    expect(partsOf('')).toEqual([]);
  });
`;

function kinds({ entities }: SearchModel): string {
  return code`
    import type { Hit } from './api';

    /** What a row that was found is called, and where it is. */
    export const KINDS: Record<Hit['kind'], { label: string; path: string }> = {
      ${entities.map((it) => `${it.spec.name}: { label: ${jsString(it.label)}, path: '${it.basePath}' },`)}
    };
  `;
}

const searchHit = code`
  import { Link } from 'react-router';
  import { Badge } from '@/components/badge';
  import type { Hit } from './api';
  import { KINDS } from './kinds';
  import { partsOf } from './marks';

  export function SearchHit({ hit }: { hit: Hit }) {
    const { label, path } = KINDS[hit.kind];
    return (
      <li className="relative px-5 py-4 hover:bg-subtle">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            to={\`\${path}/\${hit.id}\`}
            className="min-w-0 font-medium break-words underline-offset-4 after:absolute after:inset-0 hover:underline"
          >
            {hit.title || label}
          </Link>
          <Badge tone="neutral">{label}</Badge>
        </div>
        {hit.snippet && (
          <p className="mt-1 text-sm break-words text-muted">
            {partsOf(hit.snippet).map((part, at) =>
              part.marked ? (
                <mark key={at} className="bg-transparent font-semibold text-foreground">
                  {part.text}
                </mark>
              ) : (
                part.text
              ),
            )}
          </p>
        )}
      </li>
    );
  }
`;

function searchPage({ entities }: SearchModel): string {
  const nouns = [...new Set(entities.map((it) => it.nouns))];
  const listed = nouns.length > 1 ? `${nouns.slice(0, -1).join(', ')} and ${nouns.at(-1)}` : (nouns[0] ?? '');
  return code`
    import { useCallback } from 'react';
    import { useSearchParams } from 'react-router';
    import { EmptyState } from '@/components/empty-state';
    import { Loaded } from '@/components/loaded';
    import { SearchBox } from '@/components/search-box';
    import { Section } from '@/components/section';
    import { useQuery } from '@/lib/use-query';
    import { search } from './api';
    import { SearchHit } from './search-hit';

    /** What was found for the words in the URL. */
    export function SearchResults({ heading, level }: { heading: string; level?: 1 | 2 }) {
      const [params, setParams] = useSearchParams();
      const words = params.get('q')?.trim() ?? '';
      const onSearch = useCallback((text: string) => setParams(text ? { q: text } : {}, { replace: true }), [setParams]);
      return (
        <Section heading={heading} level={level}>
          <div className="mb-6 flex max-w-xl">
            <SearchBox label="Search" value={words} onSearch={onSearch} />
          </div>
          {words === '' ? (
            <EmptyState text={${jsString(`Type a word to look through ${listed}.`)}} />
          ) : (
            <Hits words={words} />
          )}
        </Section>
      );
    }

    function Hits({ words }: { words: string }) {
      const query = useQuery(useCallback((signal: AbortSignal) => search(words, signal), [words]));
      return (
        <Loaded query={query} lines={4}>
          {(hits) =>
            hits.length === 0 ? (
              <EmptyState text={\`Nothing was found for \u201c\${words}\u201d.\`} />
            ) : (
              <>
                <p role="status" className="mb-3 text-sm text-muted tabular-nums">
                  {hits.length === 1 ? '1 result' : \`\${hits.length} results\`}
                </p>
                <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
                  {hits.map((hit) => (
                    <SearchHit key={hit.id} hit={hit} />
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
      );
    }
  `;
}

function searchField(app: AppModel, { path, open }: SearchModel): string {
  const guarded = app.auth && !open;
  return code`
    import { Search } from 'lucide-react';
    import { type FormEvent, useState } from 'react';
    import { useLocation, useNavigate } from 'react-router';
    ${guarded && "import { useSession } from '@/features/auth/session';"}

    /** Leads to the page with the results, which has a field of its own. */
    export function SearchField() {
      const [words, setWords] = useState('');
      const { pathname } = useLocation();
      const navigate = useNavigate();
      ${guarded && 'const { session } = useSession();'}
      if (pathname === '${path}'${guarded && ' || !session'}) return null;

      function onSubmit(event: FormEvent) {
        event.preventDefault();
        navigate(words.trim() ? \`${path}?q=\${encodeURIComponent(words.trim())}\` : '${path}');
        setWords('');
      }

      return (
        <search className="max-md:order-first max-md:my-2">
          <form onSubmit={onSubmit} className="relative">
            <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted" />
            <input
              type="search"
              aria-label="Search"
              placeholder="Search"
              value={words}
              onChange={(event) => setWords(event.target.value)}
              className="h-9 w-full rounded-md border border-control bg-surface pr-2 pl-8 text-sm text-foreground outline-current placeholder:text-muted md:w-36 lg:w-48"
            />
          </form>
        </search>
      );
    }
  `;
}

/** Modules that become part of the app as far as something imports them. */
export function searchLibrary(app: AppModel): Record<string, string> {
  if (!app.search) return {};
  return {
    'src/features/search/api.ts': file(api),
    'src/features/search/marks.ts': file(marks),
    'src/features/search/kinds.ts': file(kinds(app.search)),
    'src/features/search/search-hit.tsx': file(searchHit),
    'src/features/search/search-results.tsx': file(searchPage(app.search)),
    'src/features/search/search-field.tsx': file(searchField(app, app.search)),
  };
}

export const SEARCH_TESTS: Readonly<Record<string, string>> = {
  'src/features/search/marks.ts': file(marksTest),
};
