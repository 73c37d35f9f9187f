/** The tables and functions that the page reads and calls, as supabase-js types. */

type Table<Row, Update = never> = { Row: Row; Insert: never; Update: Update; Relationships: [] };

export type ProjectStatus = 'draft' | 'generating' | 'ready' | 'deployed' | 'failed';
export type JobStatus = 'queued' | 'running' | 'completed' | 'failed' | 'canceled';
export type VersionOrigin = 'generation' | 'edit' | 'restore' | 'import' | 'template' | 'publish';

export type ProjectRow = {
  id: string;
  org_id: string;
  name: string;
  description: string | null;
  status: ProjectStatus;
  head_version_id: string | null;
  created_by: string | null;
  created_at: string;
  updated_at: string;
};
export type JobRow = {
  id: string;
  org_id: string;
  project_id: string;
  created_by: string | null;
  prompt: string;
  status: JobStatus;
  step: string | null;
  error_code: string | null;
  error_message: string | null;
  version_id: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};
export type EventRow = { job_id: string; seq: number; kind: string; payload: unknown; created_at: string };
export type VersionRow = {
  id: string;
  project_id: string;
  number: number;
  parent_id: string | null;
  message: string;
  origin: VersionOrigin;
  job_id: string | null;
  checks: unknown;
  created_by: string | null;
  created_at: string;
};

export type Database = {
  public: {
    Tables: {
      projects: Table<ProjectRow, { name?: string; description?: string }>;
      generation_jobs: Table<JobRow>;
      generation_events: Table<EventRow>;
      project_versions: Table<VersionRow>;
      profiles: Table<{ id: string; display_name: string; theme: string }, { display_name?: string; theme?: string }>;
      organizations: Table<{ id: string; name: string; plan_id: string; personal_owner_id: string | null }>;
    };
    Views: Record<never, never>;
    Functions: {
      has_role: { Args: { org_id: string; min_role: string }; Returns: boolean };
      check_quota: { Args: { org_id: string; metric: string }; Returns: unknown };
      read_version: {
        Args: { version_id: string };
        Returns: { path: string; sha256: string; size: number; content: string; encoding: string }[];
      };
      restore_version: { Args: { version_id: string }; Returns: string };
      diff_versions: {
        Args: { a: string; b: string };
        Returns: {
          path: string;
          change: string;
          a_sha256: string | null;
          b_sha256: string | null;
          a_content: string | null;
          b_content: string | null;
        }[];
      };
      delete_project: { Args: { project_id: string }; Returns: undefined };
    };
  };
};
