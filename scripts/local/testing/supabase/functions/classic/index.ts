/** Serves by itself, as older functions do. */
declare const Deno: { serve(options: { port: number }, handler: (request: Request) => Response): unknown };

Deno.serve({ port: 8000 }, (request) => new Response(new URL(request.url).pathname));
