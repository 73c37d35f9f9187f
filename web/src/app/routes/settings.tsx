import { useMutation, useQuery } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Button } from '../../components/button.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showToast } from '../../components/toast.tsx';
import { toAuthFailure } from '../../features/auth/auth-failure.ts';
import { ChangePassword } from '../../features/auth/change-password.tsx';
import { signOut } from '../../features/auth/queries.ts';
import { ModelKeys } from '../../features/settings/model-keys.tsx';
import { ProfileForm } from '../../features/settings/profile-form.tsx';
import { ThemeChoice } from '../../features/settings/theme-choice.tsx';
import { usageQuery } from '../../features/usage/queries.ts';
import { UsagePanel } from '../../features/usage/usage-panel.tsx';
import { useDocumentTitle } from '../../lib/document-title.ts';
import { useSession, useUserId } from '../../lib/session.ts';

function Section(props: { id?: string; title: string; description: string; children: ReactNode }) {
  const id = useId();
  return (
    <section
      id={props.id}
      aria-labelledby={id}
      className="grid scroll-mt-16 gap-4 border-t py-8 md:grid-cols-[14rem_1fr] md:gap-10"
    >
      <div>
        <h2 id={id} className="font-medium">
          {props.title}
        </h2>
        <p className="mt-0.5 text-ink-muted text-sm">{props.description}</p>
      </div>
      <div className="min-w-0">{props.children}</div>
    </section>
  );
}

function UsageSection({ userId }: { userId: string }) {
  const usage = useQuery(usageQuery(userId));
  if (usage.isPending) {
    return (
      <div className="grid gap-4">
        <Skeleton className="h-5 w-64" />
        <Skeleton className="h-8" />
        <Skeleton className="h-8" />
      </div>
    );
  }
  if (usage.data === undefined) {
    return (
      <LoadFailure
        what="Your usage"
        error={usage.error}
        onRetry={() => void usage.refetch()}
        retrying={usage.isFetching}
      />
    );
  }
  return <UsagePanel usage={usage.data} />;
}

function OrganizationModelKeys({ userId }: { userId: string }) {
  const usage = useQuery(usageQuery(userId));
  if (usage.isPending) return <Skeleton className="h-24" />;
  if (usage.data === undefined) {
    return (
      <LoadFailure
        what="Your organization"
        error={usage.error}
        onRetry={() => void usage.refetch()}
        retrying={usage.isFetching}
      />
    );
  }
  return <ModelKeys orgId={usage.data.orgId} />;
}

export function SettingsRoute() {
  const userId = useUserId();
  const email = useSession().session?.user.email ?? '';
  const leave = useMutation({
    mutationFn: signOut,
    onError: (error) => showToast(`You are still signed in. ${toAuthFailure(error).message}`, 'danger'),
  });
  useDocumentTitle('Settings');
  return (
    <div className="mx-auto w-full max-w-3xl px-4 py-8 sm:px-6">
      <h1 data-route-focus tabIndex={-1} className="mb-6 font-semibold text-xl tracking-tight">
        Settings
      </h1>
      <Section title="Profile" description="How others see you.">
        <ProfileForm userId={userId} email={email} />
      </Section>
      <Section title="Appearance" description="Follows you to every device.">
        <ThemeChoice userId={userId} />
      </Section>
      <Section title="Plan and usage" description="What you have used, and when it resets.">
        <UsageSection userId={userId} />
      </Section>
      <Section
        id="models"
        title="Language models"
        description="Keys your organization brings. What they cost, the provider bills to you."
      >
        <OrganizationModelKeys userId={userId} />
      </Section>
      <Section title="Password" description="Other devices stay signed in.">
        <ChangePassword email={email} />
      </Section>
      <Section title="Session" description={`Signed in as ${email}.`}>
        <Button
          busy={leave.isPending}
          onClick={() => leave.mutate()}
          icon={<LogOut className="size-4 text-ink-faint" aria-hidden />}
        >
          Sign out
        </Button>
      </Section>
    </div>
  );
}
