import { Link } from '@tanstack/react-router';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { AuthLayout, linkClass } from './auth-layout.tsx';
import { requestReset } from './queries.ts';
import { useAuthForm, validEmail } from './use-auth-form.ts';

export function ForgotPasswordPage() {
  const form = useAuthForm({ validate: validEmail, submit: ({ email }) => requestReset(email) });
  return (
    <AuthLayout
      title="Reset your password"
      subtitle="We send you a link that lets you choose a new one."
      footer={
        <Link to="/sign-in" className={linkClass}>
          Back to sign in
        </Link>
      }
    >
      {form.succeeded ? (
        <Notice tone="success" title="Check your mail">
          {/* The same words whether there is an account or not: who has one is not ours to tell. */}
          If there is an account for {form.fields.email.trim()}, a link is on its way. It works once, for an hour.
        </Notice>
      ) : (
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
          <Button type="submit" variant="primary" size="lg" busy={form.busy}>
            Send the link
          </Button>
        </form>
      )}
    </AuthLayout>
  );
}
