/** Form, contact form, and the pages that add and change a row. */
import { headingLevel, headingProps, levelAttribute } from '../headings.ts';
import type { AppModel, EntityModel } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { code, file, jsString, jsxAttribute } from '../source-text.ts';
import { choicesName } from './display.ts';
import { optionsFunction, optionsVariable, optionTargets, parentsOf } from './feature-api.ts';
import { emptyName } from './feature-validation.ts';
import { Imports } from './imports.ts';

const AUTOCOMPLETE: Partial<Record<FieldModel['type'], string>> = { email: 'email', phone: 'tel' };

/** One input of a form. */
export function formInput(f: FieldModel, imports: Imports, contact: boolean, choices = './choices'): string {
  const component = (name: string, file: string) => imports.value(`@/components/fields/${file}`, name);
  const common = [
    jsxAttribute('label', f.spec.label),
    ...(f.spec.help ? [jsxAttribute('help', f.spec.help)] : []),
    ...(f.needed || f.type === 'choice' ? ['required'] : []),
  ];
  const spread = `{...form.field('${f.column}')}`;
  const element = (name: string, ...more: string[]) => {
    const attributes = [...common, ...more, spread];
    const line = `<${name} ${attributes.join(' ')} />`;
    return line.length <= 92 ? line : `<${name}\n${attributes.map((it) => `  ${it}`).join('\n')}\n/>`;
  };
  switch (f.type) {
    case 'long_text':
      return element(component('TextAreaField', 'text-area-field'));
    case 'rich_text':
      return element(component('RichTextField', 'rich-text-field'));
    case 'tags':
      return element(component('TagsField', 'tags-field'));
    case 'color':
      return element(component('ColorField', 'color-field'));
    case 'boolean':
      return element(component('CheckboxField', 'checkbox-field'));
    case 'rating':
      return element(component('RatingField', 'rating-field'));
    case 'choice':
      return element(component('SelectField', 'select-field'), `options={${imports.value(choices, choicesName(f))}}`);
    case 'reference':
      return element(
        component('SelectField', 'select-field'),
        `options={${optionsVariable(f)}.data ?? []}`,
        `placeholder={${optionsVariable(f)}.error ?? (${optionsVariable(f)}.loading ? 'Loading\u2026' : 'Choose\u2026')}`,
      );
    case 'date':
    case 'time':
      return element(component('TextField', 'text-field'), `type="${f.type}"`);
    case 'datetime':
      return element(component('TextField', 'text-field'), 'type="datetime-local"');
    case 'integer':
      return element(component('TextField', 'text-field'), 'inputMode="numeric"', ...unit(f));
    case 'number':
    case 'money':
      return element(component('TextField', 'text-field'), 'inputMode="decimal"', ...unit(f));
    case 'percent':
      return element(component('TextField', 'text-field'), 'inputMode="decimal"', 'unit="%"');
    case 'email':
    case 'phone': {
      const auto = contact ? [`autoComplete="${AUTOCOMPLETE[f.type] ?? 'on'}"`] : [];
      return element(component('TextField', 'text-field'), `type="${f.type === 'phone' ? 'tel' : 'email'}"`, ...auto);
    }
    case 'url':
    case 'image':
      if (f.spec.upload && !contact)
        return element(component('UploadField', 'upload-field'), ...(f.type === 'image' ? ['pictures'] : []));
      return element(component('TextField', 'text-field'), 'type="url"');
    default:
      return element(component('TextField', 'text-field'));
  }
}

function unit(f: FieldModel): string[] {
  if (f.type === 'money') return [jsxAttribute('unit', f.spec.unit ?? 'USD')];
  return f.spec.unit ? [jsxAttribute('unit', f.spec.unit)] : [];
}

/** The queries behind the selects of a form, as statements. */
export function optionQueries(app: AppModel, it: EntityModel, imports: Imports): string[] {
  const targets = optionTargets(app, it);
  return it.fields
    .filter((f) => f.reference && f.writable)
    .map((f) => {
      const target = targets.find((one) => one.spec.name === f.reference?.entity);
      const load = target ? imports.value('./api', optionsFunction(target)) : '';
      return `const ${optionsVariable(f)} = ${imports.value('@/lib/use-query', 'useQuery')}(${load});`;
    });
}

interface Step {
  readonly label: string;
  readonly fields: readonly FieldModel[];
}

/** Steps of an entity's form with the fields that the app writes; none where one step would be left. */
function stepsOf(it: EntityModel): Step[] {
  const writable = it.fields.filter((f) => f.writable);
  const planned = it.spec.steps ?? [];
  const named = new Set(planned.flatMap((step) => step.fields));
  const steps = planned.map(({ label, fields }, at) => ({
    label,
    fields: writable.filter((f) => fields.includes(f.name) || (at === planned.length - 1 && !named.has(f.name))),
  }));
  const filled = steps.filter((step) => step.fields.length > 0);
  return filled.length > 1 ? filled : [];
}

function stepList(it: EntityModel, steps: readonly Step[]): string {
  return code`
    const STEPS: FormStep<keyof ${it.type}Values>[] = [
      ${steps.map((step) => `{ label: ${jsString(step.label)}, fields: [${step.fields.map((f) => `'${f.column}'`).join(', ')}] },`)}
    ];
  `;
}

export function formFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  const steps = stepsOf(it);
  imports.value('@/components/fields/form-actions', 'FormActions');
  imports.value('./validation', `validate${it.type}`);
  imports.type('./validation', `${it.type}Input`);
  imports.type('./validation', `${it.type}Values`);
  const queries = optionQueries(app, it, imports);
  if (steps.length > 0) {
    imports.value('@/components/button', 'Button');
    imports.value('@/components/step-heading', 'StepHeading');
    imports.value('@/lib/use-step-form', 'useStepForm');
    imports.type('@/lib/steps', 'FormStep');
  } else imports.value('@/lib/use-form', 'useForm');
  const start =
    steps.length > 0
      ? `const { form, at, last, back } = useStepForm({ steps: STEPS, initial, validate: validate${it.type}, save });`
      : `const form = useForm({ initial, validate: validate${it.type}, save });`;
  const inputs =
    steps.length > 0
      ? steps.map(
          (step, at) => code`
            {at === ${at} && (
              <>
                ${step.fields.map((f) => formInput(f, imports, false))}
              </>
            )}
          `,
        )
      : it.fields.filter((f) => f.writable).map((f) => formInput(f, imports, false));
  const body = code`
    type ${it.type}FormProps = {
      initial: ${it.type}Values;
      submit: string;
      save: (input: ${it.type}Input) => Promise<void>;
      onCancel: () => void;
    };

    ${steps.length > 0 && stepList(it, steps)}

    export function ${it.type}Form({ initial, submit, save, onCancel }: ${it.type}FormProps) {
      ${start}
      ${queries}

      return (
        <form {...form.formProps} className="max-w-xl space-y-5">
          ${steps.length > 0 && '<StepHeading steps={STEPS} at={at} />'}
          ${inputs}
          ${
            steps.length > 0 &&
            code`
              {at > 0 && (
                <Button look="outline" onClick={back}>
                  Back
                </Button>
              )}
            `
          }
          <FormActions
            submit={${steps.length > 0 ? "last ? submit : 'Continue'" : 'submit'}}
            saving={form.saving}
            failure={form.failure}
            onCancel={onCancel}
          />
        </form>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

export function contactFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  const fields = it.fields.filter((f) => f.writable);
  imports.value('react', 'useState');
  imports.value('@/lib/use-form', 'useForm');
  imports.value('@/components/section', 'Section');
  imports.value('@/components/button', 'Button');
  imports.value('@/components/fields/form-actions', 'FormActions');
  imports.value('./api', `send${it.type}`);
  imports.value('./validation', emptyName(it), `validate${it.type}`);
  const queries = optionQueries(app, it, imports);
  const inputs = fields.map((f) => formInput(f, imports, true));
  const level = headingLevel(app.spec, it.spec.name, 'contact');
  const body = code`
    /** Anyone may write; only the people who look after the app can read it. */
    export function ${it.type}ContactForm(${headingProps(level, [['text', 'string']])}) {
      const [sent, setSent] = useState(false);
      const form = useForm({
        initial: ${emptyName(it)},
        validate: validate${it.type},
        save: async (input) => {
          await send${it.type}(input);
          form.reset();
          setSent(true);
        },
      });
      ${queries}

      return (
        <Section
          heading={heading}
          ${levelAttribute(level)}
        >
          <p className="mb-6 max-w-2xl text-muted">{text}</p>
          {sent ? (
            <div role="status" className="max-w-xl space-y-4 rounded-lg border border-border bg-surface p-6">
              <p>Thank you. Your message has arrived.</p>
              <Button look="outline" onClick={() => setSent(false)}>
                Write another
              </Button>
            </div>
          ) : (
            <form {...form.formProps} className="max-w-xl space-y-5">
              ${inputs}
              <FormActions submit="Send" saving={form.saving} failure={form.failure} />
            </form>
          )}
        </Section>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

export function newPageFile(app: AppModel, it: EntityModel): string {
  const parents = parentsOf(app, it);
  const imports = new Imports();
  imports.value('react-router', 'useNavigate');
  imports.value('@/components/page-heading', 'PageHeading');
  imports.value('@/components/toast', 'useToast');
  imports.value('./api', `create${it.type}`);
  imports.value('./validation', emptyName(it));
  imports.value(`./${it.stem}-form`, `${it.type}Form`);
  if (parents.length > 0) {
    imports.value('react-router', 'useSearchParams');
    imports.value('@/lib/ids', 'idOf');
  }
  const back = parents.map(
    ({ parent, column }) =>
      `if (input.${column} && params.has('${column}')) return navigate(\`${parent.basePath}/\${input.${column}}\`);`,
  );
  const body = code`
    export function New${it.type}Page() {
      const navigate = useNavigate();
      const toast = useToast();
      ${parents.length > 0 && 'const [params] = useSearchParams();'}
      ${
        parents.length > 0 &&
        code`
          // A link from another row's page says which row this belongs to.
          const initial = {
            ...${emptyName(it)},
            ${parents.map(({ column }) => `${column}: idOf(params.get('${column}')) ?? '',`)}
          };
        `
      }

      return (
        <>
          <PageHeading title=${attributeValue(`New ${it.noun}`)} />
          <${it.type}Form
            initial={${parents.length > 0 ? 'initial' : emptyName(it)}}
            submit="Save"
            save={async (input) => {
              const id = await create${it.type}(input);
              toast('Saved.');
              ${back}
              navigate(\`${it.basePath}/\${id}\`, { replace: true });
            }}
            onCancel={() => navigate(-1)}
          />
        </>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

function attributeValue(value: string): string {
  return jsxAttribute('title', value).slice('title='.length);
}

export function editPageFile(it: EntityModel): string {
  const imports = new Imports();
  imports.value('react', 'useCallback');
  imports.value('react-router', 'useNavigate', 'useParams');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/page-heading', 'PageHeading');
  imports.value('@/components/toast', 'useToast');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', `get${it.type}`, `update${it.type}`);
  imports.value('./validation', `to${it.type}Values`);
  imports.value(`./${it.stem}-form`, `${it.type}Form`);
  const body = code`
    export function Edit${it.type}Page() {
      const { id = '' } = useParams();
      const navigate = useNavigate();
      const toast = useToast();
      const query = useQuery(useCallback((signal: AbortSignal) => get${it.type}(id, signal), [id]));

      return (
        <>
          <PageHeading title=${attributeValue(`Edit ${it.noun}`)} />
          <Loaded query={query} lines={${Math.min(8, it.fields.length)}}>
            {(row) => (
              <${it.type}Form
                initial={to${it.type}Values(row)}
                submit="Save"
                save={async (input) => {
                  await update${it.type}(id, input);
                  toast('Saved.');
                  navigate(\`${it.basePath}/\${id}\`, { replace: true });
                }}
                onCancel={() => navigate(-1)}
              />
            )}
          </Loaded>
        </>
      );
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}
