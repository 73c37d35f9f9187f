/** Versions of a project: their list, their files, what differs between two, and making one of an old one. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { decodeContent } from '../../../../shared/files/changes.ts';
import type { FileContent, FileTree } from '../../../../shared/files/file-tree.ts';
import { type VerifyReport, verifyReport } from '../../../../shared/verify/finding.ts';
import type { VersionRow } from '../../lib/database.ts';
import { supabase } from '../../lib/supabase.ts';

export type Version = Omit<VersionRow, 'checks'> & {
  /** Null when the version has not been verified, or its report is of a kind this page does not know. */
  readonly checks: VerifyReport | null;
};

/** Nothing in a version changes: it is read once. */
const IMMUTABLE = { staleTime: Number.POSITIVE_INFINITY, gcTime: 5 * 60_000 } as const;

/** Newest first. */
export function versionsQuery(projectId: string) {
  return queryOptions({
    queryKey: ['versions', 'list', projectId],
    queryFn: async ({ signal }): Promise<Version[]> => {
      const { data, error } = await supabase()
        .from('project_versions')
        .select('id, project_id, number, parent_id, message, origin, job_id, checks, created_by, created_at')
        .eq('project_id', projectId)
        .order('number', { ascending: false })
        .limit(500)
        .abortSignal(signal);
      if (error) throw error;
      return data.map((row) => ({ ...row, checks: verifyReport.safeParse(row.checks).data ?? null }));
    },
  });
}

export function versionFilesQuery(versionId: string) {
  return queryOptions({
    queryKey: ['files', versionId],
    queryFn: async ({ signal }): Promise<FileTree> => {
      const { data, error } = await supabase().rpc('read_version', { version_id: versionId }).abortSignal(signal);
      if (error) throw error;
      const tree: Record<string, FileContent> = {};
      for (const file of data) {
        tree[file.path] = decodeContent(file.content, file.encoding === 'base64' ? 'base64' : 'utf-8');
      }
      return tree;
    },
    ...IMMUTABLE,
  });
}

export interface FileDiff {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'modified';
  /** Null where the file is absent or not text. */
  readonly before: string | null;
  readonly after: string | null;
}

export function diffQuery(fromId: string, toId: string) {
  return queryOptions({
    queryKey: ['diff', fromId, toId],
    queryFn: async ({ signal }): Promise<FileDiff[]> => {
      const { data, error } = await supabase().rpc('diff_versions', { a: fromId, b: toId }).abortSignal(signal);
      if (error) throw error;
      return data
        .map(
          (row): FileDiff => ({
            path: row.path,
            change: row.change === 'added' || row.change === 'removed' ? row.change : 'modified',
            before: row.a_content,
            after: row.b_content,
          }),
        )
        .sort((a, b) => a.path.localeCompare(b.path));
    },
    ...IMMUTABLE,
  });
}

export function useRestoreVersion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (versionId: string): Promise<string> => {
      const { data, error } = await supabase().rpc('restore_version', { version_id: versionId });
      if (error) throw error;
      return data;
    },
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['versions'] }),
        client.invalidateQueries({ queryKey: ['projects'] }),
      ]),
  });
}
