/** What the plan allows and what is left of it. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { supabase } from '../../lib/supabase.ts';

const quotaWindow = z.object({
  period: z.enum(['day', 'month']),
  /** Null: counted, not limited. */
  limit: z.number().nullable(),
  used: z.number(),
  remaining: z.number().nullable(),
  resets_at: z.string(),
});
export type QuotaWindow = z.infer<typeof quotaWindow>;

const quota = z.object({
  allowed: z.boolean(),
  limit: z.number().nullable(),
  used: z.number(),
  remaining: z.number().nullable(),
  resets_at: z.string().nullable(),
  windows: z.array(quotaWindow),
});
export type Quota = z.infer<typeof quota>;

export interface Usage {
  readonly orgId: string;
  readonly orgName: string;
  readonly planId: string;
  readonly generation: Quota;
}

/** The personal organization's plan and its windows of generations. */
export function usageQuery(userId: string) {
  return queryOptions({
    queryKey: ['usage', userId],
    queryFn: async ({ signal }): Promise<Usage> => {
      const organization = await supabase()
        .from('organizations')
        .select('id, name, plan_id')
        .eq('personal_owner_id', userId)
        .abortSignal(signal)
        .single();
      if (organization.error) throw organization.error;
      const { id, name, plan_id } = organization.data;
      const { data, error } = await supabase()
        .rpc('check_quota', { org_id: id, metric: 'generation' })
        .abortSignal(signal);
      if (error) throw error;
      return { orgId: id, orgName: name, planId: plan_id, generation: quota.parse(data) };
    },
  });
}
