/** `src/features/people`: the page on which a person changes the name that others see. */
import type { AppModel } from '../model.ts';
import { code, file } from '../source-text.ts';

function api(table: string): string {
  return file(code`
    import type { Row } from '@/lib/database.types';
    import { supabase } from '@/lib/supabase';

    export type Profile = Row<'${table}'>;

    export async function getProfile(id: string, signal: AbortSignal): Promise<Profile> {
      const { data, error } = await supabase.from('${table}').select('*').eq('id', id).abortSignal(signal).single();
      if (error) throw error;
      return data;
    }

    export async function renameProfile(id: string, displayName: string) {
      const { error } = await supabase
        .from('${table}')
        .update({ display_name: displayName })
        .eq('id', id)
        .select('id')
        .single();
      if (error) throw error;
    }
  `);
}

const displayName = code`
  import type { Validated } from '@/lib/validation';

  export const MAX_NAME = 60;

  /** Why a name cannot be taken, or nothing. */
  export function nameError(name: string): string | undefined {
    const length = Array.from(name.trim()).length;
    if (length === 0) return 'Enter the name that others see.';
    return length > MAX_NAME ? \`Use at most \${MAX_NAME} characters.\` : undefined;
  }

  export function validateName(values: { name: string }): Validated<'name', { name: string }> {
    const error = nameError(values.name);
    if (error) return { valid: false, errors: { name: error } };
    return { valid: true, input: { name: values.name.trim() }, errors: {} };
  }
`;

const displayNameTest = code`
  import { expect, it } from 'vitest';
  import { MAX_NAME, validateName } from './display-name';

  it('takes a name without the spaces around it', () => {
    expect(validateName({ name: ' Ada ' })).toMatchObject({ valid: true, input: { name: 'Ada' } });
  });

  it('refuses no name and one that is too long', () => {
    expect(validateName({ name: '  ' }).valid).toBe(false);
    expect(validateName({ name: 'x'.repeat(MAX_NAME + 1) }).valid).toBe(false);
  });
`;

const accountPage = code`
  import { useCallback } from 'react';
  import { FormActions } from '@/components/fields/form-actions';
  import { TextField } from '@/components/fields/text-field';
  import { Loaded } from '@/components/loaded';
  import { PageHeading } from '@/components/page-heading';
  import { useToast } from '@/components/toast';
  import { useSession } from '@/features/auth/session';
  import { useForm } from '@/lib/use-form';
  import { useQuery } from '@/lib/use-query';
  import { getProfile, renameProfile, type Profile } from './api';
  import { validateName } from './display-name';

  export function AccountPage() {
    const { session } = useSession();
    const id = session?.user.id ?? '';
    const query = useQuery(useCallback((signal: AbortSignal) => getProfile(id, signal), [id]));
    return (
      <>
        <PageHeading title="Your account" />
        <p className="mb-6 text-muted">Signed in as {session?.user.email}.</p>
        <Loaded query={query} lines={2}>
          {(profile) => <NameForm profile={profile} />}
        </Loaded>
      </>
    );
  }

  function NameForm({ profile }: { profile: Profile }) {
    const toast = useToast();
    const form = useForm({
      initial: { name: profile.display_name },
      validate: validateName,
      save: async (input) => {
        await renameProfile(profile.id, input.name);
        toast('Saved.');
      },
    });
    return (
      <form {...form.formProps} className="max-w-xl space-y-5">
        <TextField
          label="Your name"
          help="Others see it beside what you add."
          autoComplete="nickname"
          required
          {...form.field('name')}
        />
        <FormActions submit="Save" saving={form.saving} failure={form.failure} />
      </form>
    );
  }
`;

const newAccount = code`
  import { nameError } from '@/features/people/display-name';
  import type { Validated } from '@/lib/validation';
  import { type CredentialField, EMPTY_CREDENTIALS, validateCredentials } from './credentials';

  export type NewAccountField = CredentialField | 'name';
  export type NewAccount = Record<NewAccountField, string>;

  export const EMPTY_NEW_ACCOUNT: NewAccount = { name: '', ...EMPTY_CREDENTIALS };

  export function validateNewAccount(values: NewAccount): Validated<NewAccountField, NewAccount> {
    const name = nameError(values.name);
    const credentials = validateCredentials(values);
    if (name) return { valid: false, errors: { name, ...credentials.errors } };
    if (!credentials.valid) return credentials;
    return { valid: true, input: { name: values.name.trim(), ...credentials.input }, errors: {} };
  }
`;

const newAccountTest = code`
  import { expect, it } from 'vitest';
  import { EMPTY_NEW_ACCOUNT, validateNewAccount } from './new-account';

  it('asks for a name beside email and password', () => {
    expect(Object.keys(validateNewAccount(EMPTY_NEW_ACCOUNT).errors)).toEqual(['name', 'email', 'password']);
    const sound = { name: 'Ada', email: 'ada@example.com', password: 'long enough' };
    expect(validateNewAccount(sound)).toMatchObject({ valid: true, input: sound });
  });
`;

/** Modules that become part of the app as far as something imports them. */
export function peopleLibrary(app: AppModel): Record<string, string> {
  if (!app.profiles) return {};
  return {
    'src/features/people/api.ts': api(app.profiles.table),
    'src/features/people/display-name.ts': file(displayName),
    'src/features/people/account-page.tsx': file(accountPage),
    'src/features/auth/new-account.ts': file(newAccount),
  };
}

export const PEOPLE_TESTS: Readonly<Record<string, string>> = {
  'src/features/people/display-name.ts': file(displayNameTest),
  'src/features/auth/new-account.ts': file(newAccountTest),
};
