/**
 * Messages that SQL sends with `realtime.send`. A trigger announces each by its id and topic when its transaction commits;
 * where somebody listens the message is read then, which has no size limit. What nobody heard while a connection was down
 * is not sent again: clients poll as their fallback.
 */
import type { Log } from '../log.ts';
import type { Sql } from '../postgres.ts';
import { readPostgresError } from '../postgres-error.ts';
import type { Hub } from './hub.ts';

const CLEAN_MS = 3_600_000;
/** Of a topic, so many characters are announced. */
const TOPIC_ANNOUNCED = 1000;

interface StoredMessage {
  id: string;
  topic: string;
  event: string;
  payload: unknown;
  private: boolean;
}

export async function followDatabaseMessages(admin: Sql, hub: Hub, log: Log): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let waiting: string[] = [];
  let reading = false;
  const failed = (error: unknown) => {
    if (!stopped) log.error(`realtime: ${readPostgresError(error).message}`);
  };

  /** Reads everything announced so far in one query, and publishes it in the order of its commits. */
  async function read(): Promise<void> {
    while (waiting.length > 0) {
      const ids = waiting;
      waiting = [];
      const rows = await admin<StoredMessage[]>`
        select id, topic, event, payload, private from realtime.messages where id = any(${ids}::uuid[])`;
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const id of ids) {
        const message = byId.get(id);
        if (message === undefined) continue;
        hub.publish(message.topic, message.private, { event: message.event, payload: message.payload, id });
      }
    }
  }

  const listener = await admin.listen('realtime_messages', (announced) => {
    const [id = '', ...words] = announced.split(' ');
    const topic = words.join(' ');
    if (topic.length < TOPIC_ANNOUNCED && !hub.isHeard(topic)) return;
    waiting.push(id);
    if (reading) return;
    reading = true;
    read()
      .catch(failed)
      .finally(() => {
        reading = false;
      });
  });
  const timer = setInterval(() => {
    admin`delete from realtime.messages where inserted_at < now() - interval '3 days'`.catch(failed);
  }, CLEAN_MS);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await listener.unlisten().catch(() => {});
    },
  };
}
