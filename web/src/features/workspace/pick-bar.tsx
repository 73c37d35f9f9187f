import { List, MousePointerClick, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../../components/button.tsx';
import type { PreviewHandle } from '../../preview/preview.tsx';
import type { PickedElement } from '../../preview/problem.ts';

interface Props {
  preview: RefObject<PreviewHandle | null>;
  /** Another one each time there is another page to list. */
  page: string;
  onPick: (element: PickedElement | null) => void;
}

/** Above the preview while an element is picked: how to, and the way without pointing. Escape leaves, from here too. */
export function PickBar({ preview, page, onPick }: Props) {
  const [elements, setElements] = useState<readonly PickedElement[]>();
  const [listing, setListing] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    first.current?.focus();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has other elements
  useEffect(() => {
    if (listing) void preview.current?.listElements().then(setElements);
  }, [listing, page]);
  useEffect(() => {
    if (elements !== undefined) list.current?.querySelector('button')?.focus();
  }, [elements]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onPick(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onPick]);
  const step = (by: number) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus();
  };
  return (
    <section aria-label="Select an element" className="shrink-0 border-b bg-accent-soft text-accent-text text-sm">
      <div className="flex flex-wrap items-center gap-2 px-3 py-1.5">
        <MousePointerClick className="size-4 shrink-0" aria-hidden />
        <p className="min-w-0 flex-1 basis-36">Press what should change. Esc leaves.</p>
        <Button ref={first} size="sm" icon={<List className="size-4" aria-hidden />} onClick={() => setListing(true)}>
          Choose from a list
        </Button>
        <IconButton label="Leave" size="sm" onClick={() => onPick(null)}>
          <X className="size-4" aria-hidden />
        </IconButton>
      </div>
      {elements !== undefined && (
        <div ref={list} className="max-h-56 overflow-y-auto border-t bg-surface py-1 text-ink">
          {elements.length === 0 ? (
            <p className="px-3 py-2 text-ink-muted">Nothing of the app is on the page now.</p>
          ) : (
            <ul
              aria-label="Components of the page"
              onKeyDown={(event) => {
                if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
                event.preventDefault();
                step(event.key === 'ArrowDown' ? 1 : -1);
              }}
            >
              {elements.map((element, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the list is read once and shown as it was
                <li key={index}>
                  <button
                    type="button"
                    onFocus={() => preview.current?.outline(index)}
                    onMouseEnter={() => preview.current?.outline(index)}
                    onClick={() => onPick(element)}
                    style={{ paddingInlineStart: `${0.75 + Math.min(element.depth, 8) * 0.75}rem` }}
                    className="flex w-full items-baseline gap-2 py-1 pr-3 text-left hover:bg-sunken focus-visible:-outline-offset-2 pointer-coarse:py-2"
                  >
                    <span className="min-w-0 flex-1 truncate">{element.label}</span>
                    <span className="shrink-0 font-mono text-ink-faint text-xs">
                      {element.places[0]?.file.split('/').at(-1)}:{element.places[0]?.line}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}
