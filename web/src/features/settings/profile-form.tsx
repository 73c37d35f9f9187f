import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showToast } from '../../components/toast.tsx';
import { DISPLAY_NAME_MAX, profileQuery, useSaveProfile } from './queries.ts';

export function ProfileForm({ userId, email }: { userId: string; email: string }) {
  const profile = useQuery(profileQuery(userId));
  if (profile.isPending) {
    return (
      <div className="grid max-w-sm gap-4">
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
        <Skeleton className="h-9 w-20" />
      </div>
    );
  }
  if (profile.data === undefined) {
    return (
      <LoadFailure
        what="Your profile"
        error={profile.error}
        onRetry={() => void profile.refetch()}
        retrying={profile.isFetching}
      />
    );
  }
  return <LoadedForm userId={userId} email={email} displayName={profile.data.displayName} />;
}

function LoadedForm({ userId, email, displayName }: { userId: string; email: string; displayName: string }) {
  const [name, setName] = useState(displayName);
  const [tried, setTried] = useState(false);
  const save = useSaveProfile(userId);
  const trimmed = name.trim();
  const problem =
    trimmed === ''
      ? 'Enter the name others see.'
      : trimmed.length > DISPLAY_NAME_MAX
        ? `At most ${DISPLAY_NAME_MAX} characters.`
        : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== undefined || trimmed === displayName) return;
    save.mutate({ displayName: trimmed }, { onSuccess: () => showToast('Your profile is saved.') });
  };
  return (
    <form noValidate onSubmit={submit} className="grid max-w-sm gap-4">
      <Field
        label="Display name"
        name="name"
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={tried ? problem : undefined}
      />
      <Field label="E-mail" type="email" value={email} disabled />
      <div>
        <Button type="submit" busy={save.isPending} disabled={trimmed === displayName}>
          Save
        </Button>
      </div>
    </form>
  );
}
