/** Warms by leaving a line in the log, and fails then. Answers at once and goes on for `ms`; then calls the gateway, and leaves a line in the log. */
declare const Deno: { env: { get(name: string): string | undefined } };
declare const EdgeRuntime: { waitUntil(promise: Promise<unknown>): void };

export async function warm(): Promise<void> {
  console.log('background warm');
  throw new Error('no warmer than this');
}

export default {
  fetch(request: Request): Response {
    const query = new URL(request.url).searchParams;
    const ms = Number(query.get('ms') ?? '0');
    const work = async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      const { status } = await fetch(`${Deno.env.get('SUPABASE_URL')}/health`);
      console.log(`background done ${query.get('id')} ${status}`);
    };
    EdgeRuntime.waitUntil(work());
    return Response.json({ accepted: true }, { status: 202 });
  },
};
