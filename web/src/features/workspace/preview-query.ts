/** Reading the preview's database from a component. */
import { type RefObject, useEffect, useState } from 'react';
import type { PreviewHandle } from '../../preview/preview.tsx';
import type { DatabaseQueries } from '../../preview/protocol.ts';

export interface PreviewQuery<Answer> {
  /** The last answer, also while another is under way. */
  readonly data: Answer | undefined;
  readonly error: string | undefined;
  readonly loading: boolean;
}

/**
 * @param revision asks again when it changes; null: not now
 */
export function usePreviewQuery<Name extends keyof DatabaseQueries>(
  preview: RefObject<PreviewHandle | null>,
  name: Name,
  args: DatabaseQueries[Name]['args'],
  revision: number | null,
): PreviewQuery<DatabaseQueries[Name]['answer']> {
  const [state, setState] = useState<PreviewQuery<DatabaseQueries[Name]['answer']>>({
    data: undefined,
    error: undefined,
    loading: false,
  });
  const key = JSON.stringify(args);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `args`
  useEffect(() => {
    const handle = preview.current;
    if (revision === null || handle === null) return;
    let current = true;
    setState((before) => ({ ...before, loading: true }));
    handle.query(name, args).then(
      (data) => current && setState({ data, error: undefined, loading: false }),
      (error: unknown) =>
        current && setState({ data: undefined, error: error instanceof Error ? error.message : '', loading: false }),
    );
    return () => {
      current = false;
    };
  }, [preview, name, key, revision]);
  return state;
}
