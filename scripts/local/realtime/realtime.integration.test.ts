import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, eventually, type FixtureStack, type Person, signUp, startFixture } from '../testing/fixture-stack.ts';

let stack: FixtureStack;
let person: Person;
let stranger: Person;
beforeAll(async () => {
  stack = await startFixture();
  [person, stranger] = await Promise.all([signUp(stack), signUp(stack)]);
});
afterAll(async () => {
  await Promise.all([person.client.removeAllChannels(), stranger.client.removeAllChannels()]);
  await stack.dispose();
});

interface Joined {
  status: string;
  error: string | undefined;
  received: { event: string; payload: Record<string, unknown> }[];
  send(event: string, payload: object): Promise<unknown>;
}

async function join(client: Person['client'], topic: string, config: object = {}): Promise<Joined> {
  await client.realtime.setAuth();
  const received: Joined['received'] = [];
  const channel = client.channel(topic, { config: { private: true, ...config } });
  channel.on('broadcast', { event: '*' }, ({ event, payload }) => received.push({ event, payload }));
  const [status, error] = await new Promise<[string, Error | undefined]>((resolve) =>
    channel.subscribe((state, problem) => resolve([state, problem])),
  );
  return {
    status,
    error: error?.message,
    received,
    send: (event, payload) => channel.send({ type: 'broadcast', event, payload }),
  };
}

describe('a private channel', () => {
  it('lets in whom the policies allow, and nobody else', async () => {
    const topic = `user:${person.id}`;
    expect((await join(person.client, topic)).status).toBe('SUBSCRIBED');
    const refused = await join(stranger.client, topic);
    expect(refused.status).toBe('CHANNEL_ERROR');
    expect(refused.error).toContain('Unauthorized');
    const anonymous = connect(stack);
    expect((await join(anonymous, topic)).status).toBe('CHANNEL_ERROR');
    await anonymous.removeAllChannels();
    await person.client.removeAllChannels();
  });

  it('carries what the database sends, whole and in order, to its subscribers alone', async () => {
    const mine = await join(person.client, `user:${person.id}`);
    const theirs = await join(stranger.client, `user:${stranger.id}`);
    for (const size of [1, 20_000, 2]) {
      expect((await person.client.rpc('announce', { topic: `user:${person.id}`, size })).error).toBeNull();
    }
    await eventually('three messages', () => mine.received.length === 3);
    expect(mine.received.map(({ event, payload }) => [event, String(payload.text).length])).toEqual([
      ['changed', 1],
      ['changed', 20_000],
      ['changed', 2],
    ]);
    expect(theirs.received).toEqual([]);
    await Promise.all([person.client.removeAllChannels(), stranger.client.removeAllChannels()]);
  });

  it('is another channel than the public one of that name', async () => {
    const topic = `user:${person.id}`;
    const eavesdropper = await join(stranger.client, topic, { private: false });
    expect(eavesdropper.status).toBe('SUBSCRIBED');
    const mine = await join(person.client, topic);
    await person.client.rpc('announce', { topic });
    await eventually('the message', () => mine.received.length === 1);
    expect(eavesdropper.received).toEqual([]);
    await Promise.all([person.client.removeAllChannels(), stranger.client.removeAllChannels()]);
  });

  it('passes a client’s broadcast on, with an acknowledgement', async () => {
    const other = connect(stack);
    await other.auth.setSession({ access_token: person.accessToken, refresh_token: person.refreshToken });
    const config = { broadcast: { ack: true } };
    const sender = await join(person.client, `user:${person.id}`, config);
    const receiver = await join(other, `user:${person.id}`, config);
    expect(await sender.send('cursor', { x: 1 })).toBe('ok');
    await eventually('the broadcast', () => receiver.received.length === 1);
    expect(receiver.received).toEqual([{ event: 'cursor', payload: { x: 1 } }]);
    expect(sender.received).toEqual([]);
    await Promise.all([person.client.removeAllChannels(), other.removeAllChannels()]);
  });
});

describe('the socket', () => {
  it('does not open without a key of the project', async () => {
    const client = connect(stack, 'sb_publishable_wrong');
    const result = await join(client, 'anything', { private: false });
    expect(result.status).not.toBe('SUBSCRIBED');
    await client.removeAllChannels();
    client.realtime.disconnect();
  });

  it('says that changes of tables are not sent here', async () => {
    const client = connect(stack);
    const channel = client.channel('changes');
    channel.on('postgres_changes', { event: '*', schema: 'public', table: 'notes' }, () => {});
    const message = await new Promise<string>((resolve) =>
      channel.subscribe((_status, error) => resolve(error?.message ?? '')),
    );
    expect(message).toContain('use private Broadcast');
    await client.removeAllChannels();
  });
});

describe('a message over HTTP', () => {
  const post = (key: string, topic: string, authorization?: string) =>
    fetch(`${stack.url}/realtime/v1/api/broadcast`, {
      method: 'POST',
      headers: { apikey: key, 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify({ messages: [{ topic, event: 'posted', payload: { n: 1 }, private: true }] }),
    });

  it('is sent for whom the policies allow', async () => {
    const topic = `user:${person.id}`;
    const mine = await join(person.client, topic);
    expect((await post(stack.publishableKey, topic)).status).toBe(202);
    expect((await post(stack.publishableKey, topic, `Bearer ${stranger.accessToken}`)).status).toBe(202);
    expect((await post('wrong', topic)).status).toBe(401);
    expect((await post(stack.secretKey, topic)).status).toBe(202);
    await eventually('the allowed message', () => mine.received.length > 0);
    expect(mine.received).toEqual([{ event: 'posted', payload: { n: 1 } }]);
    await person.client.removeAllChannels();
  });
});
