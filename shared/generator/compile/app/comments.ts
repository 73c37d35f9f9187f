/** `<entity>-comments.tsx`: comments under a row, with their requests beside them. */
import type { AppModel, EntityModel } from '../model.ts';
import type { CommentsModel } from '../model-social.ts';
import { code, file, jsxAttribute } from '../source-text.ts';
import { ownRowsFunction } from '../sql/anonymous.ts';
import { ownQuery } from './rights.ts';

/** Requests of comments: read, add, delete. */
export function commentsApiFile(app: AppModel, it: EntityModel, comments: CommentsModel): string {
  const profiles = app.profiles?.table ?? '';
  if (it.spec.anonymous) return namelessCommentsApi(it, comments);
  return file(code`
    import type { Row } from '@/lib/database.types';
    import { supabase } from '@/lib/supabase';

    export type ${it.type}Comment = Row<'${comments.table}'> & {
      author: Pick<Row<'${profiles}'>, 'display_name'> | null;
    };

    /** Oldest first. */
    export async function list${it.type}Comments(id: string, signal: AbortSignal): Promise<${it.type}Comment[]> {
      const { data, error } = await supabase
        .from('${comments.table}')
        .select('*, author:${profiles}!owner_id(display_name)')
        .eq('${comments.parent}', id)
        .order('created_at')
        .limit(200)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }

    ${writeFunctions(it, comments)}
  `);
}

/** The same without names; which comments are one's own is asked for beside them. */
function namelessCommentsApi(it: EntityModel, comments: CommentsModel): string {
  return file(code`
    import type { Row } from '@/lib/database.types';
    import { supabase } from '@/lib/supabase';

    export type ${it.type}Comment = Row<'${comments.table}'>;

    /** Oldest first. */
    export async function list${it.type}Comments(id: string, signal: AbortSignal): Promise<${it.type}Comment[]> {
      const { data, error } = await supabase
        .from('${comments.table}')
        .select('id, ${comments.parent}, body, created_at')
        .eq('${comments.parent}', id)
        .order('created_at')
        .limit(200)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }

    /** Ids of the caller's own comments, which no comment says. */
    export async function listOwn${it.type}Comments(signal: AbortSignal): Promise<string[]> {
      const { data, error } = await supabase.rpc('${ownRowsFunction(comments.table)}').abortSignal(signal);
      if (error) throw error;
      return data;
    }

    ${writeFunctions(it, comments)}
  `);
}

function writeFunctions(it: EntityModel, comments: CommentsModel): string {
  return code`
    export async function add${it.type}Comment(id: string, body: string) {
      const { error } = await supabase.from('${comments.table}').insert({ ${comments.parent}: id, body });
      if (error) throw error;
    }

    export async function delete${it.type}Comment(id: string) {
      const { error } = await supabase.from('${comments.table}').delete().eq('id', id).select('id').single();
      if (error) throw error;
    }
  `;
}

export function commentsFile(app: AppModel, it: EntityModel): string {
  const nameless = it.spec.anonymous === true;
  const own = nameless ? 'own.data?.includes(comment.id)' : 'session?.user.id === comment.owner_id';
  const may = app.admins ? `(isAdmin || ${own})` : own;
  return file(code`
    import { useCallback } from 'react';
    import { CommentForm } from '@/components/comment-form';
    import { DeleteButton } from '@/components/delete-button';
    import { EmptyState } from '@/components/empty-state';
    import { Loaded } from '@/components/loaded';
    import { Section } from '@/components/section';
    import { useSession } from '@/features/auth/session';
    import { SignedInOnly } from '@/features/auth/signed-in-only';
    import { formatDateTime } from '@/lib/format';
    import { useQuery } from '@/lib/use-query';
    import {
      add${it.type}Comment,
      delete${it.type}Comment,
      list${it.type}Comments,
      ${nameless && `listOwn${it.type}Comments,`}
    } from './comments-api';

    /** What people say about a row; each can take back their own. */
    export function ${it.type}Comments({ id }: { id: string }) {
      const { session${app.admins && ', isAdmin'} } = useSession();
      const query = useQuery(useCallback((signal: AbortSignal) => list${it.type}Comments(id, signal), [id]));
      ${nameless && ownQuery(`${it.type}Comments`)}
      return (
        <Section heading="Comments">
          <Loaded query={query} lines={2}>
            {(comments) =>
              comments.length === 0 ? (
                <EmptyState text="No comments yet." />
              ) : (
                <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
                  {comments.map((comment) => (
                    <li key={comment.id} className="px-5 py-4">
                      <div className="flex flex-wrap items-baseline gap-x-3 text-sm">
                        <span className="font-medium">${nameless ? 'Anonymous' : "{comment.author?.display_name ?? 'Someone'}"}</span>
                        <time dateTime={comment.created_at} className="text-muted">
                          {formatDateTime(comment.created_at)}
                        </time>
                      </div>
                      <p className="mt-1.5 break-words whitespace-pre-line">{comment.body}</p>
                      {${may} && (
                        <div className="mt-3">
                          <DeleteButton
                            question="Delete this comment?"
                            onDelete={async () => {
                              await delete${it.type}Comment(comment.id);
                              query.reload();
                            }}
                          />
                        </div>
                      )}
                    </li>
                  ))}
                </ul>
              )
            }
          </Loaded>
          <div className="mt-6">
            <SignedInOnly ${jsxAttribute('invitation', 'Sign in to comment.')}>
              <CommentForm
                add={async (body) => {
                  await add${it.type}Comment(id, body);
                  query.reload();
                  ${nameless && 'own.reload();'}
                }}
              />
            </SignedInOnly>
          </div>
        </Section>
      );
    }
  `);
}

const commentForm = code`
  import { FormActions } from '@/components/fields/form-actions';
  import { TextAreaField } from '@/components/fields/text-area-field';
  import { useForm } from '@/lib/use-form';
  import { validateComment } from '@/lib/comment';

  /** Writes a comment and empties itself. */
  export function CommentForm({ add }: { add: (body: string) => Promise<void> }) {
    const form = useForm({
      initial: { body: '' },
      validate: validateComment,
      save: async (input) => {
        await add(input.body);
        form.reset();
      },
    });
    return (
      <form {...form.formProps} className="max-w-xl space-y-4">
        <TextAreaField label="Your comment" required {...form.field('body')} />
        <FormActions submit="Comment" saving={form.saving} failure={form.failure} />
      </form>
    );
  }
`;

const comment = code`
  import type { Validated } from './validation';

  export const MAX_COMMENT = 2000;

  export function validateComment(values: { body: string }): Validated<'body', { body: string }> {
    const body = values.body.trim();
    if (body === '') return { valid: false, errors: { body: 'Write something first.' } };
    if (Array.from(body).length > MAX_COMMENT) {
      return { valid: false, errors: { body: \`Use at most \${MAX_COMMENT} characters.\` } };
    }
    return { valid: true, input: { body }, errors: {} };
  }
`;

const commentTest = code`
  import { expect, it } from 'vitest';
  import { MAX_COMMENT, validateComment } from './comment';

  it('takes a comment, and neither an empty nor an endless one', () => {
    expect(validateComment({ body: ' Well said. ' })).toMatchObject({ valid: true, input: { body: 'Well said.' } });
    expect(validateComment({ body: '  ' }).valid).toBe(false);
    expect(validateComment({ body: 'x'.repeat(MAX_COMMENT + 1) }).valid).toBe(false);
  });
`;

export const COMMENT_FILES: Readonly<Record<string, string>> = {
  'src/components/comment-form.tsx': file(commentForm),
  'src/lib/comment.ts': file(comment),
};

export const COMMENT_TESTS: Readonly<Record<string, string>> = { 'src/lib/comment.ts': file(commentTest) };
