/** Channels and who is in them. A public and a private channel of one topic are two channels. */

export interface Broadcast {
  event: string;
  payload: unknown;
  /** Of the stored message, when it came from the database. */
  id?: string;
}

export interface Subscriber {
  receive(broadcast: Broadcast): void;
}

export interface Hub {
  join(topic: string, isPrivate: boolean, subscriber: Subscriber): void;
  leave(topic: string, isPrivate: boolean, subscriber: Subscriber): void;
  /** Whether anybody is in a channel of this topic. */
  isHeard(topic: string): boolean;
  publish(topic: string, isPrivate: boolean, broadcast: Broadcast, except?: Subscriber): void;
  size(): number;
}

export function createHub(): Hub {
  const channels = new Map<string, Set<Subscriber>>();
  const key = (topic: string, isPrivate: boolean) => `${isPrivate ? 'private' : 'public'}:${topic}`;
  return {
    join(topic, isPrivate, subscriber) {
      const name = key(topic, isPrivate);
      const members = channels.get(name) ?? new Set();
      channels.set(name, members.add(subscriber));
    },
    leave(topic, isPrivate, subscriber) {
      const name = key(topic, isPrivate);
      const members = channels.get(name);
      members?.delete(subscriber);
      if (members?.size === 0) channels.delete(name);
    },
    isHeard: (topic) => channels.has(key(topic, true)) || channels.has(key(topic, false)),
    publish(topic, isPrivate, broadcast, except) {
      for (const subscriber of channels.get(key(topic, isPrivate)) ?? []) {
        if (subscriber !== except) subscriber.receive(broadcast);
      }
    },
    size: () => channels.size,
  };
}
