/** Left to the gateway's check of the caller's token. */
export default { fetch: () => new Response('inside') };
