import { Hammer, Info, Plus, X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { type AppSpec, appSpec } from '../../../../shared/generator/app-spec.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { smallInputClass } from '../../components/field.tsx';
import { plural } from '../../lib/format.ts';
import { readStored, writeStored } from '../../lib/storage.ts';
import { addEntity, addPage, changePage, planProblem, removeEntity, removePage } from './plan-edit.ts';
import { PlanEntity } from './plan-entity.tsx';

interface Props {
  /** Where what was edited is kept in the browser until it is built. */
  jobId: string;
  spec: AppSpec;
  busy: boolean;
  /** What building replaces, when there is something already. */
  note?: string | undefined;
  onBuild: (spec: AppSpec) => void;
}

function loadEdited(key: string): AppSpec | undefined {
  const stored = readStored(key);
  if (stored === null) return undefined;
  try {
    return appSpec.safeParse(JSON.parse(stored)).data;
  } catch {
    return undefined;
  }
}

/** A plan before it is built: everything in it that a person decides, in a form. */
export function PlanForm({ jobId, spec: planned, busy, note, onBuild }: Props) {
  const key = `trellis.plan.${jobId}`;
  const [spec, setSpec] = useState(() => loadEdited(key) ?? planned);
  const id = useId();
  const problem = planProblem(spec);
  const edited = spec !== planned;
  const change = (next: AppSpec) => {
    setSpec(next);
    if (planProblem(next) === undefined) writeStored(key, JSON.stringify(next));
  };
  const reset = () => {
    setSpec(planned);
    writeStored(key, null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== undefined || busy) return;
    onBuild(appSpec.parse(spec));
  };
  return (
    <form
      aria-label="The plan"
      noValidate
      onSubmit={submit}
      className="grid grid-cols-1 gap-4 rounded-lg border bg-surface p-3 text-sm"
    >
      <div className="grid gap-2">
        <label htmlFor={`${id}-name`} className="font-medium">
          Name
        </label>
        <input
          id={`${id}-name`}
          value={spec.name}
          onChange={(event) => change({ ...spec, name: event.target.value })}
          className={smallInputClass}
        />
        <label htmlFor={`${id}-tagline`} className="font-medium">
          In one sentence
        </label>
        <input
          id={`${id}-tagline`}
          value={spec.tagline}
          onChange={(event) => change({ ...spec, tagline: event.target.value })}
          className={smallInputClass}
        />
      </div>
      <fieldset className="flex flex-wrap gap-x-4 gap-y-2">
        <legend className="mb-2 font-medium">Look</legend>
        <Colour
          label="Background"
          value={spec.theme.background}
          onChange={(background) => change({ ...spec, theme: { ...spec.theme, background } })}
        />
        <Colour
          label="Components"
          value={spec.theme.component}
          onChange={(component) => change({ ...spec, theme: { ...spec.theme, component } })}
        />
        <label className="inline-flex items-center gap-2 text-ink-muted">
          Type
          <select
            value={spec.theme.font}
            onChange={(event) =>
              change({ ...spec, theme: { ...spec.theme, font: event.target.value as AppSpec['theme']['font'] } })
            }
            className={`${smallInputClass} w-auto`}
          >
            <option value="sans">Sans serif</option>
            <option value="serif">Serif</option>
            <option value="mono">Monospaced</option>
          </select>
        </label>
      </fieldset>
      <fieldset className="grid grid-cols-1 gap-2">
        <legend className="mb-2 font-medium">Data</legend>
        {spec.entities.map((entity) => (
          <PlanEntity
            key={entity.name}
            spec={spec}
            entity={entity}
            onChange={change}
            onRemove={() => change(removeEntity(spec, entity.name))}
          />
        ))}
        <AddRow label="Another thing to keep" placeholder="Invoice" onAdd={(name) => change(addEntity(spec, name))} />
      </fieldset>
      <fieldset className="grid grid-cols-1 gap-2">
        <legend className="mb-2 font-medium">Pages</legend>
        <ul className="grid grid-cols-1 gap-1.5">
          {spec.pages.map((page) => (
            <li key={page.path} className="flex items-center gap-2">
              <input
                aria-label={`Title of the page ${page.path}`}
                value={page.title}
                onChange={(event) => change(changePage(spec, page.path, { title: event.target.value }))}
                className={`${smallInputClass} flex-1`}
              />
              <code className="w-20 truncate font-mono text-ink-faint text-xs" title={page.path}>
                {page.path}
              </code>
              {page.path === '/' ? (
                <span className="size-7 pointer-coarse:size-9" />
              ) : (
                <IconButton
                  label={`Remove the page ${page.title}`}
                  size="sm"
                  onClick={() => change(removePage(spec, page.path))}
                >
                  <X className="size-4" aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
        <AddRow label="Another page" placeholder="About us" onAdd={(title) => change(addPage(spec, title))} />
      </fieldset>
      {spec.notes.length > 0 && (
        <div className="rounded-md bg-warning-soft px-2.5 py-2 text-warning-text">
          <p className="flex items-center gap-1.5 font-medium text-xs">
            <Info className="size-3.5" aria-hidden />
            Not in the plan
          </p>
          <ul className="mt-1 grid gap-1 text-xs">
            {spec.notes.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      {note && <p className="text-ink-muted">{note}</p>}
      <p aria-live="polite" className="text-danger-text empty:hidden">
        {problem}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          size="sm"
          variant="primary"
          busy={busy}
          icon={<Hammer className="size-3.5" aria-hidden />}
          aria-disabled={problem !== undefined || undefined}
        >
          Build it
        </Button>
        {edited && (
          <Button size="sm" variant="ghost" onClick={reset}>
            As it was planned
          </Button>
        )}
        <span className="ml-auto text-ink-faint text-xs">
          {plural(spec.entities.length, 'thing')}, {plural(spec.pages.length, 'page')}
        </span>
      </div>
    </form>
  );
}

function Colour(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label className="inline-flex items-center gap-2 text-ink-muted">
      {props.label}
      <input
        type="color"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        className="h-8 w-10 cursor-pointer rounded-md border border-line-strong bg-surface p-0.5 pointer-coarse:h-10"
      />
    </label>
  );
}

/** One line to add something by its name; Enter adds, and stays for the next. */
export function AddRow(props: { label: string; placeholder: string; onAdd: (name: string) => void }) {
  const [name, setName] = useState('');
  const add = () => {
    const trimmed = name.trim();
    if (trimmed === '') return;
    props.onAdd(trimmed);
    setName('');
  };
  return (
    <div className="flex gap-2">
      <input
        aria-label={props.label}
        placeholder={props.placeholder}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
        className={`${smallInputClass} flex-1`}
      />
      <Button size="sm" icon={<Plus className="size-3.5" aria-hidden />} onClick={add}>
        Add
      </Button>
    </div>
  );
}
