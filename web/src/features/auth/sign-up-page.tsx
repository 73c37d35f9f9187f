import { Link } from '@tanstack/react-router';
import { Button } from '../../components/button.tsx';
import { Field, PasswordField } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { PASSWORD_RULE, passwordProblem } from './auth-failure.ts';
import { AuthLayout, linkClass } from './auth-layout.tsx';
import { signUp } from './queries.ts';
import { useAuthForm, validEmail } from './use-auth-form.ts';

export function SignUpPage({ redirect }: { redirect: string | undefined }) {
  const form = useAuthForm({
    validate: (fields) => ({ ...validEmail(fields), password: passwordProblem(fields.password) }),
    submit: ({ email, password }) => signUp(email, password),
  });
  if (form.result === 'confirm') {
    return (
      <AuthLayout title="Check your mail">
        <p className="text-ink-muted">
          We sent a link to <strong className="font-medium text-ink">{form.fields.email.trim()}</strong>. Open it to
          finish, then come back here. Nothing there? Look among the spam.
        </p>
        <p className="mt-6 text-sm">
          <Link to="/sign-in" search={{ redirect }} className={linkClass}>
            Back to sign in
          </Link>
        </p>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout
      title="Create your account"
      subtitle="Describe an app, watch it being built, keep the code."
      footer={
        <>
          Have an account?{' '}
          <Link to="/sign-in" search={{ redirect }} className={linkClass}>
            Sign in
          </Link>
        </>
      }
    >
      <form noValidate onSubmit={form.onSubmit} className="grid gap-4">
        {form.failure && !form.failure.field && <Notice tone="danger">{form.failure.message}</Notice>}
        <Field
          label="E-mail"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
          {...form.bind('email')}
        />
        <PasswordField label="Password" autoComplete="new-password" hint={PASSWORD_RULE} {...form.bind('password')} />
        <Button type="submit" variant="primary" size="lg" busy={form.busy || form.succeeded}>
          Create account
        </Button>
      </form>
    </AuthLayout>
  );
}
