/** The workspace's end of picking an element of the application: asks the frame, and never waits for a page that is gone. */
import type { PickedElement } from './problem.ts';
import type { FromFrame, ToFrame } from './protocol.ts';

export class ElementPicking {
  readonly #post: (message: ToFrame) => boolean;
  readonly #onPick: (element: PickedElement | null) => void;
  readonly #lists = new Map<number, (elements: readonly PickedElement[]) => void>();
  #lastList = 0;
  #isPicking = false;

  /**
   * @param post hands a message to the frame, and says whether there is a page to take it
   * @param onPick once for each time picking ended
   */
  constructor(post: (message: ToFrame) => boolean, onPick: (element: PickedElement | null) => void) {
    this.#post = post;
    this.#onPick = onPick;
  }

  setPicking(on: boolean): void {
    if (on === this.#isPicking || !this.#post({ kind: 'pick', on })) return;
    if (on) this.#isPicking = true;
    else this.#end(null);
  }

  /** Empty while nothing runs. */
  list(): Promise<readonly PickedElement[]> {
    return new Promise((resolve) => {
      const id = ++this.#lastList;
      this.#lists.set(id, resolve);
      if (!this.#post({ kind: 'listElements', id })) this.#giveUpLists();
    });
  }

  outline(index: number | null): void {
    this.#post({ kind: 'outline', index });
  }

  receive(message: Extract<FromFrame, { kind: 'picked' | 'elements' }>): void {
    if (message.kind === 'picked') {
      this.#end(message.element);
      return;
    }
    this.#lists.get(message.id)?.(message.elements);
    this.#lists.delete(message.id);
  }

  /** The page that was asked is gone. */
  reset(): void {
    this.#end(null);
    this.#giveUpLists();
  }

  #end(element: PickedElement | null): void {
    if (!this.#isPicking) return;
    this.#isPicking = false;
    this.#onPick(element);
  }

  #giveUpLists(): void {
    for (const resolve of this.#lists.values()) resolve([]);
    this.#lists.clear();
  }
}
