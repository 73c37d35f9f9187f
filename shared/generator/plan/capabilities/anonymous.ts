/** What people say without a name. */
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';

const ASKED = /\banonym(?:ous|ously|ity|ize|ised|ized)\b|\bwithout (?:a|their|your) names?\b/;

/** Things that are said, as far as people say them to each other. */
const SAID =
  /(?:^|_)(?:post|reply|question|answer|story|confession|secret|review|idea|poll|comment|feedback|memory|note)$/;

const open = ({ entity }: EntityDraft) =>
  (entity.access === 'public' || entity.access === 'members') && !entity.workflow && entity.name !== 'profile';

/** Takes the names off what is said where the request asks for that. */
export function makeAnonymous(drafts: readonly EntityDraft[], { about }: Reading): void {
  if (!ASKED.test(about)) return;
  const shown = drafts.filter(open);
  const said = shown.filter(
    ({ entity, thing }) => SAID.test(thing.noun?.name ?? entity.name) || SAID.test(entity.name),
  );
  for (const { entity } of said.length > 0 ? said : shown.slice(0, 1)) entity.anonymous = true;
}
