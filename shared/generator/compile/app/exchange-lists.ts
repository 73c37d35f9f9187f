/** Where messages are found: the boxes of mail, or the conversations of a chat. */
import { headingLevel, headingProps, levelAttribute } from '../headings.ts';
import type { AppModel, EntityModel } from '../model.ts';
import type { ExchangeModel } from '../model-exchange.ts';
import { code, file, jsxAttribute } from '../source-text.ts';
import { textOf } from './display.ts';
import { addLabel } from './feature-detail.ts';
import { Imports } from './imports.ts';

/** `MessageBox` in `message-box.tsx`, or `MessageConversations` in `message-conversations.tsx`. */
export function exchangeList(it: EntityModel, { kind }: ExchangeModel): { name: string; stem: string } {
  return kind === 'mail'
    ? { name: `${it.type}Box`, stem: `${it.stem}-box` }
    : { name: `${it.type}Conversations`, stem: `${it.stem}-conversations` };
}

export function exchangeListFile(app: AppModel, it: EntityModel, exchange: ExchangeModel): string {
  return exchange.kind === 'mail' ? boxFile(app, it, exchange) : conversationsFile(app, it);
}

/** The way to a new message, beside the heading. */
function writeAction(it: EntityModel, imports: Imports): string {
  imports.value('lucide-react', 'PenLine');
  imports.value('@/components/button', 'ButtonLink');
  return code`
    action={
      <ButtonLink to="${it.basePath}/new">
        <PenLine aria-hidden />
        ${addLabel(it)}
      </ButtonLink>
    }
  `;
}

const UNREAD = code`
  <span className="mr-2 inline-block size-2 rounded-full bg-accent align-middle">
    <span className="sr-only">Unread</span>
  </span>
`;

function boxFile(app: AppModel, it: EntityModel, { subject, body }: ExchangeModel): string {
  const level = headingLevel(app.spec, it.spec.name, 'list');
  const imports = new Imports();
  imports.value('react', 'useCallback');
  imports.value('react-router', 'Link', 'useSearchParams');
  imports.value('@/components/empty-state', 'EmptyState');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/pagination', 'Pagination');
  imports.value('@/components/search-box', 'SearchBox');
  imports.value('@/components/section', 'Section');
  imports.value('@/features/auth/session', 'useSession');
  imports.value('@/lib/format', 'formatDateTime');
  imports.value('@/lib/search-params', 'pageOf', 'withParam');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('./api', 'countUnread', 'listBox', 'PAGE_SIZE');
  imports.type('./api', 'Box');
  imports.type('./api', it.type);
  const title = textOf(app, it, subject ?? body, 'message', imports);
  const excerpt = textOf(app, it, body, 'message', imports);
  const action = writeAction(it, imports);
  return file(code`
    ${imports.lines()}

    /** Mail of the person who is signed in: what they were sent and what they sent. */
    export function ${it.type}Box(${headingProps(level)}) {
      const [params, setParams] = useSearchParams();
      const { session } = useSession();
      const me = session?.user.id ?? '';
      const box: Box = params.get('box') === 'sent' ? 'sent' : 'inbox';
      const search = params.get('search')?.trim().slice(0, 100) ?? '';
      const page = pageOf(params.get('page'));
      const query = useQuery(
        useCallback((signal: AbortSignal) => listBox({ me, box, search, page }, signal), [me, box, search, page]),
      );
      const unread = useQuery(useCallback((signal: AbortSignal) => countUnread(me, signal), [me]));
      const setParam = useCallback(
        (name: string, value: string) =>
          setParams((before) => withParam(before, name, value, 'page'), { replace: true }),
        [setParams],
      );
      const onSearch = useCallback((text: string) => setParam('search', text), [setParam]);

      return (
        <Section
          heading={heading}
          ${levelAttribute(level)}
          ${action}
        >
          <div className="mb-5 flex flex-wrap gap-3">
            <nav aria-label="Boxes" className="flex gap-1 rounded-md bg-subtle p-1 text-sm font-medium">
              <BoxLink to="?" current={box === 'inbox'} label={unread.data ? \`Inbox (\${unread.data})\` : 'Inbox'} />
              <BoxLink to="?box=sent" current={box === 'sent'} label="Sent" />
            </nav>
            <SearchBox label=${jsxAttribute('a', `Search ${it.nouns}`).slice(2)} value={search} onSearch={onSearch} />
          </div>
          <Loaded query={query} lines={6}>
            {({ rows, total }) =>
              rows.length === 0 ? (
                <EmptyState text={search ? ${quoted(`No ${it.nouns} match.`)} : ${quoted(`No ${it.nouns} here.`)}} />
              ) : (
                <>
                  <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
                    {rows.map((message) => (
                      <${it.type}Line key={message.id} message={message} box={box} />
                    ))}
                  </ul>
                  <Pagination
                    page={page}
                    pageSize={PAGE_SIZE}
                    total={total}
                    onChange={(next) => setParam('page', String(next))}
                  />
                </>
              )
            }
          </Loaded>
        </Section>
      );
    }

    function BoxLink({ to, current, label }: { to: string; current: boolean; label: string }) {
      return (
        <Link
          to={to}
          aria-current={current ? 'page' : undefined}
          className="flex h-8 items-center rounded px-3 aria-[current=page]:bg-surface aria-[current=page]:shadow-sm"
        >
          {label}
        </Link>
      );
    }

    function ${it.type}Line({ message, box }: { message: ${it.type}; box: Box }) {
      const person = box === 'inbox' ? message.owner_id : message.recipient_id;
      const name = (box === 'inbox' ? message.sender : message.recipient)?.display_name ?? 'Someone';
      const isNew = box === 'inbox' && message.read_at === null;
      return (
        <li>
          <Link
            to={\`${it.basePath}/with/\${person}\`}
            className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 px-5 py-3.5 hover:bg-subtle sm:grid-cols-[10rem_1fr_auto]"
          >
            <span className={\`truncate \${isNew ? 'font-semibold' : ''}\`}>
              {isNew && (
                ${UNREAD}
              )}
              {box === 'sent' && <span className="text-muted">To </span>}
              {name}
            </span>
            <span className="truncate max-sm:order-last max-sm:col-span-2">
              <span className={isNew ? 'font-semibold' : ''}>{${title}}</span>
              <span className="text-muted"> {${excerpt}}</span>
            </span>
            <time dateTime={message.created_at} className="text-sm text-muted tabular-nums">
              {formatDateTime(message.created_at)}
            </time>
          </Link>
        </li>
      );
    }
  `);
}

function quoted(text: string): string {
  return /['\\]/.test(text) ? JSON.stringify(text) : `'${text}'`;
}

function conversationsFile(app: AppModel, it: EntityModel): string {
  const level = headingLevel(app.spec, it.spec.name, 'list');
  const imports = new Imports();
  imports.value('react-router', 'Link');
  imports.value('@/components/empty-state', 'EmptyState');
  imports.value('@/components/loaded', 'Loaded');
  imports.value('@/components/section', 'Section');
  imports.value('@/lib/format', 'formatDateTime');
  imports.value('@/lib/use-query', 'useQuery');
  imports.value('@/lib/use-refresh', 'useRefresh');
  imports.value('./api', `list${it.type}Conversations`);
  const action = writeAction(it, imports);
  return file(code`
    ${imports.lines()}

    /** The people one has written with, each with the newest message. */
    export function ${it.type}Conversations(${headingProps(level)}) {
      const query = useQuery(list${it.type}Conversations);
      useRefresh(query.reload);
      return (
        <Section
          heading={heading}
          ${levelAttribute(level)}
          ${action}
        >
          <Loaded query={query} lines={4}>
            {(people) =>
              people.length === 0 ? (
                <EmptyState text="No conversations yet." />
              ) : (
                <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
                  {people.map((person) => (
                    <li key={person.person_id}>
                      <Link
                        to={\`${it.basePath}/with/\${person.person_id}\`}
                        className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 px-5 py-3.5 hover:bg-subtle"
                      >
                        <span className="truncate font-medium">{person.person_name}</span>
                        <time dateTime={person.created_at} className="text-sm text-muted tabular-nums">
                          {formatDateTime(person.created_at)}
                        </time>
                        <span className="truncate text-muted">
                          {person.is_own && 'You: '}
                          {person.text}
                        </span>
                        {person.unread > 0 && (
                          <span className="justify-self-end rounded-full bg-accent-soft px-2 text-sm font-medium text-accent tabular-nums">
                            {person.unread} <span className="sr-only">unread</span>
                          </span>
                        )}
                      </Link>
                    </li>
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Section>
      );
    }
  `);
}
