/** What people add to a row of somebody else: comments, and likes or votes, with the counts the row keeps of them. */
import type { Entity } from '../app-spec.ts';
import type { NameRegistry } from './names.ts';

export interface CommentsModel {
  readonly table: string;
  /** Column that leads to the row. */
  readonly parent: string;
  /** Column of the row that counts them. */
  readonly counter: 'comment_count';
}

export interface VotesModel {
  /** `likes` counts people, `votes` sums those for and against. */
  readonly kind: 'likes' | 'votes';
  readonly table: string;
  readonly parent: string;
  readonly counter: 'like_count' | 'vote_score';
}

/** Columns that triggers keep, so that no field may have their names. */
export function counterColumns(it: Entity): string[] {
  return [
    ...(it.comments ? ['comment_count'] : []),
    ...(it.votes ? [it.votes === 'likes' ? 'like_count' : 'vote_score'] : []),
  ];
}

export function buildSocial(
  it: Entity,
  tables: NameRegistry,
): { comments: CommentsModel | null; votes: VotesModel | null } {
  const stem = it.name.slice(0, 40);
  const parent = `${stem}_id`;
  return {
    comments: it.comments ? { table: tables.claim(`${stem}_comments`, '_'), parent, counter: 'comment_count' } : null,
    votes: it.votes
      ? {
          kind: it.votes,
          table: tables.claim(`${stem}_${it.votes}`, '_'),
          parent,
          counter: it.votes === 'likes' ? 'like_count' : 'vote_score',
        }
      : null,
  };
}
