/** What the capabilities of a compiled app do on a real Postgres, as the people of its sample data. */
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPlatform } from '../../prove/pglite.ts';
import { compileApp } from '../compile.ts';
import { buildModel } from './model.ts';
import { DEMO_USERS } from './sql/seed-users.ts';
import { readingRoom } from './testing/reading-room.ts';

let database: PGlite;

beforeAll(async () => {
  database = await createPlatform();
  const tree = compileApp(readingRoom);
  for (const [path, text] of Object.entries(tree))
    if (path.startsWith('supabase/migrations/')) await database.exec(String(text));
  await database.exec(String(tree['supabase/seed.sql']));
}, 120_000);
beforeEach(async () => {
  await database.exec('reset role');
});
afterAll(() => database.close());

/** From here on, statements are those of the person; null is a visitor. */
async function actAs(person: 'Ada' | 'Ben' | null): Promise<void> {
  const sub = DEMO_USERS.find((it) => it.name === person)?.id;
  const role = person === null ? 'anon' : 'authenticated';
  await database.query("select set_config('role', $1, false), set_config('request.jwt.claims', $2, false)", [
    role,
    JSON.stringify({ role, sub }),
  ]);
}

interface Hit {
  kind: string;
  title: string;
  snippet: string;
}

const search = async (words: string) =>
  (await database.query<Hit>('select kind, title, snippet from public.search($1) order by rank desc', [words])).rows;

describe('search', () => {
  it('finds the beginnings of words in every kind of row, what is in titles first', async () => {
    await actAs('Ada');
    const hits = await search('gard');
    expect(hits.map((hit) => hit.kind)).toEqual(['book', 'shelf', 'note']);
    expect(hits[2]).toMatchObject({ title: 'The quiet garden', snippet: 'Ferns grow under the ⟦garden⟧ wall' });
  });

  it('knows the forms of words in the language of the app', async () => {
    expect((await search('grows')).map((hit) => hit.snippet)).toContainEqual(
      expect.stringContaining('⟦Growing⟧ things'),
    );
    const german = buildModel({ ...readingRoom, language: 'de-AT' }).search;
    expect(german?.language).toBe('german');
    expect(buildModel({ ...readingRoom, language: 'pl' }).search?.language).toBe('simple');
  });

  it('keeps to what each person may read', async () => {
    const notes = async () => (await search('upper')).filter((hit) => hit.kind === 'note');
    await actAs(null);
    expect((await search('gard')).map((hit) => hit.kind)).toEqual(['book']);
    expect(await notes()).toEqual([]);
    await actAs('Ada');
    expect(await notes()).toHaveLength(1);
    // Ben has only the first of the notes.
    await actAs('Ben');
    expect(await notes()).toEqual([]);
  });

  it.each(['', '   ', "'", '\\', 'the', ':*', "q' | 'z", '!!!', '&', 'x'.repeat(5000)])(
    'takes any text for words: %j',
    async (words) => {
      expect(await search(words)).toEqual([]);
    },
  );

  it('is served by an index where everybody reads everything', async () => {
    await database.exec('set enable_seqscan = off');
    await actAs(null);
    const { rows } = await database.query<{ 'QUERY PLAN': string }>(
      `explain select id from public.books where (setweight(to_tsvector('english', title), 'A')
       || setweight(to_tsvector('english', writer || ' ' || coalesce(about, '') || ' ' || private.tag_words(topics)), 'B'))
       @@ to_tsquery('english', 'garden:*')`,
    );
    await database.exec('reset enable_seqscan');
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('books_search_idx');
  });
});

describe('uploads', () => {
  const put = (folder: string, name: string) =>
    database.query("insert into storage.objects (bucket_id, name) values ('uploads', $1)", [`${folder}/${name}`]);
  const [ada, ben] = DEMO_USERS;

  it('are limited in size and kind', async () => {
    const { rows } = await database.query('select public, file_size_limit, allowed_mime_types from storage.buckets');
    expect(rows).toEqual([
      {
        public: true,
        file_size_limit: 5 * 1024 * 1024,
        allowed_mime_types: expect.arrayContaining(['image/png', 'application/pdf']),
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('svg');
  });

  it('go into the folder of who is signed in, and no other', async () => {
    await database.exec(
      'grant usage on schema storage to anon, authenticated; grant all on storage.objects to anon, authenticated',
    );
    await actAs('Ben');
    await put(ben.id, 'mine.png');
    await expect(put(ada.id, 'hers.png')).rejects.toThrow('row-level security');
    await expect(put('', 'loose.png')).rejects.toThrow('row-level security');
    await actAs('Ada');
    expect((await database.query('delete from storage.objects returning id')).rows).toEqual([]);
    await actAs(null);
    await expect(put(ben.id, 'x.png')).rejects.toThrow('row-level security');
    await actAs('Ben');
    expect((await database.query('delete from storage.objects returning id')).rows).toHaveLength(1);
  });
});
