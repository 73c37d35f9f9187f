import { Link } from '@tanstack/react-router';
import { Button } from '../../components/button.tsx';
import { Field, PasswordField } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { AuthLayout, linkClass } from './auth-layout.tsx';
import { signIn } from './queries.ts';
import { useAuthForm, validEmail } from './use-auth-form.ts';

interface Props {
  /** Where the person was going. */
  redirect: string | undefined;
  /** The session ran out while they were working. */
  expired: boolean;
}

export function SignInPage({ redirect, expired }: Props) {
  const form = useAuthForm({
    validate: (fields) => ({
      ...validEmail(fields),
      password: fields.password === '' ? 'Enter your password.' : undefined,
    }),
    submit: ({ email, password }) => signIn(email, password),
  });
  return (
    <AuthLayout
      title="Sign in to Trellis"
      footer={
        <>
          New here?{' '}
          <Link to="/sign-up" search={{ redirect }} className={linkClass}>
            Create an account
          </Link>
        </>
      }
    >
      <form noValidate onSubmit={form.onSubmit} className="grid gap-4">
        {expired && <Notice tone="warning">Your session has expired. Sign in and you are back where you were.</Notice>}
        {form.failure && !form.failure.field && <Notice tone="danger">{form.failure.message}</Notice>}
        <Field
          label="E-mail"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
          {...form.bind('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          aside={
            <Link to="/forgot-password" className="text-ink-muted text-sm underline-offset-4 hover:underline">
              Forgot it?
            </Link>
          }
          {...form.bind('password')}
        />
        <Button type="submit" variant="primary" size="lg" busy={form.busy || form.succeeded}>
          Sign in
        </Button>
      </form>
    </AuthLayout>
  );
}
