/** Server-sent events, `count` of them, `ms` apart. */
export default {
  fetch(request: Request): Response {
    const { searchParams } = new URL(request.url);
    const count = Number(searchParams.get('count') ?? '3');
    const ms = Number(searchParams.get('ms') ?? '20');
    const encoder = new TextEncoder();
    let timer: number;
    const body = new ReadableStream({
      start(controller) {
        let sent = 0;
        timer = setInterval(() => {
          controller.enqueue(encoder.encode(`id: ${++sent}\ndata: {}\n\n`));
          if (sent === count) {
            clearInterval(timer);
            controller.close();
          }
        }, ms) as unknown as number;
      },
      cancel() {
        clearInterval(timer);
        console.log('stream canceled');
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  },
};
