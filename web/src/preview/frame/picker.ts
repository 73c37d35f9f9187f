/**
 * Picking an element of the running application by pointing at it: what is under the pointer is outlined, a click picks
 * it and does nothing else, Escape leaves. The outline lies outside the page's body and takes no events.
 */
import type { PickedElement } from '../problem.ts';
import type { ElementSources } from './element-sources.ts';

export interface Picker {
  setPicking(on: boolean): void;
  listElements(): readonly PickedElement[];
  /** Outlines one of the elements that were listed last. */
  outline(index: number | null): void;
}

/** While picking, the application hears of none of these. */
const SWALLOWED = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend', 'dblclick'] as const;

export function createPicker(sources: ElementSources, onPicked: (element: PickedElement | null) => void): Picker {
  const frame = createOutline();
  let picking = false;
  let listed: ReturnType<ElementSources['list']> = [];

  const elementAt = (event: Event): { node: Element; element: PickedElement } | null => {
    const node = event.composedPath().find((target): target is Element => target instanceof Element);
    if (node === undefined) return null;
    const element = sources.describe(node);
    return element === null ? null : { node, element };
  };
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onMove = (event: Event) => {
    const found = elementAt(event);
    frame.show(found?.node ?? null, found === null ? '' : nameOf(found.element));
  };
  const onClick = (event: Event) => {
    swallow(event);
    const found = elementAt(event);
    if (found === null) return;
    setPicking(false);
    onPicked(found.element);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    swallow(event);
    setPicking(false);
    onPicked(null);
  };
  const setPicking = (on: boolean) => {
    if (on === picking) return;
    picking = on;
    const change = on ? window.addEventListener : window.removeEventListener;
    change('pointermove', onMove, true);
    change('click', onClick, true);
    change('keydown', onKey as EventListener, true);
    for (const type of SWALLOWED) change(type, swallow, { capture: true, passive: false } as AddEventListenerOptions);
    document.documentElement.style.cursor = on ? 'crosshair' : '';
    if (!on) frame.show(null, '');
  };

  return {
    setPicking,
    listElements() {
      listed = sources.list(document.getElementById('root') ?? document.body);
      return listed.map(({ element }) => element);
    },
    outline(index) {
      const found = index === null ? undefined : listed[index];
      if (found === undefined || !found.node.isConnected) {
        frame.show(null, '');
        return;
      }
      found.node.scrollIntoView({ block: 'nearest' });
      frame.show(found.node, nameOf(found.element));
    },
  };
}

function nameOf({ label, component }: PickedElement): string {
  return component === null || component === label ? label : `${label} · ${component}`;
}

function createOutline() {
  let host: HTMLElement | null = null;
  let box: HTMLElement | null = null;
  let tag: HTMLElement | null = null;
  const make = () => {
    host = document.createElement('div');
    host.style.cssText = 'position:fixed;inset:0;z-index:2147483647;pointer-events:none';
    const root = host.attachShadow({ mode: 'closed' });
    box = document.createElement('div');
    box.style.cssText =
      'position:absolute;box-sizing:border-box;border:2px solid #2563eb;background:rgb(37 99 235 / .12);border-radius:3px';
    tag = document.createElement('div');
    tag.style.cssText =
      'position:absolute;font:500 12px/1.5 system-ui,sans-serif;padding:1px 6px;border-radius:3px;background:#1d4ed8;color:#fff;white-space:nowrap;max-width:90vw;overflow:hidden;text-overflow:ellipsis';
    root.append(box, tag);
  };
  return {
    show(node: Element | null, name: string): void {
      if (node === null) {
        host?.remove();
        return;
      }
      if (host === null) make();
      if (host === null || box === null || tag === null) return;
      if (!host.isConnected) document.documentElement.append(host);
      const { left, top, width, height } = node.getBoundingClientRect();
      Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
      tag.textContent = name;
      tag.style.left = `${Math.max(0, left)}px`;
      tag.style.top = `${top > 22 ? top - 22 : Math.min(top + height + 2, innerHeight - 22)}px`;
    },
  };
}
