import { AuthApiError } from '@supabase/supabase-js';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Button } from '../../components/button.tsx';
import { Field, PasswordField } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { passwordProblem } from './auth-failure.ts';
import { useAuthForm, validEmail } from './use-auth-form.ts';

function Form({ submit }: { submit: () => Promise<void> }) {
  const form = useAuthForm({
    validate: (fields) => ({ ...validEmail(fields), password: passwordProblem(fields.password) }),
    submit,
  });
  return (
    <form noValidate onSubmit={form.onSubmit}>
      {form.failure && !form.failure.field && <Notice tone="danger">{form.failure.message}</Notice>}
      <Field label="E-mail" {...form.bind('email')} />
      <PasswordField label="Password" {...form.bind('password')} />
      <Button type="submit" busy={form.busy}>
        Send
      </Button>
    </form>
  );
}

function renderForm(submit: () => Promise<void>) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Form submit={submit} />
    </QueryClientProvider>,
  );
  return {
    user: userEvent.setup(),
    email: screen.getByLabelText<HTMLInputElement>('E-mail'),
    password: screen.getByLabelText<HTMLInputElement>('Password'),
    send: () => screen.getByRole('button', { name: 'Send' }),
  };
}

const refuse = (code: string) => async () => {
  throw new AuthApiError('refused', 400, code);
};

describe('an auth form', () => {
  it('sends nothing that cannot be right, and leads to the first field to mend', async () => {
    let sent = 0;
    const { user, email, send } = renderForm(async () => {
      sent += 1;
    });
    await user.click(send());
    expect(sent).toBe(0);
    expect(document.activeElement).toBe(email);
    expect(email.getAttribute('aria-invalid')).toBe('true');
    const described = document.getElementById(email.getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toBe('Enter your e-mail address.');
  });

  it('announces a refusal, and takes it back when something is changed', async () => {
    const { user, email, password, send } = renderForm(refuse('invalid_credentials'));
    await user.type(email, 'ada@example.com');
    await user.type(password, 'correct horse');
    await user.click(send());
    expect((await screen.findByRole('alert')).textContent).toMatch(/e-mail or the password/);
    await user.type(password, '!');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(email.value).toBe('ada@example.com');
  });

  it('puts a refusal at the field it is about', async () => {
    const { user, email, password, send } = renderForm(refuse('user_already_exists'));
    await user.type(email, 'ada@example.com');
    await user.type(password, 'correct horse');
    await user.click(send());
    expect(await screen.findByText(/There is an account with this e-mail already/)).toBeTruthy();
    expect(email.getAttribute('aria-invalid')).toBe('true');
  });

  it('shows and hides the password', async () => {
    const { user, password } = renderForm(async () => undefined);
    expect(password.type).toBe('password');
    await user.click(screen.getByRole('button', { name: 'Show password' }));
    expect(password.type).toBe('text');
    await user.click(screen.getByRole('button', { name: 'Hide password' }));
    expect(password.type).toBe('password');
  });
});
