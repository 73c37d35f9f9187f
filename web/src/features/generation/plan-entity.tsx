import { ChevronRight, Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import {
  ACCESS,
  type Access,
  type AppSpec,
  type Entity,
  type FieldType,
} from '../../../../shared/generator/app-spec.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { smallInputClass } from '../../components/field.tsx';
import { plural } from '../../lib/format.ts';
import { addField, changeEntity, changeField, removeField } from './plan-edit.ts';
import { ACCESS_WORDS, SIMPLE_TYPES, TYPE_WORDS } from './plan-words.ts';

interface Props {
  spec: AppSpec;
  entity: Entity;
  onChange: (spec: AppSpec) => void;
  onRemove: () => void;
}

/** One thing that the app keeps: its names, who may see it, its fields. Closed it takes one line. */
export function PlanEntity({ spec, entity, onChange, onRemove }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div className="rounded-md border">
      <div className="flex items-center">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={`${id}-details`}
          onClick={() => setOpen(!open)}
          className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-sunken"
        >
          <ChevronRight
            className={`size-4 shrink-0 text-ink-faint transition-transform ${open ? 'rotate-90' : ''}`}
            aria-hidden
          />
          <span className="min-w-0 flex-1 truncate font-medium">{entity.labelPlural}</span>
          <span className="text-ink-faint text-xs">{plural(entity.fields.length, 'field')}</span>
        </button>
        <IconButton label={`Remove ${entity.labelPlural}`} size="sm" onClick={onRemove} className="mr-1">
          <X className="size-4" aria-hidden />
        </IconButton>
      </div>
      <div id={`${id}-details`} hidden={!open} className="border-t">
        <div className="grid grid-cols-1 gap-3 p-2.5">
          <div className="grid grid-cols-2 gap-2">
            <label className="grid gap-1 text-ink-muted text-xs">
              One is called
              <input
                value={entity.label}
                onChange={(event) => onChange(changeEntity(spec, entity.name, { label: event.target.value }))}
                className={smallInputClass}
              />
            </label>
            <label className="grid gap-1 text-ink-muted text-xs">
              Many are called
              <input
                value={entity.labelPlural}
                onChange={(event) => onChange(changeEntity(spec, entity.name, { labelPlural: event.target.value }))}
                className={smallInputClass}
              />
            </label>
          </div>
          <label className="grid gap-1 text-ink-muted text-xs">
            Who may see and change it
            <select
              value={entity.access}
              onChange={(event) => onChange(changeEntity(spec, entity.name, { access: event.target.value as Access }))}
              className={smallInputClass}
            >
              {ACCESS.map((access) => (
                <option key={access} value={access}>
                  {ACCESS_WORDS[access]}
                </option>
              ))}
            </select>
          </label>
          <fieldset>
            <legend className="mb-1 text-ink-muted text-xs">Fields</legend>
            <ul className="grid grid-cols-1 gap-1.5">
              {entity.fields.map((field) => (
                <li key={field.name} className="flex items-center gap-2">
                  <input
                    aria-label={`Name of the field ${field.name}`}
                    value={field.label}
                    onChange={(event) =>
                      onChange(changeField(spec, entity.name, field.name, { label: event.target.value }))
                    }
                    className={`${smallInputClass} flex-1`}
                  />
                  <span className="w-20 truncate text-ink-faint text-xs" title={TYPE_WORDS[field.type]}>
                    {TYPE_WORDS[field.type]}
                  </span>
                  {entity.fields.length > 1 && (
                    <IconButton
                      label={`Remove the field ${field.label}`}
                      size="sm"
                      onClick={() => onChange(removeField(spec, entity.name, field.name))}
                    >
                      <X className="size-4" aria-hidden />
                    </IconButton>
                  )}
                </li>
              ))}
            </ul>
          </fieldset>
          <NewField onAdd={(label, type) => onChange(addField(spec, entity.name, label, type))} />
        </div>
      </div>
    </div>
  );
}

function NewField({ onAdd }: { onAdd: (label: string, type: FieldType) => void }) {
  const [label, setLabel] = useState('');
  const [type, setType] = useState<FieldType>('text');
  const add = () => {
    if (label.trim() === '') return;
    onAdd(label.trim(), type);
    setLabel('');
  };
  return (
    <div className="flex flex-wrap gap-2">
      <input
        aria-label="Name of a new field"
        placeholder="Due date"
        value={label}
        maxLength={80}
        onChange={(event) => setLabel(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
        className={`${smallInputClass} flex-1 basis-24`}
      />
      <select
        aria-label="Kind of the new field"
        value={type}
        onChange={(event) => setType(event.target.value as FieldType)}
        className={`${smallInputClass} w-28`}
      >
        {SIMPLE_TYPES.map((each) => (
          <option key={each} value={each}>
            {TYPE_WORDS[each]}
          </option>
        ))}
      </select>
      <Button size="sm" icon={<Plus className="size-3.5" aria-hidden />} onClick={add}>
        Add
      </Button>
    </div>
  );
}
