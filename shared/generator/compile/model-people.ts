/** Who stands behind rows: which have owners, whose names are shown beside them, and who sees those names. */
import type { Access, AppSpec, Entity } from '../app-spec.ts';
import type { FieldModel } from './model-fields.ts';

export interface ProfilesModel {
  readonly table: string;
  /** Who sees the names of others: those who see their rows. */
  readonly readers: 'everyone' | 'members' | 'admins';
  /** Rows that every member shares ask whether someone is one. */
  readonly membership: boolean;
}

/** Where a person changes their name. */
export const ACCOUNT_PATH = '/account';

const OWNED: ReadonlySet<Access> = new Set(['private', 'members', 'public', 'managed', 'team', 'exchanged']);

export function isOwned(access: Access): boolean {
  return OWNED.has(access);
}

/** Whether a member sees no rows of another, so that a reference to one leads to a row of the writer's own. */
export function isOwnRowsOnly(access: Access | undefined): boolean {
  return access === 'private' || access === 'managed' || access === 'exchanged';
}

/** Who must be there to read rows: their pages and lists ask for it. */
export function readerOf(access: Access): 'everyone' | 'members' | 'admins' {
  if (access === 'public' || access === 'catalog') return 'everyone';
  return access === 'inbox' ? 'admins' : 'members';
}

/** Whether others see a row, so that it says whom it is from. */
export function hasAuthor(it: Entity): boolean {
  return isOwned(it.access) && it.access !== 'private' && !it.anonymous;
}

/** A name for the embedded profile that no column of the row has. */
export function authorEmbed(fields: readonly FieldModel[]): string {
  const taken = new Set(fields.flatMap((f) => [f.column, f.reference?.embed ?? f.column]));
  return ['author', 'posted_by', 'member', 'profile'].find((it) => !taken.has(it)) ?? 'author_profile';
}

export function buildProfiles(spec: AppSpec): ProfilesModel | null {
  const shown = spec.entities.filter((it) => hasAuthor(it) || (it.comments === true && !it.anonymous));
  if (shown.length === 0) return null;
  return {
    table: spec.entities.some((it) => it.table === 'profiles') ? 'member_profiles' : 'profiles',
    readers: shown.some((it) => readerOf(it.access) === 'everyone')
      ? 'everyone'
      : shown.some((it) => it.access !== 'managed')
        ? 'members'
        : 'admins',
    membership: shown.some((it) => it.access === 'team'),
  };
}
