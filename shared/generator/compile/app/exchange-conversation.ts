/** What two people wrote to each other with a form to answer, and the page that writes to somebody. */
import type { AppModel, EntityModel } from '../model.ts';
import type { ExchangeModel } from '../model-exchange.ts';
import type { FieldModel } from '../model-fields.ts';
import { code, file, jsxAttribute, jsxText } from '../source-text.ts';
import { nodeOf, textOf } from './display.ts';
import { formInput, optionQueries } from './feature-form.ts';
import { emptyName } from './feature-validation.ts';
import { Imports } from './imports.ts';

/** The inputs of a message; to whom is asked where nothing has decided it. */
export function exchangeFormFile(app: AppModel, it: EntityModel): string {
  const imports = new Imports();
  imports.value('react', 'useCallback');
  imports.value('@/components/fields/form-actions', 'FormActions');
  imports.value('@/components/fields/select-field', 'SelectField');
  imports.value('@/features/auth/session', 'useSession');
  imports.value('@/lib/use-form', 'useForm');
  imports.type('@/lib/use-form', 'FieldProps');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', 'fetchRecipients');
  imports.value('./validation', `validate${it.type}`);
  imports.type('./validation', `${it.type}Input`);
  imports.type('./validation', `${it.type}Values`);
  const queries = optionQueries(app, it, imports);
  const inputs = it.fields.filter((f) => f.writable).map((f) => formInput(f, imports, false));
  return file(code`
    ${imports.lines()}

    type ${it.type}FormProps = {
      initial: ${it.type}Values;
      /** Whether to ask to whom the message goes. */
      asksRecipient?: boolean;
      send: (input: ${it.type}Input) => Promise<void>;
      onCancel?: () => void;
    };

    /** Writes a message and empties itself. */
    export function ${it.type}Form({ initial, asksRecipient, send, onCancel }: ${it.type}FormProps) {
      const form = useForm({
        initial,
        validate: validate${it.type},
        save: async (input) => {
          await send(input);
          form.reset();
        },
      });
      ${queries}

      return (
        <form {...form.formProps} className="max-w-xl space-y-5">
          {asksRecipient && <RecipientField {...form.field('recipient_id')} />}
          ${inputs}
          <FormActions submit="Send" saving={form.saving} failure={form.failure} onCancel={onCancel} />
        </form>
      );
    }

    function RecipientField(field: FieldProps) {
      const { session } = useSession();
      const me = session?.user.id ?? '';
      const people = useQuery(useCallback((signal: AbortSignal) => fetchRecipients(me, signal), [me]));
      return (
        <SelectField
          label="To"
          required
          options={people.data ?? []}
          placeholder={people.error ?? (people.loading ? 'Loading\u2026' : 'Choose\u2026')}
          {...field}
        />
      );
    }
  `);
}

export function newMessageFile(it: EntityModel): string {
  const imports = new Imports();
  imports.value('react-router', 'useNavigate', 'useSearchParams');
  imports.value('@/components/page-heading', 'PageHeading');
  imports.value('@/components/toast', 'useToast');
  imports.value('@/lib/ids', 'idOf');
  imports.value('./api', `send${it.type}`);
  imports.value('./validation', emptyName(it));
  imports.value(`./${it.stem}-form`, `${it.type}Form`);
  return file(code`
    ${imports.lines()}

    export function New${it.type}Page() {
      const navigate = useNavigate();
      const toast = useToast();
      const [params] = useSearchParams();
      return (
        <>
          <PageHeading title=${jsxAttribute('t', `New ${it.noun}`).slice(2)} />
          <${it.type}Form
            // A link may say to whom.
            initial={{ ...${emptyName(it)}, recipient_id: idOf(params.get('to')) ?? '' }}
            asksRecipient
            send={async (input) => {
              await send${it.type}(input);
              toast('Sent.');
              navigate(\`${it.basePath}/with/\${input.recipient_id}\`, { replace: true });
            }}
            onCancel={() => navigate(-1)}
          />
        </>
      );
    }
  `);
}

function textNode(app: AppModel, it: EntityModel, f: FieldModel, look: string, imports: Imports): string {
  const node =
    f.type === 'rich_text'
      ? `<div className="${look}">${nodeOf(app, it, f, 'message', imports)}</div>`
      : `<p className="${look}">{${textOf(app, it, f, 'message', imports)}}</p>`;
  return f.required ? node : `{message.${f.column} && ${node}}`;
}

export function conversationPageFile(app: AppModel, it: EntityModel, exchange: ExchangeModel): string {
  const { subject, body, details, kind } = exchange;
  const imports = new Imports();
  imports.value('react', 'useCallback', 'useEffect');
  imports.value('react-router', 'useParams');
  imports.value('@/components/button', 'ButtonLink');
  imports.value('@/components/delete-button', 'DeleteButton');
  imports.value('@/components/empty-state', 'EmptyState');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/page-heading', 'PageHeading');
  imports.value('@/components/section', 'Section');
  imports.value('@/features/auth/session', 'useSession');
  imports.value('@/lib/format', 'formatDateTime');
  imports.value('@/lib/use-query', 'useQuery');
  if (kind === 'chat') imports.value('@/lib/use-refresh', 'useRefresh');
  imports.value('./api', `fetch${it.type}Conversation`, `mark${it.types}Read`, `send${it.type}`, `takeBack${it.type}`);
  imports.type('./api', it.type);
  imports.value('./validation', emptyName(it));
  imports.value(`./${it.stem}-form`, `${it.type}Form`);
  const facts = details.map((f) => {
    const text = `<span>${jsxText(`${f.label}:`)} ${nodeOf(app, it, f, 'message', imports)}</span>`;
    return f.required ? text : `{message.${f.reference?.embed ?? f.column} && ${text}}`;
  });
  const subjectNode = subject && textNode(app, it, subject, 'mt-1.5 font-semibold break-words', imports);
  const bodyNode = textNode(app, it, body, 'mt-1.5 break-words whitespace-pre-line', imports);
  const answer = subject
    ? code`
        initial={{
          ...${emptyName(it)},
          recipient_id: id,
          ${subject.column}: answerTo(messages.at(-1)?.${subject.column}),
        }}
      `
    : `initial={{ ...${emptyName(it)}, recipient_id: id }}`;
  return file(code`
    ${imports.lines()}

    /** What the caller and another person wrote to each other, and a form to go on. */
    export function ${it.type}ConversationPage() {
      const { id = '' } = useParams();
      const { session } = useSession();
      const me = session?.user.id;
      const query = useQuery(useCallback((signal: AbortSignal) => fetch${it.type}Conversation(id, signal), [id]));
      ${kind === 'chat' && 'useRefresh(query.reload);'}
      const isNew = query.data?.messages.some((it) => it.recipient_id === me && it.read_at === null) ?? false;

      useEffect(() => {
        // Where it cannot be stored the messages stay unread, which is true enough.
        if (isNew) mark${it.types}Read(id).catch(() => undefined);
      }, [id, isNew]);

      return (
        <Loaded query={query} lines={6}>
          {({ name, messages }) => (
            <>
              <PageHeading title={name}>
                <ButtonLink look="outline" to="${it.listPath ?? '/'}">
                  ${jsxText(`All ${it.nouns}`)}
                </ButtonLink>
              </PageHeading>
              {messages.length === 0 ? (
                <EmptyState text=${jsxAttribute('t', `No ${it.nouns} yet.`).slice(2)} />
              ) : (
                <ol className="space-y-3">
                  {messages.map((message) => (
                    <${it.type}Bubble
                      key={message.id}
                      message={message}
                      isOwn={message.owner_id === me}
                      onTakenBack={query.reload}
                    />
                  ))}
                </ol>
              )}
              <Section heading="Reply">
                <${it.type}Form
                  key={id}
                  ${answer}
                  send={async (input) => {
                    await send${it.type}(input);
                    query.reload();
                  }}
                />
              </Section>
            </>
          )}
        </Loaded>
      );
    }

    ${
      subject &&
      code`
        function answerTo(subject: string | null | undefined): string {
          if (!subject) return '';
          return subject.startsWith('Re: ') ? subject : \`Re: \${subject}\`.slice(0, ${subject.maxLength});
        }
      `
    }

    type ${it.type}BubbleProps = { message: ${it.type}; isOwn: boolean; onTakenBack: () => void };

    function ${it.type}Bubble({ message, isOwn, onTakenBack }: ${it.type}BubbleProps) {
      return (
        <li
          className={\`w-fit max-w-[min(85%,40rem)] rounded-lg border border-border px-4 py-3 \${isOwn ? 'ml-auto bg-subtle' : 'bg-surface'}\`}
        >
          <div className="flex flex-wrap items-baseline gap-x-3 text-sm">
            <span className="font-medium">{isOwn ? 'You' : (message.sender?.display_name ?? 'Someone')}</span>
            <time dateTime={message.created_at} className="text-muted">
              {formatDateTime(message.created_at)}
            </time>
            {isOwn && message.read_at && <span className="text-muted">Read</span>}
          </div>
          ${subjectNode}
          ${bodyNode}
          ${
            facts.length > 0 &&
            code`
              <div className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted">
                ${facts}
              </div>
            `
          }
          {isOwn && message.read_at === null && (
            <div className="mt-2">
              <DeleteButton
                question="Take this back? It goes for both of you."
                onDelete={async () => {
                  await takeBack${it.type}(message.id);
                  onTakenBack();
                }}
              />
            </div>
          )}
        </li>
      );
    }
  `);
}
