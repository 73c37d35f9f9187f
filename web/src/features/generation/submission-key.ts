/**
 * The Idempotency-Key of a submission: the same for every try of the same request, another for another request. A
 * request whose answer was lost is then not charged twice.
 */
export function createSubmissionKeys() {
  let last: { request: string; key: string } | undefined;
  return {
    keyFor(request: string): string {
      if (last?.request !== request) last = { request, key: newKey() };
      return last.key;
    },
    /** The request was answered: the same words sent again are a new submission. */
    settle(): void {
      last = undefined;
    },
  };
}

/** 128 random bits. `crypto.randomUUID` is missing where a page is served over plain http in a local network. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
