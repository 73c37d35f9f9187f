/** Lives, throws, or takes its process down. */
export default {
  fetch(request: Request): Response {
    const { searchParams } = new URL(request.url);
    if (searchParams.has('throw')) throw new Error('thrown by the handler');
    if (searchParams.has('die')) {
      setTimeout(() => {
        throw new Error('thrown outside of any request');
      }, 5);
    }
    return new Response('alive');
  },
};
