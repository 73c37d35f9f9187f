/** `src/lib`: data access, forms and small browser concerns, the same in every app that needs them. */
import { code, file } from '../source-text.ts';

const supabase = code`
  import { createClient } from '@supabase/supabase-js';
  import type { Database } from './database.types';

  export const supabase = createClient<Database>(
    import.meta.env.VITE_SUPABASE_URL,
    import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY,
  );
`;

const errors = code`
  /** Postgres and PostgREST codes that a person can do something about. */
  const MESSAGES: Record<string, string> = {
    '23503': 'Something else still refers to this, or what it refers to is gone.',
    '23505': 'There is one like this already.',
    '23514': 'One of the values is not allowed.',
    '23P01': 'This time is already taken. Choose another.',
    '22007': 'The end must be after the start.',
    '42501': 'You are not allowed to do that.',
    PGRST116: 'This does not exist, or is not yours to see.',
    '22P02': 'This does not exist.',
    invalid_credentials: 'The email or the password is not right.',
    user_already_exists: 'There is an account with this email already.',
    weak_password: 'Choose a longer password.',
    same_password: 'Choose another password than the one before.',
    over_email_send_rate_limit: 'A mail was sent a moment ago. Wait a minute before you ask for another.',
  };

  /** A sentence for a person from whatever was thrown; what the app's own functions raise is one already. */
  export function messageOf(reason: unknown): string {
    if (typeof reason === 'object' && reason !== null && 'code' in reason && typeof reason.code === 'string') {
      if (reason.code === 'P0001' && 'message' in reason) return String(reason.message);
      const known = MESSAGES[reason.code];
      if (known) return known;
    }
    if (reason instanceof TypeError) return 'The server cannot be reached. Check your connection.';
    return 'Something went wrong. Please try again.';
  }
`;

const useQuery = code`
  import { useCallback, useEffect, useState } from 'react';
  import { messageOf } from './errors';

  type State<Data> = { data: Data | null; error: string | null; loading: boolean };

  export type Query<Data> = State<Data> & { reload: () => void };

  /**
   * Loads data when the component appears and whenever \`load\` changes; wrap \`load\` in \`useCallback\`.
   * What was loaded before stays until the next answer is there.
   */
  export function useQuery<Data>(load: (signal: AbortSignal) => Promise<Data>): Query<Data> {
    const [state, setState] = useState<State<Data>>({ data: null, error: null, loading: true });
    const [attempt, setAttempt] = useState(0);

    useEffect(() => {
      const controller = new AbortController();
      setState((before) => ({ ...before, error: null, loading: true }));
      load(controller.signal).then(
        (data) => {
          if (!controller.signal.aborted) setState({ data, error: null, loading: false });
        },
        (reason: unknown) => {
          if (!controller.signal.aborted) {
            setState((before) => ({ ...before, error: messageOf(reason), loading: false }));
          }
        },
      );
      return () => controller.abort();
    }, [load, attempt]);

    const reload = useCallback(() => setAttempt((before) => before + 1), []);
    return { ...state, reload };
  }
`;

const useRefresh = code`
  import { useEffect } from 'react';

  const EVERY_MS = 10_000;

  /** Loads anew from time to time while somebody looks: what others write comes by itself. */
  export function useRefresh(reload: () => void) {
    useEffect(() => {
      const timer = setInterval(() => {
        if (document.visibilityState === 'visible') reload();
      }, EVERY_MS);
      return () => clearInterval(timer);
    }, [reload]);
  }
`;

const useForm = code`
  import { type FormEvent, useEffect, useRef, useState } from 'react';
  import { messageOf } from './errors';
  import type { Errors, Validated } from './validation';

  type FormOptions<Name extends string, Input> = {
    initial: Record<Name, string>;
    validate: (values: Record<Name, string>) => Validated<Name, Input>;
    save: (input: Input) => Promise<void>;
  };

  /** Everything an input needs to be part of a form. */
  export type FieldProps = {
    name: string;
    value: string;
    error: string | undefined;
    onChange: (value: string) => void;
  };

  /** State of a form: values as typed, messages under the fields, and saving, with focus on the first mistake. */
  export function useForm<Name extends string, Input>({ initial, validate, save }: FormOptions<Name, Input>) {
    const [values, setValues] = useState(initial);
    const [errors, setErrors] = useState<Errors<Name>>({});
    const [failure, setFailure] = useState<string | null>(null);
    const [saving, setSaving] = useState(false);
    const ref = useRef<HTMLFormElement>(null);

    useEffect(() => {
      if (Object.keys(errors).length === 0) return;
      ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }, [errors]);

    async function onSubmit(event: FormEvent) {
      event.preventDefault();
      if (saving) return;
      setFailure(null);
      const result = validate(values);
      setErrors(result.errors);
      if (!result.valid) return;
      setSaving(true);
      try {
        await save(result.input);
      } catch (reason) {
        setFailure(messageOf(reason));
      } finally {
        setSaving(false);
      }
    }

    function field(name: Name): FieldProps {
      return {
        name,
        value: values[name],
        error: errors[name],
        onChange: (value) => setValues((before) => ({ ...before, [name]: value })),
      };
    }

    return {
      field,
      failure,
      saving,
      reset: () => setValues(initial),
      formProps: { ref, onSubmit, noValidate: true },
    };
  }
`;

const search = code`
  /**
   * A PostgREST \`or\` filter: any of the columns contains the text. Characters that mean something to the filter or to
   * LIKE stand for any one character.
   */
  export function containsFilter(columns: readonly string[], text: string): string {
    const pattern = text.trim().replace(/[%_*,.:()"\\]/g, '_');
    return columns.map((column) => \`\${column}.ilike.%\${pattern}%\`).join(',');
  }
`;

const searchTest = code`
  import { expect, it } from 'vitest';
  import { containsFilter } from './search';

  it('looks for the text in every column', () => {
    expect(containsFilter(['name', 'notes'], ' squat ')).toBe('name.ilike.%squat%,notes.ilike.%squat%');
  });

  it('does not let the text change the filter', () => {
    expect(containsFilter(['name'], 'a,id.eq.1)')).toBe('name.ilike.%a_id_eq_1_%');
  });
`;

const searchParams = code`
  /** Parameters with one changed; an empty value removes it. Any change but of the page starts at the first page. */
  export function withParam(params: URLSearchParams, name: string, value: string, pageName: string): URLSearchParams {
    const next = new URLSearchParams(params);
    if (value === '') next.delete(name);
    else next.set(name, value);
    if (name !== pageName) next.delete(pageName);
    return next;
  }

  /** A page number from 1; anything else is the first page. */
  export function pageOf(value: string | null): number {
    const page = Number(value);
    return Number.isInteger(page) && page >= 1 ? page : 1;
  }
`;

const ids = code`
  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

  /** The id when it is one; whatever else a link may carry is nothing. */
  export function idOf(value: string | null | undefined): string | null {
    return value && UUID.test(value) ? value : null;
  }
`;

const choices = code`
  /** The label of a stored choice. */
  export function labelOf(choices: readonly { value: string; label: string }[], value: string): string {
    return choices.find((it) => it.value === value)?.label ?? value;
  }
`;

const theme = code`
  export type Theme = 'light' | 'dark';

  const KEY = 'theme';

  /** What the person chose, or what their system prefers. */
  export function currentTheme(): Theme {
    const chosen = localStorage.getItem(KEY);
    if (chosen === 'light' || chosen === 'dark') return chosen;
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }

  export function showTheme(theme: Theme) {
    document.documentElement.dataset.theme = theme;
  }

  export function chooseTheme(theme: Theme) {
    localStorage.setItem(KEY, theme);
    showTheme(theme);
  }
`;

/** Static modules by path; only those that something imports become part of an app. */
export const LIB_FILES: Readonly<Record<string, string>> = {
  'src/lib/supabase.ts': file(supabase),
  'src/lib/errors.ts': file(errors),
  'src/lib/use-query.ts': file(useQuery),
  'src/lib/use-refresh.ts': file(useRefresh),
  'src/lib/use-form.ts': file(useForm),
  'src/lib/search.ts': file(search),
  'src/lib/search-params.ts': file(searchParams),
  'src/lib/ids.ts': file(ids),
  'src/lib/choices.ts': file(choices),
  'src/lib/theme.ts': file(theme),
};

/** Tests of library modules, added with the module they test. */
export const LIB_TESTS: Readonly<Record<string, string>> = {
  'src/lib/search.ts': file(searchTest),
};
