import { MousePointerClick, X } from 'lucide-react';
import { useId } from 'react';
import type { z } from 'zod';
import type { editTarget } from '../../../../shared/contracts/generate.ts';

/** What was picked in the preview, and where it may be changed: where it is drawn, or where that is used. */
export interface EditTarget {
  /** As a person sees it: `button “Save”`. */
  readonly label: string;
  readonly places: readonly TargetPlace[];
  /** Index of the place that is to be changed. */
  readonly chosen: number;
}

export interface TargetPlace {
  readonly file: string;
  readonly line: number;
  readonly endLine?: number;
}

export function placeText({ file, line, endLine }: TargetPlace): string {
  return endLine === undefined || endLine === line ? `${file}:${line}` : `${file}:${line}–${endLine}`;
}

/** As the request carries it. */
export function requestTarget(target: EditTarget): z.input<typeof editTarget> | undefined {
  const place = target.places[target.chosen];
  return place === undefined ? undefined : { ...place, element: target.label.slice(0, 500) };
}

/** What the next request is about, with a way to choose another of its places, and to take it back. */
export function TargetChip(props: { target: EditTarget; onChange: (target: EditTarget | undefined) => void }) {
  const id = useId();
  const { target } = props;
  const place = target.places[target.chosen];
  return (
    <div className="flex items-start gap-2 px-3 pt-3">
      <div className="flex min-w-0 flex-1 items-start gap-2 rounded-md bg-accent-soft px-2 py-1.5 text-accent-text text-sm">
        <MousePointerClick className="mt-0.5 size-3.5 shrink-0" aria-hidden />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{target.label}</p>
          {target.places.length > 1 ? (
            <>
              <label htmlFor={id} className="sr-only">
                Where to change it
              </label>
              <select
                id={id}
                value={target.chosen}
                onChange={(event) => props.onChange({ ...target, chosen: Number(event.target.value) })}
                className="-ml-1 block w-full min-w-0 truncate rounded bg-transparent font-mono text-xs pointer-coarse:h-9"
              >
                {target.places.map((entry, index) => (
                  <option key={placeText(entry)} value={index}>
                    {placeText(entry)}
                  </option>
                ))}
              </select>
            </>
          ) : (
            place && <p className="truncate font-mono text-xs">{placeText(place)}</p>
          )}
        </div>
        <button
          type="button"
          aria-label="Do not ask about this element"
          title="Do not ask about this element"
          onClick={() => props.onChange(undefined)}
          className="inline-flex size-5 shrink-0 items-center justify-center rounded hover:bg-hover pointer-coarse:size-9"
        >
          <X className="size-3.5" aria-hidden />
        </button>
      </div>
    </div>
  );
}
