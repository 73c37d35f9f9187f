/** Downloads a version as a ZIP, showing how far it is. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { exportZip } from '../../../../shared/contracts/export.ts';
import { showToast } from '../../components/toast.tsx';
import { toFailure } from '../../lib/failure.ts';
import { invoke } from '../../lib/invoke.ts';
import { saveFile } from '../../lib/save-file.ts';

/** A file name that every system takes: "Workout log", 2 -> "workout-log-v2.zip". */
export function zipName(projectName: string, number: number): string {
  const slug = projectName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${slug || 'project'}-v${number}.zip`;
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
    mutationFn: async ({ versionId, name }: { versionId: string; name: string }) => {
      setBytes(0);
      const response = await invoke(exportZip, { query: { version: versionId } });
      saveFile(await readWithProgress(response, setBytes), name);
    },
    onError: (error) => showToast(`The download did not finish. ${toFailure(error).message}`, 'danger'),
  });
  return { download: download.mutate, busy: download.isPending, bytes };
}
