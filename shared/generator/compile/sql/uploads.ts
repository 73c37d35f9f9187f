/** Uploads: a bucket with limits, in which each person has a folder of their own. */
import { type AppModel, takesUploads } from '../model.ts';
import { code } from '../source-text.ts';

export const BUCKET = 'uploads';

/** Largest file, in bytes. */
export const MOST_BYTES = 5 * 1024 * 1024;

/** What is taken, with the ending of its name. SVG is left out: it can carry scripts. */
export const UPLOAD_TYPES: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'application/pdf': 'pdf',
};

const OWN_FOLDER = `bucket_id = '${BUCKET}' and (storage.foldername(name))[1] = (select auth.uid())::text`;

export function uploadsSql(app: AppModel): string | null {
  if (!app.entities.some((it) => it.fields.some((f) => takesUploads(app, f)))) return null;
  return code`
    -- Pictures and documents of the app. Whoever knows the address of a file can open it, as with any link; each person
    -- adds and removes files in a folder of their own. A database without Supabase Storage goes without.
    do $$
    begin
      if to_regclass('storage.objects') is not null then
        insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
        values (
          '${BUCKET}', '${BUCKET}', true, ${MOST_BYTES},
          array[${Object.keys(UPLOAD_TYPES)
            .map((type) => `'${type}'`)
            .join(', ')}]
        )
        on conflict (id) do nothing;
        create policy ${BUCKET}_select_owner on storage.objects
          for select to authenticated using (${OWN_FOLDER});
        create policy ${BUCKET}_insert_owner on storage.objects
          for insert to authenticated with check (${OWN_FOLDER});
        create policy ${BUCKET}_delete_owner on storage.objects
          for delete to authenticated using (${OWN_FOLDER});
      end if;
    end
    $$;
  `;
}
