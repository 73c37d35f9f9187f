import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FixtureStack, type Person, signUp, startFixture } from '../testing/fixture-stack.ts';

let stack: FixtureStack;
let person: Person;
let stranger: Person;
beforeAll(async () => {
  stack = await startFixture();
  [person, stranger] = await Promise.all([signUp(stack), signUp(stack)]);
});
afterAll(() => stack.dispose());

it('stores, lists, signs, reads and removes files of their owner alone', async () => {
  const bucket = person.client.storage.from('avatars');
  const foreign = stranger.client.storage.from('avatars');
  const path = `${person.id}/deep/note.txt`;
  const uploaded = await bucket.upload(path, new Blob(['hello world'], { type: 'text/plain' }));
  expect(uploaded.error).toBeNull();
  expect((await foreign.upload(`${person.id}/x.txt`, new Blob(['x']))).error).not.toBeNull();

  expect((await bucket.list(person.id)).data?.map(({ name, id }) => [name, id])).toEqual([['deep', null]]);
  expect((await bucket.list(`${person.id}/deep`)).data?.map(({ name }) => name)).toEqual(['note.txt']);
  expect((await foreign.list(`${person.id}/deep`)).data).toEqual([]);

  expect(await (await bucket.download(path)).data?.text()).toBe('hello world');
  expect((await foreign.download(path)).error).not.toBeNull();

  const signed = await bucket.createSignedUrl(path, 60);
  expect(await (await fetch(signed.data?.signedUrl ?? '')).text()).toBe('hello world');

  await foreign.remove([path]);
  expect((await bucket.download(path)).error).toBeNull();
  expect((await bucket.remove([path])).error).toBeNull();
  expect((await bucket.download(path)).error).not.toBeNull();
});
