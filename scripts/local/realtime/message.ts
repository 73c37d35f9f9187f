/** Phoenix channel messages, as supabase-js sends them: arrays in protocol 2, objects in protocol 1. */
import { z } from 'zod';

const reference = z.string().nullish();
const objectMessage = z.object({
  join_ref: reference,
  ref: reference,
  topic: z.string(),
  event: z.string(),
  payload: z.unknown(),
});
const arrayMessage = z.tuple([reference, reference, z.string(), z.string(), z.unknown()]);

export interface ChannelMessage {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
}

/** Reads a text frame; null when it is no message. */
export function readMessage(text: string): ChannelMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const array = arrayMessage.safeParse(value);
  if (array.success) {
    const [joinRef, ref, topic, event, payload] = array.data;
    return { joinRef: joinRef ?? null, ref: ref ?? null, topic, event, payload };
  }
  const object = objectMessage.safeParse(value);
  if (!object.success) return null;
  const { join_ref, ref, topic, event, payload } = object.data;
  return { joinRef: join_ref ?? null, ref: ref ?? null, topic, event, payload };
}

const PUSH = 3;
const JSON_ENCODING = 1;

/**
 * Reads a binary frame: a broadcast pushed by protocol 2 of supabase-js. Header: kind, then the lengths of join ref, ref,
 * topic, event and metadata, then the payload's encoding. Null for any other kind or a payload that is not JSON.
 */
export function readBinaryMessage(frame: Buffer): ChannelMessage | null {
  const [kind, joinLength = 0, refLength = 0, topicLength = 0, eventLength = 0, metaLength = 0, encoding] = frame;
  if (kind !== PUSH || encoding !== JSON_ENCODING) return null;
  let offset = 7;
  const take = (length: number) => {
    const text = frame.toString('utf8', offset, offset + length);
    offset += length;
    return text;
  };
  const joinRef = take(joinLength);
  const ref = take(refLength);
  const topic = take(topicLength);
  const event = take(eventLength);
  offset += metaLength;
  try {
    const payload: unknown = JSON.parse(frame.toString('utf8', offset));
    return { joinRef, ref: ref || null, topic, event: 'broadcast', payload: { type: 'broadcast', event, payload } };
  } catch {
    return null;
  }
}

/** Writes a message in the protocol that the socket was opened with. */
export function writeMessage(message: ChannelMessage, version: string): string {
  const { joinRef, ref, topic, event, payload } = message;
  return JSON.stringify(
    version.startsWith('2') ? [joinRef, ref, topic, event, payload] : { join_ref: joinRef, ref, topic, event, payload },
  );
}
