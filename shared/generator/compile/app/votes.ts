/** `<entity>-votes.tsx`: the button (or pair of buttons) with which a person likes or votes, and the count beside it. */
import type { EntityModel } from '../model.ts';
import type { VotesModel } from '../model-social.ts';
import { code, file } from '../source-text.ts';

/** What a row keeps count of, as a person reads it beside the row. */
export function countsOf(it: EntityModel): { label: string; column: string }[] {
  return [
    ...(it.votes ? [{ label: it.votes.kind === 'likes' ? 'Likes' : 'Votes', column: it.votes.counter }] : []),
    ...(it.comments ? [{ label: 'Comments', column: it.comments.counter }] : []),
  ];
}

export function votesApiFile(it: EntityModel, votes: VotesModel): string {
  const valued = votes.kind === 'votes';
  return file(code`
    import { supabase } from '@/lib/supabase';

    /** What the caller gave: ${valued ? '1 for, -1 against, ' : '1 for a like, '}0 for nothing. */
    export async function getMy${it.type}Vote(id: string, signal: AbortSignal): Promise<number> {
      const { data, error } = await supabase
        .from('${votes.table}')
        .select('${valued ? 'value' : 'created_at'}')
        .eq('${votes.parent}', id)
        .abortSignal(signal)
        .maybeSingle();
      if (error) throw error;
      return ${valued ? 'data?.value ?? 0' : 'data ? 1 : 0'};
    }

    /** Gives, changes or, with 0, takes back the caller's one vote. */
    export async function set${it.type}Vote(id: string, ${valued ? 'before: number, value: number' : 'value: number'}) {
      const { error } = await (value === 0
        ? supabase.from('${votes.table}').delete().eq('${votes.parent}', id)
        : ${
          valued
            ? code`
              before === 0
                  ? supabase.from('${votes.table}').insert({ ${votes.parent}: id, value })
                  : supabase.from('${votes.table}').update({ value }).eq('${votes.parent}', id)
            `
            : `supabase.from('${votes.table}').insert({ ${votes.parent}: id })`
        });
      if (error) throw error;
    }
  `);
}

export function votesFile(it: EntityModel, votes: VotesModel): string {
  const valued = votes.kind === 'votes';
  const save = valued ? `set${it.type}Vote(id, before, value)` : `set${it.type}Vote(id, value)`;
  return file(code`
    import { useCallback } from 'react';
    import { ${valued ? 'VoteButtons' : 'LikeButton'} } from '@/components/${valued ? 'vote-buttons' : 'like-button'}';
    import { useSession } from '@/features/auth/session';
    import { useQuery } from '@/lib/use-query';
    import { getMy${it.type}Vote, set${it.type}Vote } from './votes-api';

    const nothing = async () => 0;

    /** The count of a row, and the caller's part in it. */
    export function ${it.type}Votes({ id, count }: { id: string; count: number }) {
      const userId = useSession().session?.user.id;
      const load = useCallback((signal: AbortSignal) => getMy${it.type}Vote(id, signal), [id]);
      const mine = useQuery(userId ? load : nothing);
      // Until it is known what this person gave, there is nothing to press.
      if (mine.loading) return <span className="h-10 w-20 animate-pulse rounded-md bg-subtle" />;
      return (
        <${valued ? 'VoteButtons' : 'LikeButton'}
          key={\`\${id} \${userId}\`}
          signedIn={userId !== undefined}
          initial={mine.data ?? 0}
          count={count}
          save={(${valued ? 'before, value' : 'value'}) => ${save}}
        />
      );
    }
  `);
}

const useVote = code`
  import { useState } from 'react';
  import { messageOf } from './errors';

  type Save = (before: number, value: number) => Promise<void>;

  /** A vote that shows at once and goes back, with the reason, when it could not be stored. */
  export function useVote(initial: number, count: number, save: Save) {
    /** What the count held when it was loaded; the row itself is not loaded again. */
    const [loaded] = useState({ initial, count });
    const [mine, setMine] = useState(initial);
    const [saving, setSaving] = useState(false);
    const [failure, setFailure] = useState<string | null>(null);

    async function vote(value: number) {
      const before = mine;
      setMine(value);
      setSaving(true);
      setFailure(null);
      try {
        await save(before, value);
      } catch (reason) {
        setMine(before);
        setFailure(messageOf(reason));
      } finally {
        setSaving(false);
      }
    }

    return { mine, total: loaded.count - loaded.initial + mine, saving, failure, vote };
  }
`;

const likeButton = code`
  import { Heart } from 'lucide-react';
  import { useLocation } from 'react-router';
  import { useVote } from '@/lib/use-vote';
  import { Button, ButtonLink } from './button';

  type LikeButtonProps = {
    signedIn: boolean;
    /** 1 where the person likes it already. */
    initial: number;
    count: number;
    save: (value: number) => Promise<void>;
  };

  export function LikeButton({ signedIn, initial, count, save }: LikeButtonProps) {
    const { pathname } = useLocation();
    const { mine, total, saving, failure, vote } = useVote(initial, count, (_before, value) => save(value));
    const text = \`\${total} \${total === 1 ? 'like' : 'likes'}\`;
    if (!signedIn) {
      return (
        <ButtonLink look="outline" to="/sign-in" state={{ from: pathname }}>
          <Heart aria-hidden />
          {text}
        </ButtonLink>
      );
    }
    return (
      <>
        <Button
          look="outline"
          aria-pressed={mine === 1}
          aria-label={\`Like, \${text}\`}
          disabled={saving}
          onClick={() => vote(mine === 1 ? 0 : 1)}
        >
          <Heart aria-hidden className={mine === 1 ? 'fill-current' : ''} />
          {text}
        </Button>
        {failure && (
          <p role="alert" className="self-center text-sm text-danger">
            {failure}
          </p>
        )}
      </>
    );
  }
`;

const voteButtons = code`
  import { ArrowBigDown, ArrowBigUp } from 'lucide-react';
  import { useLocation } from 'react-router';
  import { useVote } from '@/lib/use-vote';
  import { Button, ButtonLink } from './button';

  type VoteButtonsProps = {
    signedIn: boolean;
    /** 1 for, -1 against, 0 neither. */
    initial: number;
    count: number;
    save: (before: number, value: number) => Promise<void>;
  };

  export function VoteButtons({ signedIn, initial, count, save }: VoteButtonsProps) {
    const { pathname } = useLocation();
    const { mine, total, saving, failure, vote } = useVote(initial, count, save);
    if (!signedIn) {
      return (
        <ButtonLink look="outline" to="/sign-in" state={{ from: pathname }}>
          <ArrowBigUp aria-hidden />
          {total} {total === 1 ? 'vote' : 'votes'}
        </ButtonLink>
      );
    }
    return (
      <div role="group" aria-label="Vote" className="flex items-center gap-2">
        <Button
          look="outline"
          aria-label="Vote for"
          aria-pressed={mine === 1}
          disabled={saving}
          onClick={() => vote(mine === 1 ? 0 : 1)}
        >
          <ArrowBigUp aria-hidden className={mine === 1 ? 'fill-current' : ''} />
        </Button>
        <output aria-label="Votes" className="min-w-6 text-center tabular-nums">
          {total}
        </output>
        <Button
          look="outline"
          aria-label="Vote against"
          aria-pressed={mine === -1}
          disabled={saving}
          onClick={() => vote(mine === -1 ? 0 : -1)}
        >
          <ArrowBigDown aria-hidden className={mine === -1 ? 'fill-current' : ''} />
        </Button>
        {failure && (
          <p role="alert" className="text-sm text-danger">
            {failure}
          </p>
        )}
      </div>
    );
  }
`;

export const VOTE_FILES: Readonly<Record<string, string>> = {
  'src/lib/use-vote.ts': file(useVote),
  'src/components/like-button.tsx': file(likeButton),
  'src/components/vote-buttons.tsx': file(voteButtons),
};
