/** Answers at once and goes on for `ms`; then leaves a line in the log. */
declare const EdgeRuntime: { waitUntil(promise: Promise<unknown>): void };

export default {
  fetch(request: Request): Response {
    const query = new URL(request.url).searchParams;
    const ms = Number(query.get('ms') ?? '0');
    EdgeRuntime.waitUntil(
      new Promise((resolve) => setTimeout(resolve, ms)).then(() => console.log(`background done ${query.get('id')}`)),
    );
    return Response.json({ accepted: true }, { status: 202 });
  },
};
