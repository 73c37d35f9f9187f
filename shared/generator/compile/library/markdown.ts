/** `src/lib/markdown.ts` and what shows it: a small part of Markdown as React elements, never as HTML. */
import { code, file } from '../source-text.ts';

const markdown = code`
  /** Part of a line. */
  export type Inline =
    | { kind: 'text'; text: string }
    | { kind: 'code'; text: string }
    | { kind: 'strong'; children: Inline[] }
    | { kind: 'emphasis'; children: Inline[] }
    | { kind: 'link'; href: string; children: Inline[] };

  export type Block =
    | { kind: 'heading'; level: 1 | 2 | 3; children: Inline[] }
    | { kind: 'paragraph'; children: Inline[] }
    | { kind: 'quote'; children: Inline[] }
    | { kind: 'list'; ordered: boolean; items: Inline[][] };

  /** Bold, italic, code, and links to web addresses: other schemes could run code. */
  const MARK = /\*\*([^*]+)\*\*|\*([^*]+)\*|\`([^\`]+)\`|\[([^\][]+)\]\((https?:\/\/[^\s()]+)\)/g;

  function parseLine(text: string): Inline[] {
    const parts: Inline[] = [];
    let end = 0;
    for (const match of text.matchAll(MARK)) {
      const [all, strong, emphasis, plainCode, label, href] = match;
      if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
      if (strong) parts.push({ kind: 'strong', children: parseLine(strong) });
      else if (emphasis) parts.push({ kind: 'emphasis', children: parseLine(emphasis) });
      else if (plainCode) parts.push({ kind: 'code', text: plainCode });
      else if (label && href) parts.push({ kind: 'link', href, children: [{ kind: 'text', text: label }] });
      end = match.index + all.length;
    }
    if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
    return parts;
  }

  const ITEM = /^(?:[-*]|\d{1,3}\.)\s+/;

  /** Headings with #, lists with - or 1., quotes with >, and paragraphs between blank lines. */
  export function parseMarkdown(text: string): Block[] {
    const blocks: Block[] = [];
    let open: string[] = [];
    const close = () => {
      if (open.length > 0) blocks.push({ kind: 'paragraph', children: parseLine(open.join(' ')) });
      open = [];
    };
    for (const line of text.split(/\r?\n/).map((it) => it.trim())) {
      const heading = /^(#{1,3})\s+(.+)$/.exec(line);
      const last = blocks.at(-1);
      if (line === '') close();
      else if (heading) {
        close();
        const level = heading[1]?.length === 1 ? 1 : heading[1]?.length === 2 ? 2 : 3;
        blocks.push({ kind: 'heading', level, children: parseLine(heading[2] ?? '') });
      } else if (ITEM.test(line)) {
        const ordered = /^\d/.test(line);
        const item = parseLine(line.replace(ITEM, ''));
        if (open.length === 0 && last?.kind === 'list' && last.ordered === ordered) last.items.push(item);
        else {
          close();
          blocks.push({ kind: 'list', ordered, items: [item] });
        }
      } else if (/^>\s?/.test(line)) {
        close();
        blocks.push({ kind: 'quote', children: parseLine(line.replace(/^>\s?/, '')) });
      } else open.push(line);
    }
    close();
    return blocks;
  }

  function textOf(parts: Inline[]): string {
    return parts.map((it) => ('children' in it ? textOf(it.children) : it.text)).join('');
  }

  /** The text without its marks, for a line among others. */
  export function plainText(text: string | null): string {
    return parseMarkdown(text ?? '')
      .map((it) => (it.kind === 'list' ? it.items.map(textOf).join(', ') : textOf(it.children)))
      .join(' ');
  }
`;

const markdownTest = code`
  import { expect, it } from 'vitest';
  import { parseMarkdown, plainText } from './markdown';

  it('reads headings, paragraphs, quotes and lists', () => {
    const kinds = parseMarkdown('# Title\n\nOne\ntwo\n\n> said\n\n- a\n- b\n\n1. first').map((it) => it.kind);
    expect(kinds).toEqual(['heading', 'paragraph', 'quote', 'list', 'list']);
  });

  it('reads marks within a line', () => {
    expect(parseMarkdown('**bold** and [a page](https://example.com)')).toEqual([
      {
        kind: 'paragraph',
        children: [
          { kind: 'strong', children: [{ kind: 'text', text: 'bold' }] },
          { kind: 'text', text: ' and ' },
          { kind: 'link', href: 'https://example.com', children: [{ kind: 'text', text: 'a page' }] },
        ],
      },
    ]);
  });

  it('follows web addresses only, and keeps HTML as text', () => {
    const text = '[run](javascript:alert(1)) <b>x</b>';
    expect(parseMarkdown(text)).toEqual([{ kind: 'paragraph', children: [{ kind: 'text', text }] }]);
  });

  it('gives the text without its marks', () => {
    expect(plainText('## Hello\n\n*dear* **reader**')).toBe('Hello dear reader');
    expect(plainText(null)).toBe('');
  });
`;

const richText = code`
  import type { ReactNode } from 'react';
  import { type Block, type Inline, parseMarkdown } from '@/lib/markdown';

  function inline(parts: Inline[]): ReactNode {
    return parts.map((part, at) => {
      const key = \`\${part.kind}-\${at}\`;
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'code':
          return (
            <code key={key} className="rounded bg-subtle px-1 py-0.5 font-mono text-[0.9em]">
              {part.text}
            </code>
          );
        case 'strong':
          return <strong key={key}>{inline(part.children)}</strong>;
        case 'emphasis':
          return <em key={key}>{inline(part.children)}</em>;
        case 'link':
          return (
            <a
              key={key}
              href={part.href}
              target="_blank"
              rel="noreferrer"
              className="text-accent underline underline-offset-4 break-words"
            >
              {inline(part.children)}
            </a>
          );
      }
    });
  }

  /** Headings of a text come below the page's own. */
  const HEADINGS = { 1: 'h2', 2: 'h3', 3: 'h4' } as const;
  const SIZES = { 1: 'text-xl', 2: 'text-lg', 3: 'text-base' } as const;

  function block(it: Block): ReactNode {
    switch (it.kind) {
      case 'heading': {
        const Heading = HEADINGS[it.level];
        return <Heading className={\`pt-2 font-semibold tracking-tight \${SIZES[it.level]}\`}>{inline(it.children)}</Heading>;
      }
      case 'paragraph':
        return <p>{inline(it.children)}</p>;
      case 'quote':
        return <blockquote className="border-l-2 border-component pl-4 text-muted">{inline(it.children)}</blockquote>;
      case 'list': {
        const List = it.ordered ? 'ol' : 'ul';
        return (
          <List className={\`space-y-1 pl-6 \${it.ordered ? 'list-decimal' : 'list-disc'}\`}>
            {it.items.map((item, at) => (
              <li key={at}>{inline(item)}</li>
            ))}
          </List>
        );
      }
    }
  }

  /** A text with Markdown's simplest marks, built from elements: nothing in it is taken as HTML. */
  export function RichText({ text }: { text: string | null }) {
    return (
      <div className="max-w-2xl space-y-4 leading-relaxed break-words whitespace-normal">
        {parseMarkdown(text ?? '').map((it, at) => (
          <div key={at}>{block(it)}</div>
        ))}
      </div>
    );
  }
`;

const richTextField = code`
  import { useId, useState } from 'react';
  import { Button } from '@/components/button';
  import { RichText } from '@/components/rich-text';
  import type { FieldProps } from '@/lib/use-form';
  import { describe, FieldFrame, type FieldText, INPUT } from './field-frame';

  const MARKS = '# heading, **bold**, *italic*, - list, > quote, [text](https://…)';

  /** A text area for Markdown, with a look at the result. */
  export function RichTextField({ label, help, required, error, onChange, ...input }: FieldText & FieldProps) {
    const id = useId();
    const [preview, setPreview] = useState(false);
    const hint = help ? \`\${help} \${MARKS}\` : MARKS;
    return (
      <FieldFrame id={id} label={label} help={hint} required={required} error={error}>
        <textarea
          id={id}
          rows={10}
          required={required}
          className={\`\${INPUT} block py-2\`}
          onChange={(event) => onChange(event.target.value)}
          {...input}
          {...describe(id, hint, error)}
        />
        <Button look="outline" className="mt-2" aria-expanded={preview} onClick={() => setPreview(!preview)}>
          {preview ? 'Hide the preview' : 'Show a preview'}
        </Button>
        {preview && (
          <div className="mt-3 rounded-md border border-border bg-surface p-4">
            <RichText text={input.value} />
          </div>
        )}
      </FieldFrame>
    );
  }
`;

export const MARKDOWN_FILES: Readonly<Record<string, string>> = {
  'src/lib/markdown.ts': file(markdown),
  'src/components/rich-text.tsx': file(richText),
  'src/components/fields/rich-text-field.tsx': file(richTextField),
};

export const MARKDOWN_TESTS: Readonly<Record<string, string>> = { 'src/lib/markdown.ts': file(markdownTest) };
