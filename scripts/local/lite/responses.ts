/** Answers in the shapes of the services that stand behind the platform's paths. */

export const CORS_HEADERS = { 'access-control-allow-origin': '*' } as const;

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...CORS_HEADERS, ...headers },
  });
}

/** An error of the auth service (GoTrue). */
export function authError(status: number, code: string, message: string, headers: Record<string, string> = {}) {
  return json({ code: status, error_code: code, msg: message }, status, headers);
}

/** An error of the data API (PostgREST). */
export function restError(status: number, code: string, message: string) {
  return json({ code, message, details: null, hint: null }, status);
}

/** An error of the storage service. */
export function storageError(status: number, error: string, message: string) {
  return json({ statusCode: String(status), error, message }, status);
}

/** For whom the database could not be reached, in the shape of the service that `pathname` leads to. */
export function unavailable(pathname: string): Response {
  const message = 'The connection to the database was lost. Try again.';
  if (pathname.startsWith('/auth/')) return authError(503, 'unexpected_failure', message);
  if (pathname.startsWith('/storage/')) return storageError(503, 'DatabaseError', message);
  return restError(503, 'PGRST001', message);
}

/** Answers the question of a browser whether a page of another origin may send a request. */
export function preflight(request: Request): Response {
  const asked = request.headers.get('access-control-request-headers');
  return new Response(null, {
    status: 204,
    headers: {
      ...CORS_HEADERS,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers': asked ?? '*',
      'access-control-max-age': '3600',
      vary: 'access-control-request-headers',
    },
  });
}

/** The same answer, readable by pages of other origins. */
export function withCors(response: Response): Response {
  if (response.headers.has('access-control-allow-origin')) return response;
  const headers = new Headers(response.headers);
  headers.set('access-control-allow-origin', '*');
  headers.set('access-control-expose-headers', 'content-range, content-location, location, x-total-count');
  return new Response(response.body, { status: response.status, headers });
}
