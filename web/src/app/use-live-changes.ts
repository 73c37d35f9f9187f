import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { usageQuery } from '../features/usage/queries.ts';
import { supabase } from '../lib/supabase.ts';

/**
 * Reads projects, jobs and versions again when the database says that one of the organization's changed status. Without the live
 * channel, the lists poll by themselves while something runs.
 */
export function useLiveChanges(userId: string): void {
  const client = useQueryClient();
  const orgId = useQuery(usageQuery(userId)).data?.orgId;
  useEffect(() => {
    if (orgId === undefined) return;
    const connection = supabase();
    const channel = connection.channel(`org:${orgId}`, { config: { private: true } });
    channel.on('broadcast', { event: 'changed' }, () => {
      for (const key of ['projects', 'jobs', 'versions', 'usage']) void client.invalidateQueries({ queryKey: [key] });
    });
    void connection.realtime.setAuth().then(() => channel.subscribe());
    return () => void connection.removeChannel(channel);
  }, [orgId, client]);
}
