import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, buttonClass } from '../../components/button.tsx';
import { PasswordField } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { LoadingLabel, Skeleton } from '../../components/skeleton.tsx';
import { showToast } from '../../components/toast.tsx';
import { useSession } from '../../lib/session.ts';
import { PASSWORD_RULE, passwordProblem } from './auth-failure.ts';
import { AuthLayout } from './auth-layout.tsx';
import { setPassword, verifyRecovery } from './queries.ts';
import { useAuthForm } from './use-auth-form.ts';

/** Where the link in the reset mail leads. The link signs the person in; this page then sets the new password. */
export function ResetPasswordPage({ tokenHash }: { tokenHash: string | undefined }) {
  const { session } = useSession();
  const navigate = useNavigate();
  const verification = useQuery({
    queryKey: ['auth', 'recovery', tokenHash],
    // The token works once: it is exchanged once, and the answer kept.
    queryFn: async () => {
      await verifyRecovery(tokenHash ?? '');
      return true;
    },
    enabled: tokenHash !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const form = useAuthForm({
    validate: (fields) => ({ password: passwordProblem(fields.password) }),
    submit: async ({ password }) => {
      await setPassword(password);
      showToast('Your password is changed.');
      await navigate({ to: '/' });
    },
  });

  if (tokenHash !== undefined && verification.isPending) {
    return (
      <AuthLayout title="Choose a new password">
        <LoadingLabel>Checking the link</LoadingLabel>
        <div className="grid gap-4">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      </AuthLayout>
    );
  }
  if (session === null) {
    return (
      <AuthLayout title="This link does not work any more">
        <p className="text-ink-muted">
          A reset link works once, for an hour. Ask for a new one and open the latest mail.
        </p>
        <Link to="/forgot-password" className={buttonClass('primary', 'lg').concat(' mt-6 w-full')}>
          Send a new link
        </Link>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title="Choose a new password" subtitle={`For ${session.user.email ?? 'your account'}.`}>
      <form noValidate onSubmit={form.onSubmit} className="grid gap-4">
        {form.failure && !form.failure.field && <Notice tone="danger">{form.failure.message}</Notice>}
        <input type="hidden" name="username" autoComplete="username" value={session.user.email ?? ''} readOnly />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          hint={PASSWORD_RULE}
          autoFocus
          {...form.bind('password')}
        />
        <Button type="submit" variant="primary" size="lg" busy={form.busy}>
          Set password
        </Button>
      </form>
    </AuthLayout>
  );
}
