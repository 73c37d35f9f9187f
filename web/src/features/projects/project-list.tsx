import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ellipsis, LayoutGrid, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../components/menu.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { LoadingLabel, Skeleton } from '../../components/skeleton.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { ProjectRow } from '../../lib/database.ts';
import { DeleteProjectDialog, RenameProjectDialog } from './project-dialogs.tsx';
import { projectsQuery } from './queries.ts';

const gridClass = 'grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3';

/** The person's projects, the one touched last first. */
export function ProjectList() {
  const projects = useQuery(projectsQuery());
  if (projects.isPending) {
    return (
      <div className={gridClass}>
        <LoadingLabel>Loading your projects</LoadingLabel>
        {['a', 'b', 'c'].map((key) => (
          <div key={key} className="h-31 rounded-xl border bg-surface p-4">
            <Skeleton className="h-4 w-32" />
            <Skeleton className="mt-2.5 h-3.5 w-full" />
            <Skeleton className="mt-1.5 h-3.5 w-2/3" />
            <Skeleton className="mt-4 h-3 w-24" />
          </div>
        ))}
      </div>
    );
  }
  if (projects.data === undefined) {
    return (
      <LoadFailure
        what="Your projects"
        error={projects.error}
        onRetry={() => void projects.refetch()}
        retrying={projects.isFetching}
      />
    );
  }
  if (projects.data.length === 0) {
    return (
      <div className="rounded-xl border border-dashed">
        <EmptyState icon={<LayoutGrid aria-hidden />} title="No projects yet">
          Describe an app above, or start from one of the examples. It appears here.
        </EmptyState>
      </div>
    );
  }
  return (
    <ul className={gridClass}>
      {projects.data.map((project) => (
        <ProjectCard key={project.id} project={project} />
      ))}
    </ul>
  );
}

function ProjectCard({ project }: { project: ProjectRow }) {
  const [dialog, setDialog] = useState<'rename' | 'delete'>();
  const close = (open: boolean) => {
    if (!open) setDialog(undefined);
  };
  return (
    <li className="group relative flex h-31 flex-col rounded-xl border bg-surface p-4 shadow-lift transition-colors focus-within:border-line-strong hover:border-line-strong">
      <h3 className="truncate pr-8 font-medium">
        <Link
          to="/projects/$projectId"
          params={{ projectId: project.id }}
          className="after:absolute after:inset-0 after:rounded-xl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          {project.name}
        </Link>
      </h3>
      <p className="mt-0.5 line-clamp-2 text-ink-muted text-sm">{project.description}</p>
      <div className="mt-auto flex items-center gap-2 text-ink-faint text-xs">
        <StatusBadge status={project.status} />
        <span aria-hidden>·</span>
        <span>
          Updated <RelativeTime iso={project.updated_at} />
        </span>
      </div>
      <div className="absolute top-2.5 right-2.5">
        <Menu
          trigger={
            <IconButton label={`Actions for ${project.name}`} size="sm">
              <Ellipsis className="size-4" aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setDialog('rename')}>
            Rename…
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={() => setDialog('delete')}>
            Delete…
          </MenuItem>
        </Menu>
      </div>
      {dialog === 'rename' && <RenameProjectDialog project={project} open onOpenChange={close} />}
      {dialog === 'delete' && <DeleteProjectDialog project={project} open onOpenChange={close} />}
    </li>
  );
}
