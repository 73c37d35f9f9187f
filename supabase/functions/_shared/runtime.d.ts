/** What the Edge Runtime offers beyond the web platform. Absent where a handler runs in a unit test. */
declare const EdgeRuntime: {
  /** Keeps the instance alive after the response until the promise settles. */
  waitUntil(promise: Promise<unknown>): void;
};
