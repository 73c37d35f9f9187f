/** The person's profile: how they are shown, and their preferences. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { showToast } from '../../components/toast.tsx';
import { toFailure } from '../../lib/failure.ts';
import { supabase } from '../../lib/supabase.ts';
import { parseTheme, setTheme, type Theme } from '../../lib/theme.ts';

export interface Profile {
  readonly displayName: string;
  readonly theme: Theme;
}

export const DISPLAY_NAME_MAX = 80;

export function profileQuery(userId: string) {
  return queryOptions({
    queryKey: ['profile', userId],
    queryFn: async ({ signal }): Promise<Profile> => {
      const { data, error } = await supabase()
        .from('profiles')
        .select('display_name, theme')
        .eq('id', userId)
        .abortSignal(signal)
        .single();
      if (error) throw error;
      return { displayName: data.display_name, theme: parseTheme(data.theme) };
    },
    staleTime: 5 * 60_000,
  });
}

/** Saves part of the profile; shown at once, taken back with the reason when refused. */
export function useSaveProfile(userId: string) {
  const client = useQueryClient();
  const { queryKey } = profileQuery(userId);
  return useMutation({
    mutationFn: async (change: Partial<Profile>) => {
      const { error } = await supabase()
        .from('profiles')
        .update({
          ...(change.displayName === undefined ? {} : { display_name: change.displayName }),
          ...(change.theme === undefined ? {} : { theme: change.theme }),
        })
        .eq('id', userId);
      if (error) throw error;
    },
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      client.setQueryData(queryKey, (profile) => (profile === undefined ? undefined : { ...profile, ...change }));
      if (change.theme !== undefined) setTheme(change.theme);
      return before;
    },
    onError: (error, change, before) => {
      client.setQueryData(queryKey, before);
      // A theme stays as chosen in this browser: that needs no server.
      const what =
        change.theme === undefined ? 'Your profile was not saved.' : 'The theme is kept in this browser only.';
      showToast(`${what} ${toFailure(error).message}`, 'danger');
    },
  });
}
