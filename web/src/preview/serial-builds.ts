/** One build at a time, of what changed since the last; while one runs, only the newest tree waits. */
import type { FileContent, FileTree } from '../../../shared/files/file-tree.ts';
import type { BuildRequest, BuildResponse } from './protocol.ts';

export interface SerialBuildsOptions {
  send(request: BuildRequest): void;
  onBuilt(response: BuildResponse): void;
}

export class SerialBuilds {
  readonly #options: SerialBuildsOptions;
  #sent: FileTree = {};
  #waiting: FileTree | null = null;
  #runningId: number | null = null;
  #lastId = 0;

  constructor(options: SerialBuildsOptions) {
    this.#options = options;
  }

  /** Asks for a build of this tree. @returns whether there is anything to build. */
  request(files: FileTree): boolean {
    if (this.#runningId !== null) {
      this.#waiting = files;
      return true;
    }
    const { put, removed } = changedFiles(this.#sent, files);
    if (Object.keys(put).length === 0 && removed.length === 0) return false;
    this.#sent = files;
    this.#runningId = ++this.#lastId;
    this.#options.send({ id: this.#runningId, put, removed });
    return true;
  }

  receive(response: BuildResponse): void {
    if (response.id !== this.#runningId) return;
    this.#runningId = null;
    this.#options.onBuilt(response);
    const next = this.#waiting;
    this.#waiting = null;
    if (next !== null) this.request(next);
  }
}

/** What the frame needs of a tree: sources, styles and pictures. Tests, SQL and documents never reach the build. */
function isBuilt(path: string): boolean {
  return path === 'index.html' || path === 'package.json' || path.startsWith('src/') || path.startsWith('public/');
}

export function changedFiles(
  before: FileTree,
  after: FileTree,
): { put: Record<string, FileContent>; removed: string[] } {
  const put: Record<string, FileContent> = {};
  for (const [path, content] of Object.entries(after)) {
    if (isBuilt(path) && !isSameContent(before[path], content)) put[path] = content;
  }
  const removed = Object.keys(before).filter((path) => isBuilt(path) && !(path in after));
  return { put, removed };
}

function isSameContent(a: FileContent | undefined, b: FileContent): boolean {
  if (a === b) return true;
  if (a === undefined || typeof a === 'string' || typeof b === 'string' || a.byteLength !== b.byteLength) return false;
  return a.every((byte, index) => byte === b[index]);
}
