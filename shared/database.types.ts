// Generated from the schema `public` by `npm run db:types`. Do not edit.
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      ai_usage: {
        Row: {
          attempt: number;
          cached_tokens: number;
          call_key: string | null;
          cost_microusd: number;
          created_at: string;
          first_token_ms: number | null;
          id: number;
          input_tokens: number;
          job_id: string | null;
          latency_ms: number | null;
          model: string;
          org_id: string;
          outcome: string;
          output_tokens: number;
          project_id: string | null;
          provider: string;
          purpose: string;
        };
        ComputedFields: never;
        Insert: {
          attempt?: number;
          cached_tokens?: number;
          call_key?: string | null;
          cost_microusd: number;
          created_at?: string;
          first_token_ms?: number | null;
          id?: never;
          input_tokens: number;
          job_id?: string | null;
          latency_ms?: number | null;
          model: string;
          org_id: string;
          outcome: string;
          output_tokens: number;
          project_id?: string | null;
          provider: string;
          purpose: string;
        };
        Update: {
          attempt?: number;
          cached_tokens?: number;
          call_key?: string | null;
          cost_microusd?: number;
          created_at?: string;
          first_token_ms?: number | null;
          id?: never;
          input_tokens?: number;
          job_id?: string | null;
          latency_ms?: number | null;
          model?: string;
          org_id?: string;
          outcome?: string;
          output_tokens?: number;
          project_id?: string | null;
          provider?: string;
          purpose?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'ai_usage_job_id_fkey';
            columns: ['job_id'];
            isOneToOne: false;
            referencedRelation: 'generation_jobs';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'ai_usage_org_id_fkey';
            columns: ['org_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'ai_usage_project_id_fkey';
            columns: ['project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['id'];
          },
        ];
      };
      generation_events: {
        Row: {
          created_at: string;
          job_id: string;
          kind: string;
          payload: NonNullable<Json>;
          seq: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          job_id: string;
          kind: string;
          payload?: NonNullable<Json>;
          seq: number;
        };
        Update: {
          created_at?: string;
          job_id?: string;
          kind?: string;
          payload?: NonNullable<Json>;
          seq?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'generation_events_job_id_fkey';
            columns: ['job_id'];
            isOneToOne: false;
            referencedRelation: 'generation_jobs';
            referencedColumns: ['id'];
          },
        ];
      };
      generation_jobs: {
        Row: {
          attempts: number;
          base_version_id: string | null;
          cost_microusd: number;
          created_at: string;
          created_by: string | null;
          error_code: string | null;
          error_message: string | null;
          finished_at: string | null;
          id: string;
          idempotency_key: string | null;
          input_tokens: number;
          mode: string;
          model: string | null;
          org_id: string;
          output_tokens: number;
          project_id: string;
          prompt: string;
          provider: string | null;
          request: NonNullable<Json>;
          requeueable: boolean;
          requeues: number;
          started_at: string | null;
          status: string;
          step: string | null;
          stop_requested: boolean;
          version_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          attempts?: number;
          base_version_id?: string | null;
          cost_microusd?: number;
          created_at?: string;
          created_by?: string | null;
          error_code?: string | null;
          error_message?: string | null;
          finished_at?: string | null;
          id?: string;
          idempotency_key?: string | null;
          input_tokens?: number;
          mode: string;
          model?: string | null;
          org_id: string;
          output_tokens?: number;
          project_id: string;
          prompt: string;
          provider?: string | null;
          request?: NonNullable<Json>;
          requeueable?: boolean;
          requeues?: number;
          started_at?: string | null;
          status?: string;
          step?: string | null;
          stop_requested?: boolean;
          version_id?: string | null;
        };
        Update: {
          attempts?: number;
          base_version_id?: string | null;
          cost_microusd?: number;
          created_at?: string;
          created_by?: string | null;
          error_code?: string | null;
          error_message?: string | null;
          finished_at?: string | null;
          id?: string;
          idempotency_key?: string | null;
          input_tokens?: number;
          mode?: string;
          model?: string | null;
          org_id?: string;
          output_tokens?: number;
          project_id?: string;
          prompt?: string;
          provider?: string | null;
          request?: NonNullable<Json>;
          requeueable?: boolean;
          requeues?: number;
          started_at?: string | null;
          status?: string;
          step?: string | null;
          stop_requested?: boolean;
          version_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'generation_jobs_base_version_id_fkey';
            columns: ['base_version_id'];
            isOneToOne: false;
            referencedRelation: 'project_versions';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'generation_jobs_org_id_fkey';
            columns: ['org_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'generation_jobs_project_id_fkey';
            columns: ['project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'generation_jobs_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: false;
            referencedRelation: 'project_versions';
            referencedColumns: ['id'];
          },
        ];
      };
      organization_invitations: {
        Row: {
          accepted_at: string | null;
          created_at: string;
          email: string;
          expires_at: string;
          id: string;
          invited_by: string | null;
          org_id: string;
          role: string;
          token_hash: string;
        };
        ComputedFields: never;
        Insert: {
          accepted_at?: string | null;
          created_at?: string;
          email: string;
          expires_at: string;
          id?: string;
          invited_by?: string | null;
          org_id: string;
          role: string;
          token_hash: string;
        };
        Update: {
          accepted_at?: string | null;
          created_at?: string;
          email?: string;
          expires_at?: string;
          id?: string;
          invited_by?: string | null;
          org_id?: string;
          role?: string;
          token_hash?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'organization_invitations_org_id_fkey';
            columns: ['org_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      organization_members: {
        Row: {
          created_at: string;
          org_id: string;
          role: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          org_id: string;
          role: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          org_id?: string;
          role?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'organization_members_org_id_fkey';
            columns: ['org_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      organizations: {
        Row: {
          created_at: string;
          id: string;
          name: string;
          personal_owner_id: string | null;
          plan_id: string;
          slug: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          id?: string;
          name: string;
          personal_owner_id?: string | null;
          plan_id?: string;
          slug: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          id?: string;
          name?: string;
          personal_owner_id?: string | null;
          plan_id?: string;
          slug?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'organizations_plan_id_fkey';
            columns: ['plan_id'];
            isOneToOne: false;
            referencedRelation: 'plans';
            referencedColumns: ['id'];
          },
        ];
      };
      plan_limits: {
        Row: {
          allowance: number | null;
          metric: string;
          period: string;
          plan_id: string;
        };
        ComputedFields: never;
        Insert: {
          allowance?: number | null;
          metric: string;
          period: string;
          plan_id: string;
        };
        Update: {
          allowance?: number | null;
          metric?: string;
          period?: string;
          plan_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'plan_limits_plan_id_fkey';
            columns: ['plan_id'];
            isOneToOne: false;
            referencedRelation: 'plans';
            referencedColumns: ['id'];
          },
        ];
      };
      plans: {
        Row: {
          created_at: string;
          head_start_seconds: number;
          id: string;
          max_running: number;
          name: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          head_start_seconds?: number;
          id: string;
          max_running: number;
          name: string;
        };
        Update: {
          created_at?: string;
          head_start_seconds?: number;
          id?: string;
          max_running?: number;
          name?: string;
        };
        Relationships: [];
      };
      profiles: {
        Row: {
          created_at: string;
          display_name: string;
          id: string;
          theme: string;
          updated_at: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          display_name: string;
          id: string;
          theme?: string;
          updated_at?: string;
        };
        Update: {
          created_at?: string;
          display_name?: string;
          id?: string;
          theme?: string;
          updated_at?: string;
        };
        Relationships: [];
      };
      project_collaborators: {
        Row: {
          created_at: string;
          project_id: string;
          role: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          project_id: string;
          role: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          project_id?: string;
          role?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'project_collaborators_project_id_fkey';
            columns: ['project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['id'];
          },
        ];
      };
      project_versions: {
        Row: {
          checks: NonNullable<Json>;
          created_at: string;
          created_by: string | null;
          file_count: number;
          id: string;
          job_id: string | null;
          job_step: string | null;
          message: string;
          number: number;
          origin: string;
          parent_id: string | null;
          project_id: string;
          tree_bytes: number;
        };
        ComputedFields: never;
        Insert: {
          checks?: NonNullable<Json>;
          created_at?: string;
          created_by?: string | null;
          file_count: number;
          id?: string;
          job_id?: string | null;
          job_step?: string | null;
          message?: string;
          number: number;
          origin: string;
          parent_id?: string | null;
          project_id: string;
          tree_bytes: number;
        };
        Update: {
          checks?: NonNullable<Json>;
          created_at?: string;
          created_by?: string | null;
          file_count?: number;
          id?: string;
          job_id?: string | null;
          job_step?: string | null;
          message?: string;
          number?: number;
          origin?: string;
          parent_id?: string | null;
          project_id?: string;
          tree_bytes?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'project_versions_job_id_fkey';
            columns: ['job_id'];
            isOneToOne: false;
            referencedRelation: 'generation_jobs';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'project_versions_parent_id_fkey';
            columns: ['parent_id'];
            isOneToOne: false;
            referencedRelation: 'project_versions';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'project_versions_project_id_fkey';
            columns: ['project_id'];
            isOneToOne: false;
            referencedRelation: 'projects';
            referencedColumns: ['id'];
          },
        ];
      };
      projects: {
        Row: {
          created_at: string;
          created_by: string | null;
          deleted_at: string | null;
          description: string;
          head_version_id: string | null;
          id: string;
          kind: string;
          name: string;
          org_id: string;
          slug: string;
          status: string;
          updated_at: string;
          visibility: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          deleted_at?: string | null;
          description?: string;
          head_version_id?: string | null;
          id?: string;
          kind?: string;
          name: string;
          org_id: string;
          slug: string;
          status?: string;
          updated_at?: string;
          visibility?: string;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          deleted_at?: string | null;
          description?: string;
          head_version_id?: string | null;
          id?: string;
          kind?: string;
          name?: string;
          org_id?: string;
          slug?: string;
          status?: string;
          updated_at?: string;
          visibility?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'projects_head_version_fkey';
            columns: ['id', 'head_version_id'];
            isOneToOne: false;
            referencedRelation: 'project_versions';
            referencedColumns: ['project_id', 'id'];
          },
          {
            foreignKeyName: 'projects_org_id_fkey';
            columns: ['org_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      quota_usage_history: {
        Row: {
          allowance: number | null;
          metric: string;
          org_id: string;
          period: string;
          period_end: string;
          period_start: string;
          used: number;
        };
        ComputedFields: never;
        Insert: {
          allowance?: number | null;
          metric: string;
          org_id: string;
          period: string;
          period_end: string;
          period_start: string;
          used: number;
        };
        Update: {
          allowance?: number | null;
          metric?: string;
          org_id?: string;
          period?: string;
          period_end?: string;
          period_start?: string;
          used?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'quota_usage_history_org_id_fkey';
            columns: ['org_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      usage_counters: {
        Row: {
          metric: string;
          org_id: string;
          period: string;
          period_end: string;
          period_start: string;
          reserved: number;
          used: number;
        };
        ComputedFields: never;
        Insert: {
          metric: string;
          org_id: string;
          period: string;
          period_end: string;
          period_start: string;
          reserved?: number;
          used?: number;
        };
        Update: {
          metric?: string;
          org_id?: string;
          period?: string;
          period_end?: string;
          period_start?: string;
          reserved?: number;
          used?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'usage_counters_org_id_fkey';
            columns: ['org_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
      usage_reservations: {
        Row: {
          amount: number;
          closed_at: string | null;
          created_at: string;
          expires_at: string;
          id: string;
          metric: string;
          org_id: string;
          status: string;
        };
        ComputedFields: never;
        Insert: {
          amount: number;
          closed_at?: string | null;
          created_at?: string;
          expires_at: string;
          id: string;
          metric: string;
          org_id: string;
          status?: string;
        };
        Update: {
          amount?: number;
          closed_at?: string | null;
          created_at?: string;
          expires_at?: string;
          id?: string;
          metric?: string;
          org_id?: string;
          status?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'usage_reservations_org_id_fkey';
            columns: ['org_id'];
            isOneToOne: false;
            referencedRelation: 'organizations';
            referencedColumns: ['id'];
          },
        ];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      cancel_generation: { Args: { job_id: string; keep?: boolean }; Returns: string };
      check_quota: { Args: { metric: string; org_id: string }; Returns: Json };
      claim_jobs: {
        Args: { lease_seconds: number; max_jobs: number; worker: string };
        Returns: {
          attempt: number;
          base_version_id: string;
          created_by: string;
          input: Json;
          job_id: string;
          lease_token: string;
          mode: string;
          org_id: string;
          project_id: string;
          prompt: string;
          steps: Json;
          stop: boolean;
        }[];
      };
      complete_job: { Args: { job_id: string; lease_token: string; version_id: string }; Returns: string };
      delete_model_key: { Args: { org_id: string; provider: string }; Returns: boolean };
      delete_project: { Args: { project_id: string }; Returns: undefined };
      diff_versions: {
        Args: { a: string; b: string };
        Returns: {
          a_content: string;
          a_sha256: string;
          b_content: string;
          b_sha256: string;
          change: string;
          path: string;
        }[];
      };
      enqueue_generation: {
        Args: {
          idempotency_key?: string;
          input?: Json;
          mode?: string;
          org_id?: string;
          project_id?: string;
          prompt: string;
        };
        Returns: Json;
      };
      fail_job: {
        Args: { code: string; job_id: string; lease_token: string; message: string; retry: boolean };
        Returns: string;
      };
      has_role: { Args: { min_role: string; org_id: string }; Returns: boolean };
      heartbeat_job: { Args: { job_id: string; lease_seconds: number; lease_token: string }; Returns: string };
      increment_quota: { Args: { amount?: number; metric: string; org_id: string }; Returns: Json };
      list_model_keys: {
        Args: { org_id: string };
        Returns: {
          base_url: string;
          created_at: string;
          hint: string;
          model: string;
          provider: string;
        }[];
      };
      model_providers: {
        Args: { org_id: string };
        Returns: {
          model: string;
          provider: string;
        }[];
      };
      read_model_keys: {
        Args: { job_id: string };
        Returns: {
          base_url: string;
          key: string;
          model: string;
          provider: string;
        }[];
      };
      read_version: {
        Args: { version_id: string };
        Returns: {
          content: string;
          encoding: string;
          path: string;
          sha256: string;
          size: number;
        }[];
      };
      record_model_call: {
        Args: {
          attempt: number;
          cached_tokens: number;
          call_key: string;
          cost_microusd: number;
          first_token_ms: number;
          input_tokens: number;
          job_id: string;
          latency_ms: number;
          model: string;
          outcome: string;
          output_tokens: number;
          provider: string;
          purpose: string;
        };
        Returns: boolean;
      };
      record_step: {
        Args: { events: Json; job_id: string; lease_token: string; output: Json; step: string };
        Returns: string;
      };
      requeue_generation: { Args: { job_id: string }; Returns: string };
      reset_quotas: { Args: Record<PropertyKey, never>; Returns: number };
      restore_version: { Args: { version_id: string }; Returns: string };
      save_version: {
        Args: {
          base_version_id: string;
          changes: Json;
          checks: Json;
          created_by: string;
          job_id?: string;
          job_step?: string;
          lease_token?: string;
          message: string;
          origin: string;
          project_id: string;
        };
        Returns: Json;
      };
      set_model_key: {
        Args: { base_url?: string; key: string; model?: string; org_id: string; provider: string };
        Returns: undefined;
      };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema['CompositeTypes']
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
