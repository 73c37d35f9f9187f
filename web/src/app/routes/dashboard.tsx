import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Skeleton } from '../../components/skeleton.tsx';
import { PromptBox, StartFailure } from '../../features/generation/prompt-box.tsx';
import { useStartGeneration } from '../../features/generation/queries.ts';
import { AttachButton, AttachedImages, ModelPicker, PlanFirst } from '../../features/generation/request-tools.tsx';
import { useAttachments } from '../../features/generation/use-attachments.ts';
import { useModelChoice } from '../../features/generation/use-model-choice.ts';
import { RecentJobs } from '../../features/jobs/recent-jobs.tsx';
import { ProjectList } from '../../features/projects/project-list.tsx';
import { usageQuery } from '../../features/usage/queries.ts';
import { QuotaNote } from '../../features/usage/quota-note.tsx';
import { useDocumentTitle } from '../../lib/document-title.ts';
import { isRetryable, toFailure } from '../../lib/failure.ts';
import { useUserId } from '../../lib/session.ts';
import { readStored, writeStored } from '../../lib/storage.ts';

/** What was typed survives a reload and an expired session. */
const PROMPT_KEY = 'trellis.prompt';

export function DashboardRoute() {
  useDocumentTitle('Projects');
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pb-16 sm:px-6">
      <NewApp />
      <section aria-labelledby="projects" className="mb-10">
        <h2 id="projects" className="mb-3 font-medium text-ink-muted text-sm">
          Projects
        </h2>
        <ProjectList />
      </section>
      <RecentJobs />
    </div>
  );
}

function NewApp() {
  const userId = useUserId();
  const usage = useQuery(usageQuery(userId));
  const navigate = useNavigate();
  const start = useStartGeneration();
  const [text, setText] = useState(() => readStored(PROMPT_KEY) ?? '');
  const [planFirst, setPlanFirst] = useState(false);
  const selection = useModelChoice(usage.data?.orgId);
  const attachments = useAttachments();
  const sees = selection.chosen?.sees ?? false;
  const failure = start.error ? toFailure(start.error) : undefined;

  const change = (value: string) => {
    setText(value);
    writeStored(PROMPT_KEY, value === '' ? null : value);
    if (start.isError) start.reset();
  };
  const submit = (prompt: string) => {
    // The next page's code comes while the server answers; a failure shows there.
    import('./workspace.tsx').catch(() => undefined);
    if (attachments.busy) return;
    start.mutate(
      {
        prompt,
        mode: planFirst ? 'plan' : 'new_app',
        ...(selection.chosen === undefined ? {} : { model: selection.chosen.id }),
        ...(sees && attachments.images.length > 0 ? { images: attachments.images.map(({ image }) => image) } : {}),
      },
      {
        onSuccess: ({ projectId }) => {
          writeStored(PROMPT_KEY, null);
          void navigate({ to: '/projects/$projectId', params: { projectId }, search: {} });
        },
      },
    );
  };

  return (
    <div className="mx-auto max-w-2xl pt-14 pb-14 sm:pt-24 sm:pb-20">
      <h1
        data-route-focus
        tabIndex={-1}
        className="mb-6 text-balance font-semibold text-2xl tracking-tight sm:text-center sm:text-3xl"
      >
        What do you want to build?
      </h1>
      <PromptBox
        label="Describe the app you want to build"
        value={text}
        onChange={change}
        onSubmit={submit}
        busy={start.isPending || start.isSuccess}
        examples
        submitLabel={planFirst ? 'Plan it' : 'Build it'}
        onFiles={sees ? attachments.add : undefined}
        attached={<AttachedImages attachments={attachments} sees={sees} />}
        tools={
          <>
            <PlanFirst value={planFirst} onChange={setPlanFirst} />
            <ModelPicker selection={selection} />
            <AttachButton attachments={attachments} sees={sees} />
          </>
        }
        note={
          usage.data ? (
            <QuotaNote quota={usage.data.generation} />
          ) : (
            usage.isPending && <Skeleton className="h-3.5 w-40" />
          )
        }
        failure={
          failure && (
            <StartFailure message={failure.message} onRetry={isRetryable(failure) ? () => submit(text) : undefined} />
          )
        }
      />
    </div>
  );
}
