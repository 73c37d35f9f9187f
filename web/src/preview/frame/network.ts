/** `fetch` of the application: every request goes to the workspace, which decides what may be reached. */
import type { SerializedRequest, SerializedResponse } from '../protocol.ts';

export interface Network {
  fetch: typeof fetch;
  respond(id: number, response: SerializedResponse): void;
  refuse(id: number, message: string): void;
}

const WITHOUT_BODY = new Set([101, 204, 205, 304]);

export function createNetwork(
  send: (id: number, request: SerializedRequest, transfer: Transferable[]) => void,
): Network {
  const pending = new Map<
    number,
    { url: string; resolve: (response: Response) => void; reject: (error: unknown) => void }
  >();
  let lastId = 0;
  return {
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
      const body = hasBody ? await request.arrayBuffer() : null;
      const id = ++lastId;
      return new Promise<Response>((resolve, reject) => {
        pending.set(id, { url: request.url, resolve, reject });
        request.signal.addEventListener('abort', () => {
          pending.delete(id);
          reject(request.signal.reason);
        });
        const { url, method } = request;
        send(id, { url, method, headers: [...request.headers], body }, body === null ? [] : [body]);
      });
    },
    respond(id, { status, headers, body }) {
      const waiting = pending.get(id);
      if (waiting === undefined) return;
      pending.delete(id);
      const init = { status, headers: headers.map(([name, value]): [string, string] => [name, value]) };
      const response = new Response(WITHOUT_BODY.has(status) ? null : body, init);
      Object.defineProperty(response, 'url', { value: waiting.url });
      waiting.resolve(response);
    },
    refuse(id, message) {
      pending.get(id)?.reject(new TypeError(message));
      pending.delete(id);
    },
  };
}
