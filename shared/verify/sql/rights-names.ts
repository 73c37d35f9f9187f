/** Names by which schemas tell what gives rights: the probes and the static rules go by the same. */

/** Tables whose rows make administrators of people. */
export const ADMIN_TABLE = /(?:^|_)(?:admins?|administrators?|moderators?|staff|super_?users?)$/i;

/** Columns whose value says what a person may do. */
export const ROLE_COLUMN = /^(?:is_?)?(?:admin|staff|moderator|super_?user)$|(?:^|_)(?:roles?|permissions?)$/i;

/**
 * A function's comment by which its author says outright that what it returns is for others too, whoever's rows it reads:
 * `comment on function public.note_count() is 'Open to everyone: how many notes there are.'` Nothing opens what it changes.
 */
export const DECLARED_OPEN = /^\s*open to (everyone|all who signed in)\s*:\s*\S/i;

/** The roles that a function's comment opens its answer to. */
export function declaredOpenTo(comment: string): readonly ('anon' | 'authenticated')[] {
  const audience = DECLARED_OPEN.exec(comment)?.[1]?.toLowerCase();
  if (audience === undefined) return [];
  return audience === 'everyone' ? ['anon', 'authenticated'] : ['authenticated'];
}
