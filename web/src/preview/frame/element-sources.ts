/**
 * Where the elements on the page are written. The build hands each element's file and line to the function that makes
 * it; they are kept beside the element's props, so nothing of the application is changed by it. From a node of the page
 * the way back is React's own tree.
 */
import type { PickedElement, SourcePlace } from '../problem.ts';

/** What is read of a node of React's tree (`ReactInternalTypes.js` of react-reconciler). */
interface Fiber {
  readonly type: unknown;
  readonly memoizedProps: object | null;
  readonly return: Fiber | null;
  readonly child: Fiber | null;
  readonly sibling: Fiber | null;
  readonly stateNode: unknown;
}

type JsxFunction = (type: unknown, props: object, key?: unknown) => { readonly props: object };
interface JsxSource {
  readonly fileName?: string;
  readonly lineNumber?: number;
}

const MAX_PLACES = 4;
const MAX_LISTED = 200;
const MAX_TEXT = 40;
/** What a person would point at, beside the application's own components. */
const LISTED_TAGS = new Set(['a', 'button', 'h1', 'h2', 'h3', 'img', 'input', 'select', 'table', 'textarea']);
const TAG_NAMES: Readonly<Record<string, string>> = {
  a: 'link',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  img: 'picture',
  input: 'field',
  li: 'list item',
  p: 'text',
  select: 'choice',
  svg: 'icon',
  textarea: 'field',
};

export class ElementSources {
  readonly #places = new WeakMap<object, SourcePlace>();
  readonly #findDefinition: (name: string) => SourcePlace | undefined;

  /** @param findDefinition where a component of the application is defined, by its name */
  constructor(findDefinition: (name: string) => SourcePlace | undefined) {
    this.#findDefinition = findDefinition;
  }

  /** `react/jsx-dev-runtime`, on React as it runs in production. */
  jsxRuntime(production: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const jsx = production.jsx as JsxFunction;
    const jsxs = production.jsxs as JsxFunction;
    const jsxDEV = (type: unknown, props: object, key: unknown, isStatic: boolean, source?: JsxSource) => {
      const make = isStatic ? jsxs : jsx;
      const element = key === undefined ? make(type, props) : make(type, props, key);
      if (source?.fileName !== undefined && source.lineNumber !== undefined) {
        this.#places.set(element.props, { file: source.fileName, line: source.lineNumber });
      }
      return element;
    };
    return { Fragment: production.Fragment, jsxDEV, __esModule: true };
  }

  /** The element that a node of the page belongs to; null where the application did not draw it. */
  describe(node: Element): PickedElement | null {
    const fiber = fiberOf(node);
    if (fiber === null) return null;
    const places: SourcePlace[] = [];
    let component: string | null = null;
    let depth = 0;
    for (let at: Fiber | null = fiber; at !== null; at = at.return) {
      const place = this.#placeOf(at);
      if (place !== undefined && places.length < MAX_PLACES && !places.some((known) => isSamePlace(known, place))) {
        places.push(place);
      }
      const name = componentName(at);
      if (name === null || this.#findDefinition(name) === undefined) continue;
      component ??= name;
      depth += 1;
    }
    return places.length === 0 ? null : { label: labelOf(node), component, places, depth };
  }

  /** The application's components and what they hold that a person would point at, in the order of the page. */
  list(root: Element): { readonly element: PickedElement; readonly node: Element }[] {
    const found: { element: PickedElement; node: Element }[] = [];
    const visit = (fiber: Fiber | null): void => {
      for (let at = fiber; at !== null && found.length < MAX_LISTED; at = at.sibling) {
        const listed = this.#listed(at);
        if (listed !== null) found.push(listed);
        visit(at.child);
      }
    };
    visit(rootFiber(root));
    return found;
  }

  #listed(fiber: Fiber): { element: PickedElement; node: Element } | null {
    const node = nodeOf(fiber);
    if (node === null || node.getClientRects().length === 0) return null;
    const inside = this.describe(node);
    if (inside === null) return null;
    const name = componentName(fiber);
    if (name === null) {
      return typeof fiber.type === 'string' && LISTED_TAGS.has(fiber.type) ? { element: inside, node } : null;
    }
    const definition = this.#findDefinition(name);
    const use = this.#placeOf(fiber);
    // A provider draws nothing of its own.
    if (definition === undefined || use === undefined || name.endsWith('Provider')) return null;
    let depth = 0;
    for (let at = fiber.return; at !== null; at = at.return) {
      const around = componentName(at);
      if (around !== null && this.#findDefinition(around) !== undefined) depth += 1;
    }
    const places = isSamePlace(definition, use) ? [definition] : [definition, use];
    return { element: { label: name, component: name, places, depth }, node };
  }

  #placeOf(fiber: Fiber): SourcePlace | undefined {
    return fiber.memoizedProps === null ? undefined : this.#places.get(fiber.memoizedProps);
  }
}

function isSamePlace(a: SourcePlace, b: SourcePlace): boolean {
  return a.file === b.file && a.line === b.line;
}

/** React keeps the node's place in its tree under a key with a random ending. */
function fiberOf(node: Element): Fiber | null {
  for (let at: Element | null = node; at !== null; at = at.parentElement) {
    const key = Object.keys(at).find((name) => name.startsWith('__reactFiber$'));
    if (key !== undefined) return (at as unknown as Record<string, Fiber>)[key] ?? null;
  }
  return null;
}

function rootFiber(container: Element): Fiber | null {
  const key = Object.keys(container).find((name) => name.startsWith('__reactContainer$'));
  const fiber = key === undefined ? undefined : (container as unknown as Record<string, Fiber>)[key];
  // The container knows the first of the root's two trees; the root itself says which one is on the page.
  const root = fiber?.stateNode as { readonly current?: Fiber } | undefined;
  return root?.current ?? null;
}

function componentName(fiber: Fiber): string | null {
  const { type } = fiber;
  const inner = typeof type === 'object' && type !== null && 'type' in type ? type.type : type;
  if (typeof inner !== 'function') return null;
  return inner.name === '' ? null : inner.name;
}

/** The first node of the page that a part of React's tree drew. */
function nodeOf(fiber: Fiber): Element | null {
  if (fiber.stateNode instanceof Element) return fiber.stateNode;
  for (let child = fiber.child; child !== null; child = child.sibling) {
    const node = nodeOf(child);
    if (node !== null) return node;
  }
  return null;
}

function labelOf(node: Element): string {
  const tag = node.localName;
  const name =
    node.getAttribute('aria-label') ??
    node.getAttribute('alt') ??
    node.getAttribute('placeholder') ??
    labelText(node) ??
    node.textContent ??
    '';
  const text = name.replace(/\s+/g, ' ').trim();
  const kind = TAG_NAMES[tag] ?? tag;
  // What holds half the page is not known by its text.
  if (node.childElementCount > 1 && text.length > MAX_TEXT && !LISTED_TAGS.has(tag)) return kind;
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
  return short === '' ? kind : `${kind} “${short}”`;
}

/** What is written beside a field. */
function labelText(node: Element): string | null {
  const labels = (node as Partial<HTMLInputElement>).labels;
  return labels?.[0]?.textContent ?? null;
}
