/** The workspace's end of the frame: starts it, hands it the packages and updates, and takes its messages. */
import {
  type AppUpdate,
  FRAME_READY,
  type FrameInit,
  type FromFrame,
  type StorageSnapshot,
  type ToFrame,
} from './protocol.ts';

export const FRAME_URL = '/runtime.html';
/**
 * Never `allow-same-origin`: the frame runs code that a model or a stranger wrote. Forms, or no `submit` event fires;
 * modals, because applications ask `confirm()` before they delete.
 */
export const FRAME_SANDBOX = 'allow-scripts allow-forms allow-modals';

export interface FrameSessionEvents {
  /** The frame has the packages and takes updates. */
  onStart(): void;
  onMessage(message: FromFrame): void;
  startingPoint(): { path: string; storage: StorageSnapshot };
}

export class FrameSession {
  readonly #frame: HTMLIFrameElement;
  readonly #vendor: Promise<string>;
  readonly #events: FrameSessionEvents;
  #port: MessagePort | null = null;
  #lastId = 0;
  /** Set when the frame has said that it is ready, until its `load` event: without it something else was loaded. */
  #isReady = false;

  constructor(frame: HTMLIFrameElement, vendorUrl: string, events: FrameSessionEvents) {
    this.#frame = frame;
    this.#events = events;
    this.#vendor = fetchText(vendorUrl);
    this.#vendor.catch((error: unknown) => {
      events.onMessage({ kind: 'problem', problem: { kind: 'build', message: String(error) } });
    });
    window.addEventListener('message', this.#onWindowMessage);
    frame.addEventListener('load', this.#onLoad);
    frame.setAttribute('sandbox', FRAME_SANDBOX);
    this.restart();
  }

  /** Loads the frame anew. */
  restart(): void {
    this.#closePort();
    this.#isReady = false;
    this.#frame.src = FRAME_URL;
  }

  /** Hands over an update; before the frame has started there is nothing to hand it to. */
  update(update: AppUpdate): void {
    this.post({ kind: 'update', id: ++this.#lastId, update });
  }

  post(message: ToFrame, transfer: Transferable[] = []): void {
    this.#port?.postMessage(message, transfer);
  }

  dispose(): void {
    window.removeEventListener('message', this.#onWindowMessage);
    this.#frame.removeEventListener('load', this.#onLoad);
    this.#closePort();
    this.#frame.removeAttribute('src');
  }

  readonly #onWindowMessage = (event: MessageEvent): void => {
    if (event.source !== this.#frame.contentWindow || event.data !== FRAME_READY) return;
    this.#isReady = true;
    void this.#start();
  };

  /** A page that is not ours: the application really navigated (`location.href = …`, a form without `preventDefault`). */
  readonly #onLoad = (): void => {
    const isOurs = this.#isReady;
    this.#isReady = false;
    if (!isOurs && this.#port !== null) this.restart();
  };

  async #start(): Promise<void> {
    const vendor = await this.#vendor.catch(() => null);
    const target = this.#frame.contentWindow;
    if (vendor === null || target === null) return;
    this.#closePort();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<FromFrame>) => {
      if (this.#port === port1) this.#events.onMessage(data);
    };
    this.#port = port1;
    const init: FrameInit = { kind: 'init', vendor, ...this.#events.startingPoint() };
    // The frame's origin is opaque, so it can only be addressed as any; what it is handed is no secret.
    target.postMessage(init, '*', [port2]);
    this.#events.onStart();
  }

  #closePort(): void {
    this.#port?.close();
    this.#port = null;
  }
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The preview's packages could not be loaded (${response.status}).`);
  return response.text();
}
