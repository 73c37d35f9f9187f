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
