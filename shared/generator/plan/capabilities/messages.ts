/** Messages that people write to each other: mail with a subject, or a chat. */

import { isPersonal } from '../entities/access.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';
import type { FieldDraft } from '../lexicon/noun.ts';

const MAIL =
  /\b(?:e-?mail|mail|gmail|outlook|inbox)(?:[- ]like|[- ]style)?(?: \w+)? (?:client|app|application|system|program|service|interface|clone)\b|\b(?:gmail|webmail|mailbox(?:es)?)\b|\binbox\b.{0,60}\b(?:sent|outbox|compose)\b/;

const PEOPLE =
  '(?:each other|one another|sellers?|buyers?|owners?|hosts?|authors?|matches|(?:other )?(?:users|members|people|students)|tutors?|teachers?|landlords?|trainers?|friends)';
const TO_EACH_OTHER = new RegExp(
  `\\b(?:messag(?:e|es|ing)|chat(?:s|ting)?)(?: \\w+)? (?:(?:to|with|between|among|for) )?(?:the |their |an? )?${PEOPLE}\\b` +
    '|\\b(?:private|direct|in-app|instant|personal) (?:messag\\w+|chats?)\\b',
);

/** Words of a mail program that are no things to keep rows of. */
const PARTS_OF_MAIL = [
  'client',
  'inbox',
  'sent',
  'sent_mail',
  'outbox',
  'compose',
  'draft',
  'mailbox',
  'reply',
  'post',
];

/** Whether the app is for mail: its messages have subjects and lie in boxes. */
export const isMail = ({ about }: Pick<Reading, 'about'>): boolean => MAIL.test(about);

/** What a request for mail or messages takes away from the things read, and whether it keeps messages. */
export function readMessages(reading: Reading): boolean {
  const mail = isMail(reading) && !isPersonal(reading);
  if (mail) for (const name of PARTS_OF_MAIL) reading.things.delete(name);
  return mail || TO_EACH_OTHER.test(reading.about);
}

/** Kept by the app itself: whom it is from and for, when it was sent and read. */
const OF_THE_APP = /^(?:recipient|receiver|to|from|sender|sent_at|sent|received_at|read|read_at|date|time|room)$/;

const SUBJECTS = ['Lunch on Friday?', 'Your question', 'Notes from today', 'A small favour', 'Next week', 'Thank you'];

/** Turns messages into ones that reach the person they are written to; what one keeps alone stays one's own. */
export function exchangeMessages(drafts: readonly EntityDraft[], reading: Reading): void {
  if (isPersonal(reading)) return;
  for (const draft of drafts) {
    if (draft.thing.noun?.name !== 'message') continue;
    draft.entity.access = 'exchanged';
    const kept = draft.drafts.filter((field) => !OF_THE_APP.test(field.name));
    const hasBody = kept.some((field) => field.type === 'long_text' || field.type === 'rich_text');
    if (!hasBody) continue;
    const subject = kept.find((field) => /^(?:subject|title)$/.test(field.name));
    draft.drafts = subject || !isMail(reading) ? kept : [SUBJECT, ...kept];
  }
}

const SUBJECT: FieldDraft = { name: 'subject', label: 'Subject', type: 'text', required: true, samples: SUBJECTS };
