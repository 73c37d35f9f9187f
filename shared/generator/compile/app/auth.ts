/** `src/features/auth`: session, sign-in, sign-up and protected routes, for apps with accounts. */
import type { AppModel } from '../model.ts';
import { code, file } from '../source-text.ts';
import { DEMO_PASSWORD, DEMO_USERS } from '../sql/seed-users.ts';
import { PASSWORD_RESET_FILES } from './password-reset.ts';

/** With admins: the session, and a look at whether it is one of theirs. */
const sessionWithAdmins = code`
  import type { Session } from '@supabase/supabase-js';
  import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
  import { supabase } from '@/lib/supabase';

  type SessionState = { session: Session | null; isAdmin: boolean; loading: boolean };

  const START: SessionState = { session: null, isAdmin: false, loading: true };
  const SessionContext = createContext<SessionState>(START);

  /** Who is signed in, and whether they look after the app. */
  export function useSession() {
    return useContext(SessionContext);
  }

  async function fetchIsAdmin(userId: string): Promise<boolean> {
    const { data } = await supabase.from('app_admins').select('user_id').eq('user_id', userId).maybeSingle();
    return data !== null;
  }

  export function SessionProvider({ children }: { children: ReactNode }) {
    /** Undefined until it is known whether someone is signed in. */
    const [session, setSession] = useState<Session | null>();
    const [state, setState] = useState(START);

    useEffect(() => {
      const { data } = supabase.auth.onAuthStateChange((_event, next) => setSession(next));
      return () => data.subscription.unsubscribe();
    }, []);

    useEffect(() => {
      if (session === undefined) return;
      if (session === null) {
        setState({ session, isAdmin: false, loading: false });
        return;
      }
      let current = true;
      fetchIsAdmin(session.user.id).then((isAdmin) => {
        if (current) setState({ session, isAdmin, loading: false });
      });
      return () => {
        current = false;
      };
    }, [session]);

    return <SessionContext value={state}>{children}</SessionContext>;
  }
`;

const sessionAlone = code`
  import type { Session } from '@supabase/supabase-js';
  import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
  import { supabase } from '@/lib/supabase';

  type SessionState = { session: Session | null; loading: boolean };

  const START: SessionState = { session: null, loading: true };
  const SessionContext = createContext<SessionState>(START);

  /** Who is signed in. */
  export function useSession() {
    return useContext(SessionContext);
  }

  export function SessionProvider({ children }: { children: ReactNode }) {
    const [state, setState] = useState(START);

    useEffect(() => {
      const { data } = supabase.auth.onAuthStateChange((_event, session) => {
        setState({ session, loading: false });
      });
      return () => data.subscription.unsubscribe();
    }, []);

    return <SessionContext value={state}>{children}</SessionContext>;
  }
`;

const requireSession = code`
  import { Navigate, Outlet, useLocation } from 'react-router';
  import { Skeleton } from '@/components/skeleton';
  import { useSession } from './session';

  /** Pages for people who are signed in; others are asked to sign in and come back. */
  export function RequireSession() {
    const { session, loading } = useSession();
    const location = useLocation();
    if (loading) return <Skeleton lines={4} />;
    if (!session) return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />;
    return <Outlet />;
  }
`;

const requireAdmin = code`
  import { Navigate, Outlet, useLocation } from 'react-router';
  import { EmptyState } from '@/components/empty-state';
  import { Skeleton } from '@/components/skeleton';
  import { useSession } from './session';

  /** Pages for the people who look after the app. The database refuses everyone else as well. */
  export function RequireAdmin() {
    const { session, isAdmin, loading } = useSession();
    const location = useLocation();
    if (loading) return <Skeleton lines={4} />;
    if (!session) return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />;
    if (!isAdmin) return <EmptyState text="This page is for the people who look after the app." />;
    return <Outlet />;
  }
`;

const signedInOnly = code`
  import type { ReactNode } from 'react';
  import { useLocation } from 'react-router';
  import { ButtonLink } from '@/components/button';
  import { EmptyState } from '@/components/empty-state';
  import { Skeleton } from '@/components/skeleton';
  import { useSession } from './session';

  /** Part of a public page that only shows to people who are signed in. */
  export function SignedInOnly({ invitation, children }: { invitation: string; children: ReactNode }) {
    const { session, loading } = useSession();
    const location = useLocation();
    if (loading) return <Skeleton lines={4} />;
    if (session) return children;
    return (
      <EmptyState text={invitation}>
        <ButtonLink to="/sign-in" state={{ from: location.pathname }}>
          Sign in
        </ButtonLink>
      </EmptyState>
    );
  }
`;

const adminOnly = code`
  import type { ReactNode } from 'react';
  import { useSession } from './session';

  /** Part of a page that only shows to the people who look after the app. */
  export function AdminOnly({ children }: { children: ReactNode }) {
    return useSession().isAdmin ? children : null;
  }
`;

const credentials = code`
  import type { Validated } from '@/lib/validation';

  export type CredentialField = 'email' | 'password';
  export type Credentials = Record<CredentialField, string>;

  export const EMPTY_CREDENTIALS: Credentials = { email: '', password: '' };

  export function validateEmail(values: { email: string }): Validated<'email', { email: string }> {
    const email = values.email.trim();
    if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return { valid: true, input: { email }, errors: {} };
    return { valid: false, errors: { email: 'Enter an email address like name@example.com.' } };
  }

  /** Passwords are taken as typed, spaces included. */
  export function validatePassword({ password }: { password: string }): Validated<'password', { password: string }> {
    if (password.length >= 8) return { valid: true, input: { password }, errors: {} };
    return { valid: false, errors: { password: 'Use at least 8 characters.' } };
  }

  export function validateCredentials(values: Credentials): Validated<CredentialField, Credentials> {
    const email = validateEmail(values);
    const password = validatePassword(values);
    if (email.valid && password.valid) return { valid: true, input: { ...email.input, ...password.input }, errors: {} };
    return { valid: false, errors: { ...email.errors, ...password.errors } };
  }
`;

const credentialsTest = code`
  import { expect, it } from 'vitest';
  import { validateCredentials } from './credentials';

  it('takes an email and a password of eight characters', () => {
    const result = validateCredentials({ email: ' ada@example.com ', password: 'long enough' });
    expect(result).toMatchObject({ valid: true, input: { email: 'ada@example.com', password: 'long enough' } });
  });

  it('says what is wrong with each', () => {
    const result = validateCredentials({ email: 'ada', password: 'short' });
    expect(result.valid).toBe(false);
    expect(Object.keys(result.errors)).toEqual(['email', 'password']);
  });
`;

const demoAccounts = code`
  import { useState } from 'react';
  import { Button } from '@/components/button';
  import { messageOf } from '@/lib/errors';
  import { supabase } from '@/lib/supabase';

  const ACCOUNTS = [
    ${DEMO_USERS.map((it) => `{ name: '${it.name}', email: '${it.email}' },`)}
  ];

  /** Signs in as one of the people of the sample data. Only part of the app while it is developed. */
  export function DemoAccounts() {
    const [failure, setFailure] = useState<string | null>(null);

    async function signIn(email: string) {
      const { error } = await supabase.auth.signInWithPassword({ email, password: '${DEMO_PASSWORD}' });
      setFailure(error ? messageOf(error) : null);
    }

    return (
      <div className="mt-8 border-t border-border pt-6">
        <p className="mb-3 text-sm text-muted">Or look around with the sample data:</p>
        <div className="flex flex-wrap gap-3">
          {ACCOUNTS.map((account) => (
            <Button key={account.email} look="outline" onClick={() => signIn(account.email)}>
              Continue as {account.name}
            </Button>
          ))}
        </div>
        {failure && (
          <p role="alert" className="mt-3 text-sm text-danger">
            {failure}
          </p>
        )}
      </div>
    );
  }
`;

function returnPath(app: AppModel): string {
  return file(code`
    import type { Location } from 'react-router';

    /** Where the app begins for somebody who comes from nowhere in it. */
    const START = '${app.startPath}';

    /** Where a person was before they were asked to sign in; only places within the app. */
    export function returnPath({ state }: Location<unknown>): string {
      if (typeof state !== 'object' || state === null || !('from' in state)) return START;
      const { from } = state;
      return typeof from === 'string' && /^\/(?!\/)/.test(from) ? from : START;
    }
  `);
}

function signInPage(app: AppModel): string {
  return file(code`
    import { Link, Navigate, useLocation } from 'react-router';
    import { FormActions } from '@/components/fields/form-actions';
    import { TextField } from '@/components/fields/text-field';
    import { PageHeading } from '@/components/page-heading';
    import { supabase } from '@/lib/supabase';
    import { useForm } from '@/lib/use-form';
    import { EMPTY_CREDENTIALS, validateCredentials } from './credentials';
    import { DemoAccounts } from './demo-accounts';
    import { returnPath } from './return-path';
    import { useSession } from './session';

    export function SignInPage() {
      const { session } = useSession();
      const location = useLocation();
      const form = useForm({
        initial: EMPTY_CREDENTIALS,
        validate: validateCredentials,
        save: async (input) => {
          const { error } = await supabase.auth.signInWithPassword(input);
          if (error) throw error;
        },
      });

      if (session) return <Navigate to={returnPath(location)} replace />;
      return (
        <div className="mx-auto max-w-sm py-8">
          <PageHeading title="Sign in" />
          <form {...form.formProps} className="space-y-5">
            <TextField label="Email" type="email" autoComplete="email" required {...form.field('email')} />
            <TextField
              label="Password"
              type="password"
              autoComplete="current-password"
              required
              {...form.field('password')}
            />
            <FormActions submit="Sign in" saving={form.saving} failure={form.failure} />
          </form>
          <p className="mt-6 text-sm text-muted">
            <Link to="/forgot-password" className="text-accent underline underline-offset-4">
              Forgot your password?
            </Link>
          </p>
          ${
            app.signUp &&
            code`
              <p className="mt-2 text-sm text-muted">
                No account yet?{' '}
                <Link to="/sign-up" state={location.state} className="text-accent underline underline-offset-4">
                  Sign up
                </Link>
              </p>
            `
          }
          {import.meta.env.DEV && <DemoAccounts />}
        </div>
      );
    }
  `);
}

/** The form of a new account asks for a name where others will see it. */
function signUpPage(app: AppModel): string {
  const named = app.profiles !== null;
  return file(code`
  import { useState } from 'react';
  import { Link, Navigate, useLocation } from 'react-router';
  import { FormActions } from '@/components/fields/form-actions';
  import { TextField } from '@/components/fields/text-field';
  import { PageHeading } from '@/components/page-heading';
  import { supabase } from '@/lib/supabase';
  import { useForm } from '@/lib/use-form';
  ${named ? "import { EMPTY_NEW_ACCOUNT, validateNewAccount } from './new-account';" : "import { EMPTY_CREDENTIALS, validateCredentials } from './credentials';"}
  import { returnPath } from './return-path';
  import { useSession } from './session';

  export function SignUpPage() {
    const { session } = useSession();
    const location = useLocation();
    const [mailedTo, setMailedTo] = useState<string | null>(null);
    const form = useForm({
      initial: ${named ? 'EMPTY_NEW_ACCOUNT' : 'EMPTY_CREDENTIALS'},
      validate: ${named ? 'validateNewAccount' : 'validateCredentials'},
      save: async (input) => {
        ${
          named
            ? code`
                const { data, error } = await supabase.auth.signUp({
                  email: input.email,
                  password: input.password,
                  options: { data: { display_name: input.name } },
                });
              `
            : 'const { data, error } = await supabase.auth.signUp(input);'
        }
        if (error) throw error;
        if (!data.session) setMailedTo(input.email);
      },
    });

    if (session) return <Navigate to={returnPath(location)} replace />;
    return (
      <div className="mx-auto max-w-sm py-8">
        <PageHeading title="Sign up" />
        {mailedTo ? (
          <p role="status">We have sent a link to {mailedTo}. Follow it to finish signing up.</p>
        ) : (
          <form {...form.formProps} className="space-y-5">
            ${
              named &&
              code`
                <TextField
                  label="Your name"
                  help="Others see it beside what you add."
                  autoComplete="nickname"
                  required
                  {...form.field('name')}
                />
              `
            }
            <TextField label="Email" type="email" autoComplete="email" required {...form.field('email')} />
            <TextField
              label="Password"
              help="At least 8 characters."
              type="password"
              autoComplete="new-password"
              required
              {...form.field('password')}
            />
            <FormActions submit="Sign up" saving={form.saving} failure={form.failure} />
          </form>
        )}
        <p className="mt-6 text-sm text-muted">
          Have an account?{' '}
          <Link to="/sign-in" state={location.state} className="text-accent underline underline-offset-4">
            Sign in
          </Link>
        </p>
      </div>
    );
  }
`);
}

/** Modules that become part of the app as far as something imports them. */
export function authLibrary(app: AppModel): Record<string, string> {
  return {
    'src/features/auth/session.tsx': file(app.admins ? sessionWithAdmins : sessionAlone),
    'src/features/auth/require-session.tsx': file(requireSession),
    'src/features/auth/require-admin.tsx': file(requireAdmin),
    'src/features/auth/signed-in-only.tsx': file(signedInOnly),
    'src/features/auth/admin-only.tsx': file(adminOnly),
    'src/features/auth/credentials.ts': file(credentials),
    'src/features/auth/demo-accounts.tsx': file(demoAccounts),
    'src/features/auth/return-path.ts': returnPath(app),
    ...PASSWORD_RESET_FILES,
    'src/features/auth/sign-in-page.tsx': signInPage(app),
    'src/features/auth/sign-up-page.tsx': signUpPage(app),
  };
}

export const AUTH_TESTS: Readonly<Record<string, string>> = {
  'src/features/auth/credentials.ts': file(credentialsTest),
};
