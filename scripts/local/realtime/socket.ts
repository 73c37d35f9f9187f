/** One WebSocket: joins and leaves channels, and passes broadcasts between them and the hub. */
import { type RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { Claims } from '../keys.ts';
import type { Log } from '../log.ts';
import type { ChannelPolicy } from './authorization.ts';
import type { Broadcast, Hub, Subscriber } from './hub.ts';
import { type ChannelMessage, readBinaryMessage, readMessage, writeMessage } from './message.ts';

/** A client that reads too slowly is cut off before it fills the stack's memory. */
const BUFFERED_BYTES_MAX = 16 * 1024 * 1024;
const TIMEOUT_MAX = 2 ** 31 - 1;

const joinPayload = z.object({
  access_token: z.string().nullish(),
  config: z
    .object({
      private: z.boolean().default(false),
      broadcast: z.object({ self: z.boolean().default(false), ack: z.boolean().default(false) }).prefault({}),
      postgres_changes: z.array(z.unknown()).default([]),
    })
    .prefault({}),
});
const tokenPayload = z.object({ access_token: z.string().nullish() });
const broadcastPayload = z.object({ event: z.string(), payload: z.unknown() });

interface Channel {
  topic: string;
  isPrivate: boolean;
  joinRef: string | null;
  echo: boolean;
  acknowledge: boolean;
  policy: ChannelPolicy;
  subscriber: Subscriber;
  expiry: NodeJS.Timeout | undefined;
}

export interface SocketOptions {
  socket: WebSocket;
  /** Of the protocol: `1.0.0` or `2.0.0`. */
  version: string;
  /** Of the project key that the socket was opened with. */
  base: Claims;
  hub: Hub;
  log: Log;
  /** Claims of a user's token; rejects when it does not count. */
  verify(token: string): Promise<Claims>;
  authorize(claims: Claims, topic: string): Promise<ChannelPolicy>;
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

export function serveSocket(options: SocketOptions): void {
  const { socket, version, base, hub, log } = options;
  const channels = new Map<string, Channel>();

  function send(message: ChannelMessage): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > BUFFERED_BYTES_MAX) socket.terminate();
    else socket.send(writeMessage(message, version));
  }
  const reply = ({ joinRef, ref, topic }: ChannelMessage, status: 'ok' | 'error', response: unknown = {}) =>
    send({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } });

  function leave(name: string): void {
    const channel = channels.get(name);
    if (channel === undefined) return;
    clearTimeout(channel.expiry);
    hub.leave(channel.topic, channel.isPrivate, channel.subscriber);
    channels.delete(name);
  }

  function close(name: string, channel: Channel, reason: string): void {
    const about = { joinRef: channel.joinRef, ref: null, topic: name };
    const payload = { status: 'error', message: reason, extension: 'system', channel: channel.topic };
    send({ ...about, event: 'system', payload });
    leave(name);
    send({ ...about, event: 'phx_close', payload: {} });
  }

  /** The claims that a channel acts under, and when it must end. */
  async function readToken(token: string | null | undefined): Promise<Claims> {
    // A client without a session sends its project key.
    return token === null || token === undefined || token.startsWith('sb_') ? base : options.verify(token);
  }

  function expire(name: string, channel: Channel, claims: Claims): void {
    clearTimeout(channel.expiry);
    if (claims.exp === undefined || claims.sub === undefined) return;
    const remaining = Math.min(claims.exp * 1000 - Date.now(), TIMEOUT_MAX);
    channel.expiry = setTimeout(() => close(name, channel, 'Token has expired'), remaining);
    channel.expiry.unref();
  }

  async function join(message: ChannelMessage): Promise<void> {
    leave(message.topic);
    const parsed = joinPayload.safeParse(message.payload ?? {});
    if (!parsed.success) return reply(message, 'error', { reason: 'The join payload is malformed' });
    const { config, access_token: token } = parsed.data;
    const topic = message.topic.replace(/^realtime:/, '');
    if (config.postgres_changes.length > 0) {
      return reply(message, 'error', { reason: 'postgres_changes is not available here: use private Broadcast' });
    }
    let claims: Claims;
    let policy: ChannelPolicy = { read: true, write: true };
    try {
      claims = await readToken(token);
      if (config.private) policy = await options.authorize(claims, topic);
    } catch (error) {
      return reply(message, 'error', { reason: error instanceof Error ? error.message : String(error) });
    }
    if (!policy.read) {
      const reason = `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`;
      return reply(message, 'error', { reason });
    }
    if (socket.readyState !== WebSocket.OPEN) return;
    const channel: Channel = {
      topic,
      isPrivate: config.private,
      joinRef: message.joinRef,
      echo: config.broadcast.self,
      acknowledge: config.broadcast.ack,
      policy,
      expiry: undefined,
      subscriber: {
        receive({ event, payload, id }: Broadcast) {
          const meta = id === undefined ? {} : { meta: { id } };
          const body = { type: 'broadcast', event, payload, ...meta };
          send({ joinRef: message.joinRef, ref: null, topic: message.topic, event: 'broadcast', payload: body });
        },
      },
    };
    channels.set(message.topic, channel);
    hub.join(topic, channel.isPrivate, channel.subscriber);
    expire(message.topic, channel, claims);
    reply(message, 'ok', { postgres_changes: [] });
  }

  async function replaceToken(message: ChannelMessage, channel: Channel): Promise<void> {
    const token = tokenPayload.safeParse(message.payload).data?.access_token;
    if (token === null || token === undefined) return;
    try {
      const claims = await readToken(token);
      if (channel.isPrivate) channel.policy = await options.authorize(claims, channel.topic);
      if (!channel.policy.read) throw new Error('You do not have permissions to read from this Channel topic');
      if (channels.get(message.topic) === channel) expire(message.topic, channel, claims);
    } catch (error) {
      close(message.topic, channel, error instanceof Error ? error.message : String(error));
    }
  }

  function broadcast(message: ChannelMessage, channel: Channel): void {
    const parsed = broadcastPayload.safeParse(message.payload);
    if (!parsed.success) {
      reply(message, 'error', { reason: 'The broadcast is malformed' });
    } else if (channel.policy.write) {
      hub.publish(channel.topic, channel.isPrivate, parsed.data, channel.echo ? undefined : channel.subscriber);
      if (channel.acknowledge) reply(message, 'ok');
    } else if (channel.acknowledge) {
      reply(message, 'error', { reason: 'unauthorized' });
    }
  }

  async function handle(message: ChannelMessage): Promise<void> {
    if (message.topic === 'phoenix') {
      if (message.event === 'heartbeat') reply(message, 'ok');
      return;
    }
    if (message.event === 'phx_join') return join(message);
    const channel = channels.get(message.topic);
    if (channel === undefined) return reply(message, 'error', { reason: 'unmatched topic' });
    switch (message.event) {
      case 'phx_leave':
        leave(message.topic);
        reply(message, 'ok');
        return send({ ...message, event: 'phx_close', payload: {} });
      case 'access_token':
        return replaceToken(message, channel);
      case 'broadcast':
        return broadcast(message, channel);
      case 'presence':
        return reply(message, 'error', { reason: 'presence is not available here' });
      default:
        return reply(message, 'error', { reason: 'unknown event' });
    }
  }

  socket.on('message', (data, isBinary) => {
    const message = isBinary ? readBinaryMessage(toBuffer(data)) : readMessage(toBuffer(data).toString('utf8'));
    if (message === null) return;
    handle(message).catch((error: unknown) => {
      log.error(`realtime: ${error instanceof Error ? error.message : error}`);
      reply(message, 'error', { reason: 'The message could not be handled' });
    });
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    for (const name of [...channels.keys()]) leave(name);
  });
}
