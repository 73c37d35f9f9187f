/** Uploading: the request, and the input that takes a file or an address. */
import { code, file } from '../source-text.ts';
import { BUCKET, MOST_BYTES, UPLOAD_TYPES } from '../sql/uploads.ts';

const uploads = code`
  import { supabase } from './supabase';

  const BUCKET = '${BUCKET}';

  /** The limits of the bucket, as the migration sets them. */
  export const MOST_BYTES = ${MOST_BYTES / 1024 / 1024} * 1024 * 1024;
  export const ENDINGS: Readonly<Record<string, string>> = {
    ${Object.entries(UPLOAD_TYPES).map(([type, ending]) => `'${type}': '${ending}',`)}
  };

  /** The database of a preview, and that of \`npm run dev\`, keep no files. */
  export function canUpload(url: string, origin: string): boolean {
    const { host, origin: api } = new URL(url);
    return api !== origin && !host.endsWith('.preview');
  }

  /** Why a file cannot be uploaded, or nothing. */
  export function fileError(file: { type: string; size: number }, pictures: boolean): string | undefined {
    const taken = file.type in ENDINGS && (!pictures || file.type.startsWith('image/'));
    if (!taken) return pictures ? 'Choose a JPEG, PNG, WebP or GIF picture.' : 'Choose a picture or a PDF file.';
    return file.size > MOST_BYTES ? \`Choose a file of at most \${MOST_BYTES / 1024 / 1024} MB.\` : undefined;
  }

  /** Puts a file into the folder of whoever is signed in, under a name nobody guesses. @returns its address */
  export async function upload(file: File): Promise<string> {
    const { data, error: notSignedIn } = await supabase.auth.getUser();
    if (notSignedIn) throw notSignedIn;
    const files = supabase.storage.from(BUCKET);
    const path = \`\${data.user.id}/\${crypto.randomUUID()}.\${ENDINGS[file.type] ?? 'bin'}\`;
    const { error } = await files.upload(path, file, { contentType: file.type });
    if (error) throw error;
    return files.getPublicUrl(path).data.publicUrl;
  }
`;

const uploadsTest = code`
  import { expect, it, vi } from 'vitest';
  import { canUpload, fileError, MOST_BYTES } from './uploads';

  vi.mock('./supabase', () => ({ supabase: {} }));

  it('takes pictures and documents within the limit', () => {
    expect(fileError({ type: 'image/png', size: MOST_BYTES }, true)).toBeUndefined();
    expect(fileError({ type: 'image/png', size: MOST_BYTES + 1 }, true)).toContain('at most');
    expect(fileError({ type: 'application/pdf', size: 1 }, false)).toBeUndefined();
    expect(fileError({ type: 'application/pdf', size: 1 }, true)).toContain('picture');
    expect(fileError({ type: 'image/svg+xml', size: 1 }, true)).toContain('picture');
  });

  it('knows where files can be kept', () => {
    expect(canUpload('https://abc.supabase.co', 'https://app.example')).toBe(true);
    expect(canUpload('http://localhost:5173', 'http://localhost:5173')).toBe(false);
    expect(canUpload('http://supabase.preview', 'https://app.example')).toBe(false);
  });
`;

const uploadField = code`
  import { useId, useState } from 'react';
  import { Picture } from '@/components/picture';
  import { messageOf } from '@/lib/errors';
  import { canUpload, ENDINGS, fileError, upload } from '@/lib/uploads';
  import type { FieldProps } from '@/lib/use-form';
  import { describe, FieldFrame, type FieldText, INPUT } from './field-frame';

  type UploadFieldProps = FieldText & FieldProps & { pictures?: boolean };

  const STORES_FILES = canUpload(import.meta.env.VITE_SUPABASE_URL, window.location.origin);

  /** The address of a file, or the file itself, which then gets one. */
  export function UploadField({ pictures = false, ...props }: UploadFieldProps) {
    const { label, help, required, error, onChange, name, value } = props;
    const id = useId();
    const [failure, setFailure] = useState<string>();
    const [sending, setSending] = useState(false);

    async function take(file: File | undefined) {
      if (!file) return;
      const problem = fileError(file, pictures);
      setFailure(problem);
      if (problem) return;
      setSending(true);
      try {
        onChange(await upload(file));
      } catch (reason) {
        setFailure(messageOf(reason));
      } finally {
        setSending(false);
      }
    }

    const hint = STORES_FILES
      ? help
      : \`\${help ? \`\${help} \` : ''}Files can be uploaded once the app runs with a Supabase project; here, give an address.\`;
    return (
      <FieldFrame id={id} label={label} help={hint} required={required} error={error ?? failure}>
        {pictures && /^https?:\/\//.test(value) && <Picture src={value} alt="" className="mb-3 size-24 rounded-md" />}
        {STORES_FILES && (
          <input
            type="file"
            aria-label={\`\${label}: choose a file\`}
            accept={Object.keys(ENDINGS)
              .filter((type) => !pictures || type.startsWith('image/'))
              .join(',')}
            disabled={sending}
            onChange={(event) => take(event.target.files?.[0])}
            className="mb-2 w-full text-sm file:mr-3 file:h-10 file:rounded-md file:border file:border-solid file:border-control file:bg-surface file:px-4 file:font-medium file:text-foreground"
          />
        )}
        <input
          id={id}
          name={name}
          type="url"
          value={sending ? '' : value}
          placeholder={sending ? 'Uploading\u2026' : 'https://'}
          required={required}
          className={\`\${INPUT} h-10\`}
          onChange={(event) => onChange(event.target.value)}
          {...describe(id, hint, error ?? failure)}
        />
      </FieldFrame>
    );
  }
`;

export const UPLOAD_FILES: Readonly<Record<string, string>> = {
  'src/lib/uploads.ts': file(uploads),
  'src/components/fields/upload-field.tsx': file(uploadField),
};

export const UPLOAD_TESTS: Readonly<Record<string, string>> = {
  'src/lib/uploads.ts': file(uploadsTest),
};
