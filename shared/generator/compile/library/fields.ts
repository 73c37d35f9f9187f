/** `src/components/fields`: labelled inputs with help and messages. */
import { code, file } from '../source-text.ts';

const fieldFrame = code`
  import type { ReactNode } from 'react';

  /** What every labelled input takes beside its value. */
  export type FieldText = { label: string; help?: string; required?: boolean };

  /** Outline of text inputs, selects and text areas. */
  export const INPUT =
    'w-full rounded-md border border-control bg-surface px-3 text-base aria-invalid:border-danger ' +
    'aria-invalid:ring-1 aria-invalid:ring-danger sm:text-sm';

  type FieldFrameProps = FieldText & { id: string; error: string | undefined; children: ReactNode };

  /** Label above, help and message below an input that carries the same id. */
  export function FieldFrame({ id, label, help, required, error, children }: FieldFrameProps) {
    return (
      <div>
        <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
          {label}
          {!required && <span className="font-normal text-muted"> (optional)</span>}
        </label>
        {children}
        {help && (
          <p id={\`\${id}-help\`} className="mt-1.5 text-sm text-muted">
            {help}
          </p>
        )}
        {error && (
          <p id={\`\${id}-error\`} className="mt-1.5 text-sm text-danger">
            {error}
          </p>
        )}
      </div>
    );
  }

  /** Ties an input to its help and message. */
  export function describe(id: string, help: string | undefined, error: string | undefined) {
    const ids = [help ? \`\${id}-help\` : '', error ? \`\${id}-error\` : ''].filter(Boolean);
    return { 'aria-invalid': Boolean(error), 'aria-describedby': ids.join(' ') || undefined };
  }
`;

const textField = code`
  import { type InputHTMLAttributes, useId } from 'react';
  import type { FieldProps } from '@/lib/use-form';
  import { describe, FieldFrame, type FieldText, INPUT } from './field-frame';

  type TextFieldProps = FieldText & FieldProps & { unit?: string } & Pick<
      InputHTMLAttributes<HTMLInputElement>,
      'type' | 'inputMode' | 'autoComplete'
    >;

  export function TextField({ label, help, required, error, onChange, unit, ...input }: TextFieldProps) {
    const id = useId();
    return (
      <FieldFrame id={id} label={label} help={help} required={required} error={error}>
        <div className="relative">
          <input
            id={id}
            required={required}
            className={\`\${INPUT} h-10 \${unit ? 'pr-16' : ''}\`}
            onChange={(event) => onChange(event.target.value)}
            {...input}
            {...describe(id, help, error)}
          />
          {unit && (
            <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-muted">
              {unit}
            </span>
          )}
        </div>
      </FieldFrame>
    );
  }
`;

const textAreaField = code`
  import { useId } from 'react';
  import type { FieldProps } from '@/lib/use-form';
  import { describe, FieldFrame, type FieldText, INPUT } from './field-frame';

  export function TextAreaField({ label, help, required, error, onChange, ...input }: FieldText & FieldProps) {
    const id = useId();
    return (
      <FieldFrame id={id} label={label} help={help} required={required} error={error}>
        <textarea
          id={id}
          rows={5}
          required={required}
          className={\`\${INPUT} block py-2\`}
          onChange={(event) => onChange(event.target.value)}
          {...input}
          {...describe(id, help, error)}
        />
      </FieldFrame>
    );
  }
`;

const selectField = code`
  import { useId } from 'react';
  import type { FieldProps } from '@/lib/use-form';
  import { describe, FieldFrame, type FieldText, INPUT } from './field-frame';

  type SelectFieldProps = FieldText & FieldProps & {
    options: readonly { value: string; label: string }[];
    /** Text of the option that stands for no choice; absent where there is always one. */
    placeholder?: string;
  };

  export function SelectField(props: SelectFieldProps) {
    const { label, help, required, error, onChange, options, placeholder, ...input } = props;
    const id = useId();
    return (
      <FieldFrame id={id} label={label} help={help} required={required} error={error}>
        <select
          id={id}
          required={required}
          className={\`\${INPUT} h-10\`}
          onChange={(event) => onChange(event.target.value)}
          {...input}
          {...describe(id, help, error)}
        >
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </FieldFrame>
    );
  }
`;

const checkboxField = code`
  import { useId } from 'react';
  import type { FieldProps } from '@/lib/use-form';
  import { describe } from './field-frame';

  type CheckboxFieldProps = { label: string; help?: string } & FieldProps;

  /** A checkbox whose value is \`yes\` or nothing. */
  export function CheckboxField({ label, help, name, value, error, onChange }: CheckboxFieldProps) {
    const id = useId();
    return (
      <div>
        <div className="flex items-center gap-3">
          <input
            id={id}
            type="checkbox"
            name={name}
            checked={value === 'yes'}
            onChange={(event) => onChange(event.target.checked ? 'yes' : '')}
            className="size-5 accent-component"
            {...describe(id, help, error)}
          />
          <label htmlFor={id} className="text-sm font-medium">
            {label}
          </label>
        </div>
        {help && (
          <p id={\`\${id}-help\`} className="mt-1.5 text-sm text-muted">
            {help}
          </p>
        )}
      </div>
    );
  }
`;

const ratingField = code`
  import { Star } from 'lucide-react';
  import { useId } from 'react';
  import type { FieldProps } from '@/lib/use-form';
  import { describe, type FieldText } from './field-frame';

  const STEPS = [1, 2, 3, 4, 5];

  /** Five stars to choose from, each a radio button. */
  export function RatingField({ label, help, required, name, value, error, onChange }: FieldText & FieldProps) {
    const id = useId();
    return (
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">
          {label}
          {!required && <span className="font-normal text-muted"> (optional)</span>}
        </legend>
        <div className="flex gap-1">
          {STEPS.map((step) => (
            <label key={step} className="cursor-pointer rounded-md p-1 has-focus-visible:outline-2 has-focus-visible:outline-accent">
              <input
                type="radio"
                name={name}
                value={step}
                checked={value === String(step)}
                onChange={() => onChange(String(step))}
                className="sr-only"
                {...describe(id, help, error)}
              />
              <span className="sr-only">{step}</span>
              <Star
                aria-hidden
                className={\`size-6 text-accent \${step <= Number(value) ? 'fill-current' : 'opacity-40'}\`}
              />
            </label>
          ))}
        </div>
        {help && (
          <p id={\`\${id}-help\`} className="mt-1.5 text-sm text-muted">
            {help}
          </p>
        )}
        {error && (
          <p id={\`\${id}-error\`} className="mt-1.5 text-sm text-danger">
            {error}
          </p>
        )}
      </fieldset>
    );
  }
`;

const formActions = code`
  import { Button } from '@/components/button';

  type FormActionsProps = { submit: string; saving: boolean; failure: string | null; onCancel?: () => void };

  export function FormActions({ submit, saving, failure, onCancel }: FormActionsProps) {
    return (
      <div className="space-y-4 pt-2">
        {failure && (
          <p role="alert" className="rounded-md border border-danger px-4 py-3 text-sm text-danger">
            {failure}
          </p>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" disabled={saving}>
            {saving ? 'Saving\u2026' : submit}
          </Button>
          {onCancel && (
            <Button look="outline" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </div>
      </div>
    );
  }
`;

export const FIELD_FILES: Readonly<Record<string, string>> = {
  'src/components/fields/field-frame.tsx': file(fieldFrame),
  'src/components/fields/text-field.tsx': file(textField),
  'src/components/fields/text-area-field.tsx': file(textAreaField),
  'src/components/fields/select-field.tsx': file(selectField),
  'src/components/fields/checkbox-field.tsx': file(checkboxField),
  'src/components/fields/rating-field.tsx': file(ratingField),
  'src/components/fields/form-actions.tsx': file(formActions),
};
