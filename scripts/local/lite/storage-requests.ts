/** What supabase-js sends to and expects from storage where Lite differs: uploads as forms, signed URLs, folder listing. */
import { z } from 'zod';
import type { Claims } from '../keys.ts';
import type { Sql } from '../postgres.ts';
import { json, storageError } from './responses.ts';

/** supabase-js sends the file in a field without a name; Lite looks for one called `file`. Null: not such an upload. */
export async function readFormUpload(
  request: Request,
): Promise<{ body: ReadableStream; headers: Record<string, string> } | null> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) return null;
  const form = await request.formData();
  const file = [form.get(''), form.get('file'), ...form.values()].find((value) => value instanceof Blob);
  if (file === undefined) return null;
  const cacheControl = form.get('cacheControl');
  const metadata = form.get('metadata');
  return {
    body: file.stream(),
    headers: {
      'content-type': file.type || 'application/octet-stream',
      'content-length': String(file.size),
      ...(typeof cacheControl === 'string' ? { 'cache-control': `max-age=${cacheControl}` } : {}),
      ...(typeof metadata === 'string' ? { 'x-metadata': Buffer.from(metadata).toString('base64') } : {}),
    },
  };
}

const signed = z.looseObject({
  signedURL: z.string().nullish(),
  signedUrl: z.string().nullish(),
  url: z.string().nullish(),
});

/** Gives signed URLs under the names that storage-js reads, relative to `/storage/v1`. */
export async function renameSignedUrls(response: Response): Promise<Response> {
  const rename = (item: z.infer<typeof signed>) => {
    const relative = (item.signedURL ?? item.signedUrl ?? item.url)?.replace(/^\/storage\/v1/, '') ?? null;
    const token = relative === null ? null : new URL(relative, 'http://local').searchParams.get('token');
    return { ...item, signedURL: relative, url: relative, token };
  };
  const body = z.union([z.array(signed), signed]).parse(await response.json());
  return json(Array.isArray(body) ? body.map(rename) : rename(body));
}

const listing = z.object({
  prefix: z.string().default(''),
  limit: z.number().int().min(1).max(1000).default(100),
  offset: z.number().int().min(0).default(0),
  search: z.string().default(''),
  sortBy: z.object({ column: z.string().optional(), order: z.string().optional() }).nullish(),
});
const SORT_COLUMNS = ['name', 'updated_at', 'created_at', 'last_accessed_at'];

/** Lists a bucket by folder, under the caller's role, so that its policies decide what is seen. */
export async function listObjects(admin: Sql, bucket: string, claims: Claims, request: Request): Promise<Response> {
  const parsed = listing.safeParse(await request.json().catch(() => null));
  if (!parsed.success) return storageError(400, 'InvalidRequest', 'The body is not a listing request');
  const { limit, offset, search, sortBy } = parsed.data;
  const prefix = parsed.data.prefix === '' ? '' : parsed.data.prefix.replace(/\/*$/, '/');
  const column = SORT_COLUMNS.find((name) => name === sortBy?.column) ?? 'name';
  const pattern = `${search.replace(/[%_\\]/g, '\\$&')}%`;
  const rows = await admin.begin(async (transaction) => {
    await transaction`
      select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
        set_config('storage.operation', 'storage.object.list', true), set_config('role', ${claims.role ?? 'anon'}, true)`;
    return transaction`
      with found as (
        select *, substr(name, ${prefix.length + 1}::int) as rest
        from storage.objects where bucket_id = ${bucket} and starts_with(name, ${prefix})
      )
      select * from (
        select rest as name, id, updated_at, created_at, last_accessed_at, metadata from found where position('/' in rest) = 0
        union all
        select distinct split_part(rest, '/', 1), null::uuid, null::timestamptz, null::timestamptz, null::timestamptz, null::jsonb
        from found where position('/' in rest) > 0
      ) as entry
      where name ilike ${pattern}
      order by id is not null, ${transaction(column)} ${sortBy?.order === 'desc' ? transaction`desc` : transaction`asc`}
      limit ${limit} offset ${offset}`;
  });
  return json([...rows]);
}
