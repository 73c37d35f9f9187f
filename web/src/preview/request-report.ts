/** A request of the application as the workspace's network tab shows it. */
import type { PreviewRequest } from './problem.ts';
import { type SerializedRequest, type SerializedResponse, SUPABASE_ORIGIN } from './protocol.ts';

const MAX_ERROR = 2_000;

export function sent(id: number, { method, url }: SerializedRequest): PreviewRequest {
  const path = url.startsWith(`${SUPABASE_ORIGIN}/`) ? url.slice(SUPABASE_ORIGIN.length) : url;
  return { id, method, path, status: null, duration: null, size: null, error: null };
}

/** @param duration milliseconds */
export function answered(
  report: PreviewRequest,
  { status, body }: SerializedResponse,
  duration: number,
): PreviewRequest {
  return {
    ...report,
    status,
    duration,
    size: body?.byteLength ?? 0,
    error: status < 400 ? null : new TextDecoder().decode(body ?? new ArrayBuffer()).slice(0, MAX_ERROR),
  };
}

/** Whether rows or people may be others after it. */
export function isWrite(method: string, status: number): boolean {
  return status < 400 && method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}
