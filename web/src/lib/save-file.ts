/** Hands bytes to the browser's download. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has read the URL by then; revoking at once cancels it in Safari.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
