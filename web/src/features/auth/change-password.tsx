import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { PasswordField } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { showToast } from '../../components/toast.tsx';
import { PASSWORD_RULE, passwordProblem, toAuthFailure } from './auth-failure.ts';
import { changePassword } from './queries.ts';

export function ChangePassword({ email }: { email: string }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () => changePassword(email, current, next),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      setTried(false);
      showToast('Your password is changed.');
    },
  });
  const failure = change.error ? toAuthFailure(change.error) : undefined;
  // Here the e-mail is known to be right.
  const wrong = failure?.offer === 'reset' ? 'This is not your current password.' : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (current !== '' && passwordProblem(next) === undefined) change.mutate();
  };
  return (
    <form noValidate onSubmit={submit} className="grid max-w-sm gap-4">
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      {failure && !failure.field && !wrong && <Notice tone="danger">{failure.message}</Notice>}
      <PasswordField
        label="Current password"
        name="current"
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        error={wrong ?? (tried && current === '' ? 'Enter your current password.' : undefined)}
      />
      <PasswordField
        label="New password"
        name="next"
        autoComplete="new-password"
        value={next}
        hint={PASSWORD_RULE}
        onChange={(event) => setNext(event.target.value)}
        error={
          (tried ? passwordProblem(next) : undefined) ?? (failure?.field === 'password' ? failure.message : undefined)
        }
      />
      <div>
        <Button type="submit" busy={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}
