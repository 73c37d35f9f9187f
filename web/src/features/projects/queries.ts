/** Projects: reading, renaming and deleting them. Changes show at once and are taken back, with the reason, when refused. */
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { showToast } from '../../components/toast.tsx';
import type { ProjectRow } from '../../lib/database.ts';
import { toFailure } from '../../lib/failure.ts';
import { supabase } from '../../lib/supabase.ts';

const COLUMNS = 'id, org_id, name, description, status, head_version_id, created_by, created_at, updated_at';
export const NAME_MAX = 80;

/** Projects in this state change without the person doing anything. */
const CHANGING_POLL_MS = 4000;

export function projectsQuery() {
  return queryOptions({
    queryKey: ['projects', 'list'],
    queryFn: async ({ signal }): Promise<ProjectRow[]> => {
      const { data, error } = await supabase()
        .from('projects')
        .select(COLUMNS)
        .order('updated_at', { ascending: false })
        .limit(200)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    },
    refetchInterval: (query) =>
      query.state.data?.some((project) => project.status === 'generating') ? CHANGING_POLL_MS : false,
  });
}

export function projectQuery(projectId: string) {
  return queryOptions({
    queryKey: ['projects', 'one', projectId],
    queryFn: async ({ signal }): Promise<ProjectRow> => {
      const { data, error } = await supabase()
        .from('projects')
        .select(COLUMNS)
        .eq('id', projectId)
        .abortSignal(signal)
        .single();
      if (error) throw error;
      return data;
    },
  });
}

/** Whether the person has this role in the organization, or a higher one. */
export function roleQuery(orgId: string, role: 'admin' | 'editor') {
  return queryOptions({
    queryKey: ['role', orgId, role],
    queryFn: async ({ signal }): Promise<boolean> => {
      const { data, error } = await supabase().rpc('has_role', { org_id: orgId, min_role: role }).abortSignal(signal);
      if (error) throw error;
      return data;
    },
    staleTime: 5 * 60_000,
  });
}

type Edit = (project: ProjectRow) => ProjectRow | undefined;

/** Applies an edit to every cached copy of a project; returns how to take it back. */
async function editCached(client: QueryClient, projectId: string, edit: Edit): Promise<() => void> {
  const list = projectsQuery().queryKey;
  const one = projectQuery(projectId).queryKey;
  await Promise.all([client.cancelQueries({ queryKey: list }), client.cancelQueries({ queryKey: one })]);
  const before = { list: client.getQueryData(list), one: client.getQueryData(one) };
  client.setQueryData(list, (projects) =>
    projects?.flatMap((project) => (project.id === projectId ? (edit(project) ?? []) : [project])),
  );
  client.setQueryData(one, (project) => (project === undefined ? undefined : (edit(project) ?? project)));
  return () => {
    client.setQueryData(list, before.list);
    client.setQueryData(one, before.one);
  };
}

export function useRenameProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ projectId, name }: { projectId: string; name: string }) => {
      const { data, error } = await supabase().from('projects').update({ name }).eq('id', projectId).select('id');
      if (error) throw error;
      // A row that the policies hide is not an error to the database: nothing was changed, and that is said.
      if (data.length === 0) throw { message: 'refused', code: '42501', details: null };
    },
    onMutate: ({ projectId, name }) => editCached(client, projectId, (project) => ({ ...project, name })),
    onError: (error, { name }, rollback) => {
      rollback?.();
      showToast(`The project was not renamed to “${name}”. ${toFailure(error).message}`, 'danger');
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['projects'] }),
  });
}

export function useDeleteProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (project: Pick<ProjectRow, 'id' | 'name'>) => {
      const { error } = await supabase().rpc('delete_project', { project_id: project.id });
      if (error) throw error;
    },
    onMutate: (project) => editCached(client, project.id, () => undefined),
    onError: (error, { name }, rollback) => {
      rollback?.();
      showToast(`“${name}” was not deleted. ${toFailure(error).message}`, 'danger');
    },
    onSuccess: (_, { name }) => showToast(`“${name}” is deleted.`),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['jobs'] });
      return client.invalidateQueries({ queryKey: ['projects', 'list'] });
    },
  });
}
