import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog, Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import type { ProjectRow } from '../../lib/database.ts';
import { NAME_MAX, useDeleteProject, useRenameProject } from './queries.ts';

interface Props {
  project: Pick<ProjectRow, 'id' | 'name'>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Why a project's name is refused, or undefined. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'Give the project a name.';
  return name.trim().length > NAME_MAX ? `A name has at most ${NAME_MAX} characters.` : undefined;
}

export function RenameProjectDialog({ project, open, onOpenChange }: Props) {
  const formId = useId();
  const rename = useRenameProject();
  const [name, setName] = useState(project.name);
  const [tried, setTried] = useState(false);
  const problem = nameProblem(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== undefined) return;
    if (name.trim() !== project.name) rename.mutate({ projectId: project.id, name: name.trim() });
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Rename project"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary">
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit}>
        <Field
          label="Name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={tried ? problem : undefined}
          onFocus={(event) => event.target.select()}
          autoComplete="off"
        />
      </form>
    </Dialog>
  );
}

export function DeleteProjectDialog({
  project,
  open,
  onOpenChange,
  onDelete,
}: Props & { onDelete?: (() => void) | undefined }) {
  const remove = useDeleteProject();
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Delete project?"
      description={
        <>
          <strong className="font-medium text-ink">{project.name}</strong>, its versions and its history will be gone
          for everyone who works on it. Work under way is canceled. Download it first if you may need it.
        </>
      }
      confirmLabel="Delete project"
      danger
      onConfirm={() => {
        remove.mutate(project);
        onOpenChange(false);
        onDelete?.();
      }}
    />
  );
}
