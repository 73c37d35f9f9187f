import { type KeyboardEvent, useRef, useState } from 'react';
import { showToast } from '../../components/toast.tsx';
import type { ProjectRow } from '../../lib/database.ts';
import { nameProblem } from '../projects/project-dialogs.tsx';
import { NAME_MAX, useRenameProject } from '../projects/queries.ts';

/** The project's name; a press turns it into a field. Enter keeps, Escape takes back. */
export function ProjectName({ project, canEdit }: { project: ProjectRow; canEdit: boolean }) {
  const rename = useRenameProject();
  const [typed, setTyped] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);

  const finish = (keep: boolean) => {
    const name = typed?.trim() ?? '';
    setTyped(undefined);
    if (!keep || typed === undefined || name === project.name) return;
    const problem = nameProblem(name);
    if (problem !== undefined) showToast(problem, 'danger');
    else rename.mutate({ projectId: project.id, name });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    finish(event.key === 'Enter');
    requestAnimationFrame(() => button.current?.focus());
  };

  if (typed !== undefined) {
    return (
      <input
        aria-label="Project name"
        // biome-ignore lint/a11y/noAutofocus: the press asked for it
        autoFocus
        value={typed}
        maxLength={NAME_MAX}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => finish(true)}
        onKeyDown={onKeyDown}
        className="h-8 w-64 min-w-0 max-w-full rounded-md border border-accent bg-surface px-2 font-medium text-base outline-none"
      />
    );
  }
  return (
    <h1 data-route-focus tabIndex={-1} className="min-w-0 font-medium text-base">
      {canEdit ? (
        <button
          ref={button}
          type="button"
          title="Rename"
          onClick={() => setTyped(project.name)}
          className="block h-8 max-w-full truncate rounded-md px-2 hover:bg-hover"
        >
          {project.name}
        </button>
      ) : (
        <span className="block truncate px-2">{project.name}</span>
      )}
    </h1>
  );
}
