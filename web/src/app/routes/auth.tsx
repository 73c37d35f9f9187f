import { getRouteApi } from '@tanstack/react-router';
import { ForgotPasswordPage } from '../../features/auth/forgot-password-page.tsx';
import { ResetPasswordPage } from '../../features/auth/reset-password-page.tsx';
import { SignInPage } from '../../features/auth/sign-in-page.tsx';
import { SignUpPage } from '../../features/auth/sign-up-page.tsx';
import { useDocumentTitle } from '../../lib/document-title.ts';

const signIn = getRouteApi('/guest/sign-in');
const signUp = getRouteApi('/guest/sign-up');
const reset = getRouteApi('/reset-password');

export function SignInRoute() {
  const { redirect, expired } = signIn.useSearch();
  useDocumentTitle('Sign in');
  return <SignInPage redirect={redirect} expired={expired === true} />;
}

export function SignUpRoute() {
  const { redirect } = signUp.useSearch();
  useDocumentTitle('Create your account');
  return <SignUpPage redirect={redirect} />;
}

export function ForgotPasswordRoute() {
  useDocumentTitle('Reset your password');
  return <ForgotPasswordPage />;
}

export function ResetPasswordRoute() {
  const { token_hash } = reset.useSearch();
  useDocumentTitle('Choose a new password');
  return <ResetPasswordPage tokenHash={token_hash} />;
}
