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
export const FRAME_SANDBOX = 'allow-scripts allow-forms allow-modals allow-downloads';

/** An application that leaves its page more often than this in the window would do so for ever. */
const MAX_DEPARTURES = 3;
const DEPARTURE_WINDOW = 10_000;
/** How long the frame may take to run its script, in milliseconds. */
const START_TIMEOUT = 20_000;

export type Reply = (message: ToFrame, transfer?: Transferable[]) => void;

export interface FrameSessionEvents {
  /** The frame has the packages and takes updates. */
  onStart(): void;
  /** @param reply reaches the page that sent the message; when that is gone, nothing. */
  onMessage(message: Exclude<FromFrame, { kind: 'left' }>, reply: Reply): void;
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
  #startTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the application last left its page, in milliseconds. */
  #departures: readonly number[] = [];

  constructor(frame: HTMLIFrameElement, vendorUrl: string, events: FrameSessionEvents) {
    this.#frame = frame;
    this.#events = events;
    this.#vendor = fetchText(vendorUrl);
    this.#vendor.catch((error: unknown) => {
      events.onMessage({ kind: 'problem', problem: { kind: 'build', message: String(error) } }, () => {});
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
    clearTimeout(this.#startTimer);
    this.#startTimer = setTimeout(() => this.#report('The preview did not load. Reload the page.'), START_TIMEOUT);
  }

  /** Hands over an update; before the frame has started there is nothing to hand it to. */
  update(update: AppUpdate): void {
    this.post({ kind: 'update', id: ++this.#lastId, update });
  }

  /** @returns whether there is a page to take it. */
  post(message: ToFrame, transfer: Transferable[] = []): boolean {
    this.#port?.postMessage(message, transfer);
    return this.#port !== null;
  }

  dispose(): void {
    clearTimeout(this.#startTimer);
    window.removeEventListener('message', this.#onWindowMessage);
    this.#frame.removeEventListener('load', this.#onLoad);
    this.#closePort();
    this.#frame.removeAttribute('src');
  }

  readonly #onWindowMessage = (event: MessageEvent): void => {
    if (event.source !== this.#frame.contentWindow || event.data !== FRAME_READY) return;
    this.#isReady = true;
    clearTimeout(this.#startTimer);
    void this.#start();
  };

  /** A page that is not ours, whose predecessor did not say that it was left. */
  readonly #onLoad = (): void => {
    const isOurs = this.#isReady;
    this.#isReady = false;
    if (!isOurs && this.#port !== null) this.#onDeparture();
  };

  /** The application really navigated: `location.href = …`, `location.reload()`. What it loaded is the workspace's. */
  #onDeparture(): void {
    const now = performance.now();
    this.#departures = [...this.#departures.filter((at) => now - at < DEPARTURE_WINDOW), now];
    if (this.#departures.length <= MAX_DEPARTURES) {
      this.restart();
      return;
    }
    this.#closePort();
    this.#frame.src = 'about:blank';
    this.#report('The application keeps loading another page. Navigate with the router, not with location.');
  }

  #report(message: string): void {
    this.#events.onMessage({ kind: 'problem', problem: { kind: 'runtime', message } }, () => {});
  }

  async #start(): Promise<void> {
    const vendor = await this.#vendor.catch(() => null);
    const target = this.#frame.contentWindow;
    if (vendor === null || target === null) return;
    this.#closePort();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<FromFrame>) => {
      if (this.#port !== port1) return;
      if (data.kind === 'left') this.#onDeparture();
      else this.#events.onMessage(data, (message, transfer = []) => port1.postMessage(message, transfer));
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
