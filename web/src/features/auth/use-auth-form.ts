import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type AuthFailure, emailProblem, toAuthFailure } from './auth-failure.ts';

type Fields = { email: string; password: string };
type Problems = Partial<Record<keyof Fields, string | undefined>>;

interface Options<Result> {
  /** What is asked of the fields before anything is sent. */
  validate: (fields: Fields) => Problems;
  submit: (fields: Fields) => Promise<Result>;
}

/** State of a form that sends an e-mail and/or a password: problems by field, and the server's answer in words. */
export function useAuthForm<Result>({ validate, submit }: Options<Result>) {
  const [fields, setFields] = useState<Fields>({ email: '', password: '' });
  const [problems, setProblems] = useState<Problems>({});
  const mutation = useMutation({ mutationFn: submit });
  const failure: AuthFailure | undefined = mutation.error ? toAuthFailure(mutation.error) : undefined;

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (mutation.isPending) return;
    const found = validate(fields);
    setProblems(found);
    const first = found.email ? 'email' : found.password ? 'password' : undefined;
    if (first !== undefined) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
      return;
    }
    mutation.mutate(fields);
  };

  const bind = (name: keyof Fields) => ({
    name,
    value: fields[name],
    error: problems[name] ?? (failure?.field === name ? failure.message : undefined),
    onChange: (event: { target: { value: string } }) => {
      setFields({ ...fields, [name]: event.target.value });
      setProblems({ ...problems, [name]: undefined });
      if (mutation.isError) mutation.reset();
    },
  });

  return {
    bind,
    onSubmit,
    fields,
    failure,
    /** Stays busy after success: the page is about to change. */
    busy: mutation.isPending,
    succeeded: mutation.isSuccess,
    result: mutation.data,
  };
}

export const validEmail = (fields: Fields): Problems => ({ email: emailProblem(fields.email) });
