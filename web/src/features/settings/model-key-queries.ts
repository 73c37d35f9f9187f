/** Keys for language models that an organization brings: set, replaced and deleted, never read again. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { supabase } from '../../lib/supabase.ts';

export interface ModelKey {
  readonly provider: string;
  /** The last characters of the key. */
  readonly hint: string;
  readonly baseUrl: string | null;
  /** Null: the best known of the provider. */
  readonly model: string | null;
  readonly createdAt: string;
}

export function modelKeysQuery(orgId: string) {
  return queryOptions({
    queryKey: ['model-keys', orgId],
    queryFn: async ({ signal }): Promise<readonly ModelKey[]> => {
      const { data, error } = await supabase().rpc('list_model_keys', { org_id: orgId }).abortSignal(signal);
      if (error) throw error;
      return data.map((row) => ({
        provider: row.provider,
        hint: row.hint,
        baseUrl: row.base_url,
        model: row.model,
        createdAt: row.created_at,
      }));
    },
  });
}

function useRefresh(orgId: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: modelKeysQuery(orgId).queryKey }),
      client.invalidateQueries({ queryKey: ['models', orgId] }),
    ]);
}

export function useSetModelKey(orgId: string) {
  const refresh = useRefresh(orgId);
  return useMutation({
    mutationFn: async (input: {
      provider: string;
      key: string;
      baseUrl: string | undefined;
      model: string | undefined;
    }) => {
      const { error } = await supabase().rpc('set_model_key', {
        org_id: orgId,
        provider: input.provider,
        key: input.key,
        ...(input.baseUrl === undefined ? {} : { base_url: input.baseUrl }),
        ...(input.model === undefined ? {} : { model: input.model }),
      });
      if (error) throw error;
    },
    onSuccess: refresh,
  });
}

export function useDeleteModelKey(orgId: string) {
  const refresh = useRefresh(orgId);
  return useMutation({
    mutationFn: async (provider: string) => {
      const { error } = await supabase().rpc('delete_model_key', { org_id: orgId, provider });
      if (error) throw error;
    },
    onSuccess: refresh,
  });
}
