/** Messages between people: an entity whose rows go from whoever writes them to one other person. */
import type { Entity } from '../app-spec.ts';
import type { FieldModel } from './model-fields.ts';
import { kebabCase, type NameRegistry } from './names.ts';

export interface ExchangeModel {
  /** Messages with a subject lie in boxes, as mail does; others are a chat, sorted by who it is with. */
  readonly kind: 'mail' | 'chat';
  /** Whom a message is for: a reference to a profile, which every message has. */
  readonly recipient: FieldModel;
  readonly subject: FieldModel | null;
  readonly body: FieldModel;
  /** The other fields of a message, shown beside it. */
  readonly details: readonly FieldModel[];
  /** The view with one row for each person that the caller has written with; a chat reads it. */
  readonly conversations: string;
  /** Stem of the file with what two people wrote to each other. */
  readonly conversationStem: string;
}

/** Columns and embedded rows that every message has, so that no field may have their names. */
export function exchangeColumns(it: Pick<Entity, 'access'>): string[] {
  return it.access === 'exchanged' ? ['recipient_id', 'read_at', 'sender', 'recipient'] : [];
}

const isLong = (f: FieldModel) => f.type === 'long_text' || f.type === 'rich_text';

export function buildExchange(
  it: Entity,
  fields: readonly FieldModel[],
  title: FieldModel,
  profiles: string,
  tables: NameRegistry,
): ExchangeModel | null {
  if (it.access !== 'exchanged') return null;
  const body = fields.find(isLong) ?? title;
  const subject = title !== body && !title.reference ? title : null;
  return {
    kind: subject ? 'mail' : 'chat',
    recipient: recipientField(profiles),
    subject,
    body,
    details: fields.filter((f) => f !== body && f !== subject && f.writable),
    conversations: tables.claim(`${it.name.slice(0, 40)}_conversations`, '_'),
    conversationStem: `${kebabCase(it.name)}-conversation`,
  };
}

function recipientField(profiles: string): FieldModel {
  return {
    spec: { name: 'recipient_id', label: 'To', type: 'reference', required: true },
    name: 'recipient_id',
    column: 'recipient_id',
    label: 'To',
    type: 'reference',
    required: true,
    needed: true,
    writable: true,
    stepped: false,
    computed: false,
    secret: false,
    pascal: 'Recipient',
    reference: { entity: '', table: profiles, access: 'members', embed: 'recipient' },
    min: null,
    max: null,
    maxLength: 200,
  };
}
