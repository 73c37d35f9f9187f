/**
 * The schema as supabase-js types: what is generated from the database, with the columns made narrow that a check
 * constraint keeps to a few words, and nulls where a function may return one.
 */
import type { GenerationMode } from '../../../shared/contracts/generate.ts';
import type { Database as Generated } from '../../../shared/database.types.ts';

export type ProjectStatus = 'draft' | 'generating' | 'ready' | 'deployed' | 'failed';
export type JobStatus = 'queued' | 'running' | 'completed' | 'failed' | 'canceled';
export type VersionOrigin = 'generation' | 'edit' | 'restore' | 'import' | 'template' | 'publish';

type Schema = Generated['public'];
type Tables = Schema['Tables'];
type Functions = Schema['Functions'];

/** A table whose rows hold `Columns`. */
type Narrow<Table extends { Row: object }, Columns> = Omit<Table, 'Row'> & {
  Row: Omit<Table['Row'], keyof Columns> & Columns;
};
type Nullable<Row, Columns extends keyof Row> = Omit<Row, Columns> & { [Column in Columns]: Row[Column] | null };

export type Database = Omit<Generated, 'public'> & {
  public: Omit<Schema, 'Tables' | 'Functions'> & {
    Tables: Omit<Tables, 'projects' | 'generation_jobs' | 'project_versions'> & {
      projects: Narrow<Tables['projects'], { status: ProjectStatus }>;
      generation_jobs: Narrow<Tables['generation_jobs'], { status: JobStatus; mode: GenerationMode }>;
      project_versions: Narrow<Tables['project_versions'], { origin: VersionOrigin }>;
    };
    Functions: Omit<Functions, 'diff_versions'> & {
      diff_versions: {
        Args: Functions['diff_versions']['Args'];
        Returns: Nullable<
          Functions['diff_versions']['Returns'][number],
          'a_content' | 'b_content' | 'a_sha256' | 'b_sha256'
        >[];
      };
    };
  };
};

type Row<Name extends keyof Database['public']['Tables']> = Database['public']['Tables'][Name]['Row'];

export type ProjectRow = Pick<
  Row<'projects'>,
  'id' | 'org_id' | 'name' | 'description' | 'status' | 'head_version_id' | 'created_by' | 'created_at' | 'updated_at'
>;
export type JobRow = Pick<
  Row<'generation_jobs'>,
  | 'id'
  | 'org_id'
  | 'project_id'
  | 'created_by'
  | 'mode'
  | 'prompt'
  | 'request'
  | 'status'
  | 'step'
  | 'error_code'
  | 'error_message'
  | 'stop_requested'
  | 'requeueable'
  | 'requeues'
  | 'version_id'
  | 'created_at'
  | 'started_at'
  | 'finished_at'
>;
export type VersionRow = Pick<
  Row<'project_versions'>,
  | 'id'
  | 'project_id'
  | 'number'
  | 'parent_id'
  | 'message'
  | 'origin'
  | 'job_id'
  | 'checks'
  | 'created_by'
  | 'created_at'
>;
