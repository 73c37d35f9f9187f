/** `src/features/auth`: the way back for who has forgotten their password, by a link in a mail. */
import { code, file } from '../source-text.ts';

const forgotPasswordPage = code`
  import { useState } from 'react';
  import { Link } from 'react-router';
  import { FormActions } from '@/components/fields/form-actions';
  import { TextField } from '@/components/fields/text-field';
  import { PageHeading } from '@/components/page-heading';
  import { supabase } from '@/lib/supabase';
  import { useForm } from '@/lib/use-form';
  import { validateEmail } from './credentials';

  export function ForgotPasswordPage() {
    const [mailedTo, setMailedTo] = useState<string | null>(null);
    const form = useForm({
      initial: { email: '' },
      validate: validateEmail,
      save: async ({ email }) => {
        const redirectTo = \`\${window.location.origin}/reset-password\`;
        const { error } = await supabase.auth.resetPasswordForEmail(email, { redirectTo });
        if (error) throw error;
        setMailedTo(email);
      },
    });

    return (
      <div className="mx-auto max-w-sm py-8">
        <PageHeading title="Forgot your password?" />
        {mailedTo ? (
          <div role="status" className="space-y-4">
            <p>If {mailedTo} has an account here, a link to choose a new password is on its way there.</p>
            {import.meta.env.DEV && (
              <p className="rounded-md border border-border bg-surface p-4 text-sm text-muted">
                While the app is being developed no mail is sent: <code>npm run dev</code> prints it in its terminal, and a
                preview keeps none. With a Supabase project, it goes to {mailedTo}.
              </p>
            )}
          </div>
        ) : (
          <form {...form.formProps} className="space-y-5">
            <TextField
              label="Email"
              help="We send a link with which you choose a new password."
              type="email"
              autoComplete="email"
              required
              {...form.field('email')}
            />
            <FormActions submit="Send the link" saving={form.saving} failure={form.failure} />
          </form>
        )}
        <p className="mt-6 text-sm text-muted">
          <Link to="/sign-in" className="text-accent underline underline-offset-4">
            Back to signing in
          </Link>
        </p>
      </div>
    );
  }
`;

const resetPasswordPage = code`
  import { useNavigate } from 'react-router';
  import { ButtonLink } from '@/components/button';
  import { EmptyState } from '@/components/empty-state';
  import { FormActions } from '@/components/fields/form-actions';
  import { TextField } from '@/components/fields/text-field';
  import { PageHeading } from '@/components/page-heading';
  import { Skeleton } from '@/components/skeleton';
  import { supabase } from '@/lib/supabase';
  import { useForm } from '@/lib/use-form';
  import { validatePassword } from './credentials';
  import { useSession } from './session';

  /** Where the link of the mail leads: it has signed the person in, so that they can choose a new password. */
  export function ResetPasswordPage() {
    const { session, loading } = useSession();
    return (
      <div className="mx-auto max-w-sm py-8">
        <PageHeading title="Choose a new password" />
        {loading ? (
          <Skeleton lines={2} />
        ) : session ? (
          <NewPasswordForm email={session.user.email ?? ''} />
        ) : (
          <EmptyState text="This link has expired or was used already.">
            <ButtonLink to="/forgot-password">Ask for a new one</ButtonLink>
          </EmptyState>
        )}
      </div>
    );
  }

  function NewPasswordForm({ email }: { email: string }) {
    const navigate = useNavigate();
    const form = useForm({
      initial: { password: '' },
      validate: validatePassword,
      save: async ({ password }) => {
        const { error } = await supabase.auth.updateUser({ password });
        if (error) throw error;
        navigate('/', { replace: true });
      },
    });
    return (
      <form {...form.formProps} className="space-y-5">
        <p className="text-muted">For {email}.</p>
        <TextField
          label="New password"
          help="At least 8 characters."
          type="password"
          autoComplete="new-password"
          required
          {...form.field('password')}
        />
        <FormActions submit="Save" saving={form.saving} failure={form.failure} />
      </form>
    );
  }
`;

/** Modules that become part of the app as far as something imports them. */
export const PASSWORD_RESET_FILES: Readonly<Record<string, string>> = {
  'src/features/auth/forgot-password-page.tsx': file(forgotPasswordPage),
  'src/features/auth/reset-password-page.tsx': file(resetPasswordPage),
};
