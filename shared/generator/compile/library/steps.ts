/** Forms in several steps: what a step checks, where the person is, and how they go on and back. */
import { code, file } from '../source-text.ts';

const steps = code`
  import type { Errors, Validated } from './validation';

  /** Part of a form, shown alone. */
  export type FormStep<Name extends string> = { label: string; fields: readonly Name[] };

  /** What stands in the way of leaving a step: mistakes in its own fields. Null as input: there is more to fill in. */
  export function validateStep<Name extends string, Input>(
    all: Validated<Name, Input>,
    fields: readonly Name[],
    last: boolean,
  ): Validated<Name, Input | null> {
    if (last) return all;
    const errors: Errors<Name> = {};
    for (const name of fields) {
      const error = all.errors[name];
      if (error !== undefined) errors[name] = error;
    }
    if (Object.keys(errors).length > 0) return { valid: false, errors };
    return { valid: true, input: null, errors };
  }
`;

const stepsTest = code`
  import { expect, it } from 'vitest';
  import { validateStep } from './steps';
  import type { Validated } from './validation';

  const WRONG: Validated<'name' | 'email', string> = { valid: false, errors: { email: 'This is needed.' } };

  it('goes on when the step has no mistakes of its own', () => {
    expect(validateStep(WRONG, ['name'], false)).toEqual({ valid: true, input: null, errors: {} });
  });

  it('stays at a step with a mistake', () => {
    expect(validateStep(WRONG, ['email'], false)).toEqual({ valid: false, errors: { email: 'This is needed.' } });
  });

  it('takes the whole form at the last step', () => {
    const sound: Validated<'name' | 'email', string> = { valid: true, input: 'all', errors: {} };
    expect(validateStep(sound, ['email'], true)).toBe(sound);
    expect(validateStep(WRONG, ['name'], true)).toBe(WRONG);
  });
`;

const useStepForm = code`
  import { useState } from 'react';
  import { type FormStep, validateStep } from './steps';
  import { useForm } from './use-form';
  import type { Validated } from './validation';

  type StepFormOptions<Name extends string, Input> = {
    steps: readonly FormStep<Name>[];
    initial: Record<Name, string>;
    validate: (values: Record<Name, string>) => Validated<Name, Input>;
    save: (input: Input) => Promise<void>;
  };

  /** A form in steps: each is checked before the next is shown, the last one saves. */
  export function useStepForm<Name extends string, Input>(options: StepFormOptions<Name, Input>) {
    const { steps, initial, validate, save } = options;
    const [at, setAt] = useState(0);
    const last = at === steps.length - 1;
    const form = useForm<Name, Input | null>({
      initial,
      validate: (values) => {
        const result = validateStep(validate(values), steps[at]?.fields ?? [], last);
        const wrong = steps.findIndex((step) => step.fields.some((name) => result.errors[name] !== undefined));
        if (wrong !== -1) setAt(wrong);
        return result;
      },
      save: async (input) => {
        if (input === null) setAt(at + 1);
        else await save(input);
      },
    });
    return { form, at, last, back: () => setAt(at - 1) };
  }
`;

const stepHeading = code`
  import { useEffect, useRef } from 'react';

  /** Where the person is among the steps; it takes the focus when the step changes. */
  export function StepHeading({ steps, at }: { steps: readonly { label: string }[]; at: number }) {
    const ref = useRef<HTMLHeadingElement>(null);
    const shown = useRef(at);

    useEffect(() => {
      if (shown.current !== at) ref.current?.focus();
      shown.current = at;
    }, [at]);

    return (
      <div>
        <div aria-hidden className="mb-4 flex gap-1.5">
          {steps.map((step, index) => (
            <span key={step.label} className={\`h-1.5 grow rounded-full \${index <= at ? 'bg-accent' : 'bg-border'}\`} />
          ))}
        </div>
        <h2 ref={ref} tabIndex={-1} className="text-lg font-medium outline-none">
          {steps[at]?.label}
          <span className="ml-2 text-sm font-normal text-muted tabular-nums">
            {at + 1} of {steps.length}
          </span>
        </h2>
      </div>
    );
  }
`;

export const STEP_FILES: Readonly<Record<string, string>> = {
  'src/lib/steps.ts': file(steps),
  'src/lib/use-step-form.ts': file(useStepForm),
  'src/components/step-heading.tsx': file(stepHeading),
};

export const STEP_TESTS: Readonly<Record<string, string>> = { 'src/lib/steps.ts': file(stepsTest) };
