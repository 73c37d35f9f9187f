/** `src/components`: buttons, messages and page furniture. */
import { code, file } from '../source-text.ts';

const button = code`
  import type { ComponentProps } from 'react';
  import { Link, type LinkProps } from 'react-router';

  type Look = 'solid' | 'outline' | 'danger';

  const BASE =
    'inline-flex h-10 items-center justify-center gap-2 rounded-md px-4 text-sm font-medium whitespace-nowrap ' +
    'transition-colors disabled:pointer-events-none disabled:opacity-60 print:hidden [&_svg]:size-4';

  const LOOKS: Record<Look, string> = {
    solid: 'bg-component text-on-component hover:bg-component-hover',
    outline: 'border border-control bg-surface text-foreground hover:bg-subtle',
    danger: 'bg-danger text-on-danger hover:opacity-90',
  };

  export function Button({
    look = 'solid',
    type = 'button',
    className = '',
    ...rest
  }: ComponentProps<'button'> & { look?: Look }) {
    return <button type={type} className={\`\${BASE} \${LOOKS[look]} \${className}\`} {...rest} />;
  }

  export function ButtonLink({ look = 'solid', className = '', ...rest }: LinkProps & { look?: Look }) {
    return <Link className={\`\${BASE} \${LOOKS[look]} \${className}\`} {...rest} />;
  }
`;

const badge = code`
  export type Tone = 'neutral' | 'good' | 'warn' | 'bad';

  const TONES: Record<Tone, string> = {
    neutral: 'bg-accent-soft text-accent',
    good: 'bg-good-soft text-good',
    warn: 'bg-warn-soft text-warn',
    bad: 'bg-danger-soft text-danger',
  };

  export function Badge({ tone, children }: { tone: Tone; children: string }) {
    return (
      <span className={\`inline-block rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap \${TONES[tone]}\`}>
        {children}
      </span>
    );
  }
`;

const choiceBadge = code`
  import { Badge, type Tone } from './badge';

  type Choice = { value: string; label: string; tone: Tone };

  /** The label of a stored choice, in its tone. */
  export function ChoiceBadge({ choices, value }: { choices: readonly Choice[]; value: string }) {
    const choice = choices.find((it) => it.value === value);
    return <Badge tone={choice?.tone ?? 'neutral'}>{choice?.label ?? value}</Badge>;
  }
`;

const rating = code`
  import { Star } from 'lucide-react';

  const STEPS = [1, 2, 3, 4, 5];

  /** One to five stars. */
  export function Rating({ value }: { value: number | null }) {
    if (value === null) return <span className="text-muted">–</span>;
    return (
      <span role="img" aria-label={\`\${value} of 5\`} className="inline-flex gap-0.5 text-accent">
        {STEPS.map((step) => (
          <Star key={step} aria-hidden className={\`size-4 \${step <= value ? 'fill-current' : 'opacity-35'}\`} />
        ))}
      </span>
    );
  }
`;

const externalLink = code`
  /** A link that was typed by someone: only web addresses are followed. */
  export function ExternalLink({ href }: { href: string | null }) {
    if (!href || !/^https?:\/\//.test(href)) return <span className="text-muted">–</span>;
    return (
      <a href={href} target="_blank" rel="noreferrer" className="text-accent underline underline-offset-4 break-all">
        {href.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}
      </a>
    );
  }
`;

const picture = code`
  import { ImageOff } from 'lucide-react';
  import { useState } from 'react';

  /** A picture by its address; where there is none, the first letter of what it would show stands in. */
  export function Picture({ src, alt, className = '' }: { src: string | null; alt: string; className?: string }) {
    const [failed, setFailed] = useState<string | null>(null);
    if (!src || failed === src) {
      return (
        <div
          aria-hidden
          className={\`flex items-center justify-center bg-accent-soft text-xl font-semibold text-accent \${className}\`}
        >
          {src ? <ImageOff className="size-6" /> : Array.from(alt.trim())[0]?.toUpperCase()}
        </div>
      );
    }
    return (
      <img
        src={src}
        alt={alt}
        loading="lazy"
        onError={() => setFailed(src)}
        className={\`bg-subtle object-cover \${className}\`}
      />
    );
  }
`;

const pageHeading = code`
  import type { ReactNode } from 'react';

  export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
    return (
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="min-w-0 text-2xl font-semibold tracking-tight break-words sm:text-3xl">{title}</h1>
        {children && <div className="flex flex-wrap gap-2">{children}</div>}
      </div>
    );
  }
`;

const sectionBlock = code`
  import { type ReactNode, useId } from 'react';

  type SectionProps = {
    heading: string;
    /** 1 where the section is all there is on its page. */
    level?: 1 | 2;
    action?: ReactNode;
    children: ReactNode;
  };

  /** A titled part of a page, with what can be done there beside the title. */
  export function Section({ heading, level = 2, action, children }: SectionProps) {
    const id = useId();
    const Heading = level === 1 ? 'h1' : 'h2';
    const size = level === 1 ? 'text-2xl sm:text-3xl' : 'text-xl';
    return (
      <section aria-labelledby={id} className={level === 1 ? 'pb-6' : 'py-6'}>
        <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
          <Heading id={id} className={\`min-w-0 font-semibold tracking-tight break-words \${size}\`}>
            {heading}
          </Heading>
          {action}
        </div>
        {children}
      </section>
    );
  }
`;

const emptyState = code`
  import { Inbox } from 'lucide-react';
  import type { ReactNode } from 'react';

  export function EmptyState({ text, children }: { text: string; children?: ReactNode }) {
    return (
      <div className="flex flex-col items-center gap-4 rounded-lg border border-dashed border-border px-6 py-12 text-center">
        <Inbox aria-hidden className="size-6 text-muted" />
        <p className="text-muted">{text}</p>
        {children}
      </div>
    );
  }
`;

const errorState = code`
  import { CircleAlert } from 'lucide-react';
  import { Button } from './button';

  export function ErrorState({ message, onRetry }: { message: string; onRetry: () => void }) {
    return (
      <div role="alert" className="flex flex-wrap items-center gap-4 rounded-lg border border-danger px-5 py-4">
        <CircleAlert aria-hidden className="size-5 shrink-0 text-danger" />
        <p className="grow">{message}</p>
        <Button look="outline" onClick={onRetry}>
          Try again
        </Button>
      </div>
    );
  }
`;

const loaded = code`
  import type { ReactNode } from 'react';
  import type { Query } from '@/lib/use-query';
  import { ErrorState } from './error-state';
  import { Skeleton } from './skeleton';

  type LoadedProps<Data> = {
    query: Query<Data>;
    /** How many lines the skeleton has, so that little moves when the data comes. */
    lines?: number;
    children: (data: Data) => ReactNode;
  };

  /** What a query has: its data, a skeleton until it comes, or why it did not. */
  export function Loaded<Data>({ query, lines = 4, children }: LoadedProps<Data>) {
    if (query.error) return <ErrorState message={query.error} onRetry={query.reload} />;
    if (query.data === null) return <Skeleton lines={lines} />;
    return <div aria-busy={query.loading}>{children(query.data)}</div>;
  }
`;

const skeleton = code`
  export function Skeleton({ lines }: { lines: number }) {
    return (
      <div role="status" className="space-y-3">
        <span className="sr-only">Loading</span>
        {Array.from({ length: lines }, (_, line) => (
          <div key={line} className="h-12 animate-pulse rounded-md bg-subtle" />
        ))}
      </div>
    );
  }
`;

const pagination = code`
  import { ChevronLeft, ChevronRight } from 'lucide-react';
  import { Button } from './button';

  type PaginationProps = {
    page: number;
    pageSize: number;
    total: number;
    onChange: (page: number) => void;
  };

  export function Pagination({ page, pageSize, total, onChange }: PaginationProps) {
    const pages = Math.max(1, Math.ceil(total / pageSize));
    if (pages === 1) return null;
    return (
      <nav aria-label="Pages" className="mt-6 flex items-center justify-between gap-4 print:hidden">
        <Button look="outline" disabled={page <= 1} onClick={() => onChange(page - 1)}>
          <ChevronLeft aria-hidden />
          Previous
        </Button>
        <span className="text-sm text-muted tabular-nums" aria-live="polite">
          {page} / {pages}
        </span>
        <Button look="outline" disabled={page >= pages} onClick={() => onChange(page + 1)}>
          Next
          <ChevronRight aria-hidden />
        </Button>
      </nav>
    );
  }
`;

const searchBox = code`
  import { Search } from 'lucide-react';
  import { useEffect, useState } from 'react';

  type SearchBoxProps = { label: string; value: string; onSearch: (text: string) => void };

  /** Searches as one types, after a short rest. */
  export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
    const [text, setText] = useState(value);

    useEffect(() => setText(value), [value]);

    useEffect(() => {
      if (text === value) return;
      const timer = setTimeout(() => onSearch(text), 250);
      return () => clearTimeout(timer);
    }, [text, value, onSearch]);

    return (
      <div className="relative min-w-0 grow basis-56">
        <Search aria-hidden className="pointer-events-none absolute top-3 left-3 size-4 text-muted" />
        <input
          type="search"
          aria-label={label}
          placeholder={label}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="h-10 w-full rounded-md border border-control bg-surface pr-3 pl-9 text-sm placeholder:text-muted"
        />
      </div>
    );
  }
`;

const filterSelect = code`
  type FilterSelectProps = {
    label: string;
    value: string;
    /** Text of the option that filters nothing; absent where one option is always chosen. */
    all?: string;
    options: readonly { value: string; label: string }[];
    onChange: (value: string) => void;
  };

  export function FilterSelect({ label, value, all, options, onChange }: FilterSelectProps) {
    return (
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-10 max-w-full min-w-0 rounded-md border border-control bg-surface px-3 text-sm max-sm:grow"
      >
        {all && <option value="">{all}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
`;

const sortHeader = code`
  import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';

  type SortHeaderProps<Key extends string> = {
    label: string;
    /** Keys of the two sorts by this column. */
    ascending: Key;
    descending: Key;
    /** Numbers and days are looked at from the top. */
    descendingFirst?: boolean;
    sort: Key;
    onSort: (sort: Key) => void;
    className?: string;
  };

  /** Head of a column that sorts the table: once by it, twice the other way round. */
  export function SortHeader<Key extends string>(props: SortHeaderProps<Key>) {
    const { label, ascending, descending, descendingFirst = false, sort, onSort, className = '' } = props;
    const order = sort === ascending ? 'ascending' : sort === descending ? 'descending' : 'none';
    const Icon = order === 'ascending' ? ArrowUp : order === 'descending' ? ArrowDown : ChevronsUpDown;
    const next = order === 'none' ? (descendingFirst ? descending : ascending) : order === 'ascending' ? descending : ascending;
    return (
      <th scope="col" aria-sort={order} className={\`px-3 py-2.5 font-medium sm:px-4 \${className}\`}>
        <button
          type="button"
          onClick={() => onSort(next)}
          className="inline-flex items-center gap-1 rounded-sm text-left underline-offset-4 hover:underline"
        >
          {label}
          <Icon aria-hidden className={\`size-3.5 shrink-0 \${order === 'none' ? 'opacity-50' : ''}\`} />
        </button>
      </th>
    );
  }
`;

const deleteButton = code`
  import { Trash2 } from 'lucide-react';
  import { useEffect, useRef, useState } from 'react';
  import { messageOf } from '@/lib/errors';
  import { Button } from './button';

  type DeleteButtonProps = { question: string; onDelete: () => Promise<void> };

  /** Asks in place before anything is deleted. */
  export function DeleteButton({ question, onDelete }: DeleteButtonProps) {
    const [asking, setAsking] = useState(false);
    const [deleting, setDeleting] = useState(false);
    const [failure, setFailure] = useState<string | null>(null);
    const keep = useRef<HTMLButtonElement>(null);

    useEffect(() => {
      if (asking) keep.current?.focus();
    }, [asking]);

    async function confirm() {
      setDeleting(true);
      setFailure(null);
      try {
        await onDelete();
      } catch (reason) {
        setFailure(messageOf(reason));
        setDeleting(false);
      }
    }

    if (!asking) {
      return (
        <Button look="outline" onClick={() => setAsking(true)}>
          <Trash2 aria-hidden />
          Delete
        </Button>
      );
    }
    return (
      <div
        role="alertdialog"
        aria-label={question}
        onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}
        className="flex flex-wrap items-center gap-2"
      >
        <p className="text-sm" role={failure ? 'alert' : undefined}>
          {failure ?? question}
        </p>
        <Button ref={keep} look="outline" onClick={() => setAsking(false)}>
          Keep
        </Button>
        <Button look="danger" disabled={deleting} onClick={confirm}>
          Delete
        </Button>
      </div>
    );
  }
`;

const toast = code`
  import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';

  const ToastContext = createContext<(text: string) => void>(() => {});

  /** Says briefly that something was done. */
  export function useToast() {
    return useContext(ToastContext);
  }

  export function ToastProvider({ children }: { children: ReactNode }) {
    const [text, setText] = useState('');
    const show = useCallback((next: string) => setText(next), []);

    useEffect(() => {
      if (text === '') return;
      const timer = setTimeout(() => setText(''), 4000);
      return () => clearTimeout(timer);
    }, [text]);

    return (
      <ToastContext value={show}>
        {children}
        <div role="status" className="pointer-events-none fixed inset-x-4 bottom-6 z-50 flex justify-center">
          {text && (
            <p className="rounded-md bg-foreground px-4 py-2.5 text-sm text-background shadow-lg">{text}</p>
          )}
        </div>
      </ToastContext>
    );
  }
`;

const themeToggle = code`
  import { Moon, Sun } from 'lucide-react';
  import { useState } from 'react';
  import { chooseTheme, currentTheme } from '@/lib/theme';

  export function ThemeToggle() {
    const [theme, setTheme] = useState(currentTheme);
    const other = theme === 'dark' ? 'light' : 'dark';

    function toggle() {
      chooseTheme(other);
      setTheme(other);
    }

    return (
      <button
        type="button"
        onClick={toggle}
        aria-label={\`Use the \${other} theme\`}
        className="flex size-10 items-center justify-center rounded-md outline-current"
      >
        {theme === 'dark' ? <Sun aria-hidden className="size-5" /> : <Moon aria-hidden className="size-5" />}
      </button>
    );
  }
`;

const facts = code`
  import type { ReactNode } from 'react';

  export function Facts({ children }: { children: ReactNode }) {
    return (
      <dl className="mb-4 divide-y divide-border rounded-lg border border-border bg-surface px-5">{children}</dl>
    );
  }

  export function Fact({ label, children }: { label: string; children: ReactNode }) {
    return (
      <div className="grid gap-1 py-3.5 sm:grid-cols-3 sm:gap-4">
        <dt className="text-sm text-muted">{label}</dt>
        <dd className="min-w-0 break-words whitespace-pre-line sm:col-span-2">{children}</dd>
      </div>
    );
  }
`;

const notFound = code`
  import { ButtonLink } from '@/components/button';
  import { EmptyState } from '@/components/empty-state';
  import { PageHeading } from '@/components/page-heading';

  export function NotFoundPage() {
    return (
      <>
        <PageHeading title="Page not found" />
        <EmptyState text="There is nothing at this address.">
          <ButtonLink to="/">Back to the start</ButtonLink>
        </EmptyState>
      </>
    );
  }
`;

export const COMPONENT_FILES: Readonly<Record<string, string>> = {
  'src/components/button.tsx': file(button),
  'src/components/badge.tsx': file(badge),
  'src/components/choice-badge.tsx': file(choiceBadge),
  'src/components/rating.tsx': file(rating),
  'src/components/external-link.tsx': file(externalLink),
  'src/components/picture.tsx': file(picture),
  'src/components/page-heading.tsx': file(pageHeading),
  'src/components/section.tsx': file(sectionBlock),
  'src/components/empty-state.tsx': file(emptyState),
  'src/components/error-state.tsx': file(errorState),
  'src/components/loaded.tsx': file(loaded),
  'src/components/skeleton.tsx': file(skeleton),
  'src/components/pagination.tsx': file(pagination),
  'src/components/search-box.tsx': file(searchBox),
  'src/components/filter-select.tsx': file(filterSelect),
  'src/components/sort-header.tsx': file(sortHeader),
  'src/components/delete-button.tsx': file(deleteButton),
  'src/components/toast.tsx': file(toast),
  'src/components/theme-toggle.tsx': file(themeToggle),
  'src/components/facts.tsx': file(facts),
  'src/pages/not-found-page.tsx': file(notFound),
};
