/** How the application is served at `/`: its build, or Vite's development server on the same port. */
import * as fs from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import { createStaticHandler, type StaticHandler } from './spa.ts';

export interface Application {
  handle: StaticHandler;
  close(): Promise<void>;
}

/** Serves `web/dist` of `root`. */
export function serveBuild(root: string): Application {
  return { handle: createStaticHandler(path.join(root, 'web', 'dist')), close: async () => {} };
}

/** Serves the sources through Vite with hot reload; its socket shares `server`. */
export async function serveSources(root: string, server: Server): Promise<Application> {
  const { createServer } = await import('vite');
  const configFile = path.join(root, 'web', 'vite.config.ts');
  const vite = await createServer({
    root: path.join(root, 'web'),
    ...(fs.existsSync(configFile) ? { configFile } : {}),
    server: { middlewareMode: true, hmr: { server } },
    appType: 'spa',
  });
  return {
    handle: async (request, response) => {
      vite.middlewares(request, response, () => {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
      });
    },
    close: () => vite.close(),
  };
}
