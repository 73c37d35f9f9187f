/** What people add to each other's rows: comments, likes, votes. */
import type { Entity } from '../../app-spec.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';

const LIKES = /\b(?:likes?|liked|liking|hearts?|reactions?)\b(?! (?:a|an|the|this|that|these|those)\b)/;
const VOTES = /\b(?:up|down)?-?vot(?:e|es|ed|ing)\b|\bupvotes?\b|\bdownvotes?\b/;
const COMMENTS = /\b(?:comments?|commenting|remarks)\b|\bproject discussions?\b/;

/** What people in a community answer to; the first is the subject of it. */
const ANSWERED = new Set(
  'post article news photo video recipe promotion idea question review event project work song listing story resource band condolence memory'.split(
    ' ',
  ),
);
/** Likes belong to these wherever people bring them to each other. */
const LIKED = new Set(['post', 'photo', 'video', 'review', 'promotion', 'idea']);

const open = (it: Entity) => it.access !== 'private' && it.access !== 'inbox' && it.access !== 'managed';

/** @returns the entities without the comments, which become part of what is commented on */
export function addSocial(all: readonly EntityDraft[], { about }: Reading): readonly EntityDraft[] {
  const drafts = withoutComments(all);
  const shared = drafts.filter((it) => open(it.entity) && it.entity.name !== 'profile' && !it.thing.noun?.part);
  const answered = shared.filter((it) => ANSWERED.has(it.thing.name));
  const subjects = answered.length > 0 ? answered : shared.filter((it) => it.entity.access === 'public').slice(0, 1);
  const said = drafts.some((it) => it.entity.comments || it.thing.name === 'comment' || it.thing.name === 'reply');
  if (COMMENTS.test(about) && !said) {
    for (const it of named(subjects, about, 'comment').slice(0, 3)) it.entity.comments = true;
  }
  const votes = VOTES.test(about) ? 'votes' : 'likes';
  const asked = votes === 'votes' || LIKES.test(about);
  for (const it of asked ? named(subjects, about, '').slice(0, 3) : []) it.entity.votes = votes;
  for (const it of shared) {
    if (it.entity.access === 'public' && LIKED.has(it.thing.name)) it.entity.votes ??= votes;
  }
  return drafts;
}

function withoutComments(drafts: readonly EntityDraft[]): readonly EntityDraft[] {
  const comment = drafts.find((it) => it.thing.name === 'comment');
  const on = comment?.drafts.find((field) => field.type === 'reference')?.targets?.[0];
  const subject = drafts.find((it) => it.entity.name === on);
  if (!comment || !subject || !open(subject.entity)) return drafts;
  subject.entity.comments = true;
  return drafts.filter((it) => it !== comment);
}

/** "comment on photos": only what was named, where something was. */
function named(subjects: readonly EntityDraft[], about: string, verb: string): readonly EntityDraft[] {
  const found = new RegExp(`${verb}\\w* (?:on|under|below|to) (?:the |a |each |other )?([a-z]+)`).exec(about)?.[1];
  const meant = verb && found ? subjects.filter((it) => it.entity.labelPlural.toLowerCase().includes(found)) : [];
  return meant.length > 0 ? meant : subjects;
}
