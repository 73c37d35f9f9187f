/** Downloads a version as a ZIP, showing how far it is. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { exportZip } from '../../../../shared/contracts/export.ts';
import { showToast } from '../../components/toast.tsx';
import { toFailure } from '../../lib/failure.ts';
import { invoke } from '../../lib/invoke.ts';
import { saveFile } from '../../lib/save-file.ts';

/** The name that the server gives the file; it is ASCII, because slugs are. */
export function fileName(response: Response): string {
  return /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'project.zip';
}

/** Reads a response to its end, reporting the bytes that came so far. */
export async function readWithProgress(response: Response, onProgress: (bytes: number) => void): Promise<Blob> {
  if (response.body === null) return response.blob();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    bytes += value.byteLength;
    onProgress(bytes);
  }
  return new Blob(parts, { type: 'application/zip' });
}

export function useDownload() {
  const [bytes, setBytes] = useState(0);
  const download = useMutation({
    mutationFn: async (versionId: string) => {
      setBytes(0);
      const response = await invoke(exportZip, { query: { version: versionId } });
      saveFile(await readWithProgress(response, setBytes), fileName(response));
    },
    onError: (error) => showToast(`The download did not finish. ${toFailure(error).message}`, 'danger'),
  });
  return { download: download.mutate, busy: download.isPending, bytes };
}
