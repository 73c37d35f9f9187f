/** Runs the builder beside the page: compiling never blocks what the person types. */
import type { BuildInit, BuildRequest, BuildResponse } from '../protocol.ts';
import { AppBuilder } from './app-builder.ts';
import type { IconCatalog } from './icons.ts';

let builder: AppBuilder | undefined;
// One after another: the builder is incremental, so each build stands on the one before.
let queue = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<BuildInit | BuildRequest>) => {
  if ('iconsUrl' in data) {
    let catalog: Promise<IconCatalog> | undefined;
    builder = new AppBuilder(() => {
      catalog ??= fetchIcons(data.iconsUrl);
      return catalog;
    });
    return;
  }
  queue = queue.then(() => build(data));
});

async function build({ id, put, removed }: BuildRequest): Promise<void> {
  let response: BuildResponse;
  try {
    if (builder === undefined) throw new Error('The build worker has not been set up.');
    response = { id, ...(await builder.build(put, removed)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    response = { id, problems: [{ kind: 'build', message: `The build stopped: ${message}` }], update: null };
  }
  self.postMessage(response);
}

async function fetchIcons(url: string): Promise<IconCatalog> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The icons could not be loaded (${response.status}).`);
  return (await response.json()) as IconCatalog;
}
