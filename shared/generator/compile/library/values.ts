/** Values with a look of their own: tags, places, colours, and the inputs that take them. */
import { code, file } from '../source-text.ts';

const tags = code`
  import { Link } from 'react-router';

  const LOOK = 'relative z-10 rounded-full bg-accent-soft px-2.5 py-0.5 text-xs font-medium text-accent break-words';

  type TagsProps = {
    values: readonly string[];
    /** Start of the address that lists the rows of a tag; the tag follows. */
    to?: string;
  };

  /** Tags as chips; each leads to what carries it, where there is such a list. */
  export function Tags({ values, to }: TagsProps) {
    if (values.length === 0) return <span className="text-muted">–</span>;
    return (
      <ul className="inline-flex flex-wrap gap-1.5">
        {values.map((tag) => (
          <li key={tag} className="flex min-w-0">
            {to ? (
              <Link to={\`\${to}\${encodeURIComponent(tag)}\`} className={\`\${LOOK} underline-offset-2 hover:underline\`}>
                {tag}
              </Link>
            ) : (
              <span className={LOOK}>{tag}</span>
            )}
          </li>
        ))}
      </ul>
    );
  }
`;

const activeFilter = code`
  import { X } from 'lucide-react';

  /** A filter that was followed by a link, with a way out of it. */
  export function ActiveFilter({ label, value, onClear }: { label: string; value: string | null; onClear: () => void }) {
    if (!value) return null;
    return (
      <button
        type="button"
        onClick={onClear}
        aria-label={\`Stop filtering by \${label}: \${value}\`}
        className="inline-flex h-10 max-w-full items-center gap-2 rounded-md border border-control bg-accent-soft px-3 text-sm text-accent"
      >
        <span className="truncate">
          {label}: {value}
        </span>
        <X aria-hidden className="size-4 shrink-0" />
      </button>
    );
  }
`;

const tagsField = code`
  import { X } from 'lucide-react';
  import { useId } from 'react';
  import type { FieldProps } from '@/lib/use-form';
  import { describe, FieldFrame, type FieldText, INPUT } from './field-frame';

  const HINT = 'Separate tags with commas.';

  /** Tags as text between commas, and each as a chip that can be taken away. */
  export function TagsField({ label, help, required, error, onChange, ...input }: FieldText & FieldProps) {
    const id = useId();
    const tags = input.value
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    const hint = help ? \`\${help} \${HINT}\` : HINT;
    return (
      <FieldFrame id={id} label={label} help={hint} required={required} error={error}>
        <input
          id={id}
          required={required}
          className={\`\${INPUT} h-10\`}
          onChange={(event) => onChange(event.target.value)}
          {...input}
          {...describe(id, hint, error)}
        />
        {tags.length > 0 && (
          <ul className="mt-2 flex flex-wrap gap-1.5">
            {tags.map((tag, at) => (
              <li key={\`\${tag}-\${at}\`}>
                <button
                  type="button"
                  aria-label={\`Remove \${tag}\`}
                  onClick={() => onChange(tags.filter((_, other) => other !== at).join(', '))}
                  className="inline-flex min-h-7 items-center gap-1 rounded-full bg-accent-soft px-2.5 text-xs font-medium text-accent"
                >
                  {tag}
                  <X aria-hidden className="size-3" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </FieldFrame>
    );
  }
`;

const mapLink = code`
  import { MapPin } from 'lucide-react';

  /** A place by its name or address, with a map of it one click away. */
  export function MapLink({ place }: { place: string | null }) {
    if (!place) return <span className="text-muted">–</span>;
    return (
      <a
        href={\`https://www.openstreetmap.org/search?query=\${encodeURIComponent(place)}\`}
        target="_blank"
        rel="noreferrer"
        className="relative z-10 inline-flex items-baseline gap-1.5 text-accent underline underline-offset-4"
      >
        <MapPin aria-hidden className="size-3.5 shrink-0 translate-y-0.5" />
        {place}
        <span className="sr-only"> (map)</span>
      </a>
    );
  }
`;

const colorSwatch = code`
  /** A colour and its code. */
  export function ColorSwatch({ color }: { color: string | null }) {
    if (!color) return <span className="text-muted">–</span>;
    return (
      <span className="inline-flex items-center gap-2 tabular-nums">
        <span aria-hidden className="size-4 shrink-0 rounded-full border border-control" style={{ backgroundColor: color }} />
        {color}
      </span>
    );
  }
`;

const colorField = code`
  import { useId } from 'react';
  import type { FieldProps } from '@/lib/use-form';
  import { describe, FieldFrame, type FieldText, INPUT } from './field-frame';

  /** A colour, picked or typed as its code. */
  export function ColorField({ label, help, required, error, onChange, ...input }: FieldText & FieldProps) {
    const id = useId();
    const picked = /^#[0-9a-f]{6}$/i.test(input.value) ? input.value : '#808080';
    return (
      <FieldFrame id={id} label={label} help={help} required={required} error={error}>
        <div className="flex gap-2">
          <input
            type="color"
            aria-label={\`Pick: \${label}\`}
            value={picked}
            onChange={(event) => onChange(event.target.value)}
            className="h-10 w-14 shrink-0 cursor-pointer rounded-md border border-control bg-surface p-1"
          />
          <input
            id={id}
            required={required}
            placeholder="#1f2a44"
            className={\`\${INPUT} h-10 placeholder:text-muted\`}
            onChange={(event) => onChange(event.target.value)}
            {...input}
            {...describe(id, help, error)}
          />
        </div>
      </FieldFrame>
    );
  }
`;

const audioPlayer = code`
  import { ExternalLink } from './external-link';

  /** A sound by its address; it is loaded when somebody wants to hear it. */
  export function AudioPlayer({ src, title }: { src: string | null; title: string }) {
    return (
      <div className="space-y-2">
        {src && /^https?:\/\//.test(src) && (
          <audio controls preload="none" src={src} aria-label={title} className="w-full max-w-md" />
        )}
        <ExternalLink href={src} />
      </div>
    );
  }
`;

export const VALUE_FILES: Readonly<Record<string, string>> = {
  'src/components/audio-player.tsx': file(audioPlayer),
  'src/components/tags.tsx': file(tags),
  'src/components/active-filter.tsx': file(activeFilter),
  'src/components/map-link.tsx': file(mapLink),
  'src/components/color-swatch.tsx': file(colorSwatch),
  'src/components/fields/tags-field.tsx': file(tagsField),
  'src/components/fields/color-field.tsx': file(colorField),
};
