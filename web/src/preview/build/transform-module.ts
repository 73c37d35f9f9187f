/** One source file to the body of a CommonJS function, with its lines kept, and what it imports. */
import { transform } from 'sucrase';
import type { FileContent } from '../../../../shared/files/file-tree.ts';
import { positionAt } from '../problem.ts';

export interface ImportedSpecifier {
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
}

export interface TransformedModule {
  readonly code: string;
  readonly imports: readonly ImportedSpecifier[];
}

/** A file that does not compile. `line` and `column` are 1-based. */
export class TransformError extends Error {
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, line?: number, column?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TransformError';
    this.line = line;
    this.column = column;
  }
}

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
};

/** @throws TransformError */
export function transformModule(path: string, content: FileContent): TransformedModule {
  if (SCRIPT.test(path)) return transformScript(path, text(content));
  if (path.endsWith('.css')) return { code: '', imports: [] };
  if (path.endsWith('.json')) return transformJson(text(content));
  return defaultExport(dataUrl(path, content));
}

/** What a module is when it is imported as `./file?raw` or `./file?url`. */
export function transformAsset(path: string, content: FileContent, query: 'raw' | 'url'): TransformedModule {
  return defaultExport(query === 'raw' ? text(content) : dataUrl(path, content));
}

function transformScript(path: string, source: string): TransformedModule {
  let compiled: string;
  try {
    compiled = transform(source, {
      transforms: [
        ...(/x$/.test(path) ? (['jsx'] as const) : []),
        ...(/\.[cm]?tsx?$/.test(path) ? (['typescript'] as const) : []),
        'imports',
      ],
      jsxRuntime: 'automatic',
      // Development: each element carries the file and line it was written at, which is how one is picked in the preview.
      production: false,
      disableESTransforms: true,
      filePath: path,
    }).code;
  } catch (error) {
    throw toTransformError(error, path);
  }
  const imports: ImportedSpecifier[] = [];
  const seen = new Set<string>();
  for (const match of compiled.matchAll(/\brequire\((['"])([^'"\n]+)\1\)/g)) {
    const specifier = match[2] as string;
    if (seen.has(specifier)) continue;
    seen.add(specifier);
    imports.push({ specifier, line: positionAt(compiled, match.index).line });
  }
  return { code: compiled.replace(/\bimport\.meta\b/g, 'importMeta'), imports };
}

function transformJson(source: string): TransformedModule {
  try {
    JSON.parse(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = /position (\d+)/.exec(message)?.[1];
    const place = offset === undefined ? undefined : positionAt(source, Number(offset));
    throw new TransformError(message, place?.line, place?.column, { cause: error });
  }
  return {
    code: `const value = JSON.parse(${JSON.stringify(source)}); Object.assign(exports, { ...value, default: value, __esModule: true });`,
    imports: [],
  };
}

function defaultExport(value: string): TransformedModule {
  return { code: `exports.__esModule = true; exports.default = ${JSON.stringify(value)};`, imports: [] };
}

function text(content: FileContent): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

function dataUrl(path: string, content: FileContent): string {
  const extension = path.split('.').at(-1)?.toLowerCase() ?? '';
  const type = MEDIA_TYPES[extension] ?? 'application/octet-stream';
  if (typeof content === 'string') return `data:${type};charset=utf-8,${encodeURIComponent(content)}`;
  let binary = '';
  for (const byte of content) binary += String.fromCharCode(byte);
  return `data:${type};base64,${btoa(binary)}`;
}

/** sucrase's messages are `Error transforming PATH: WHAT (LINE:COLUMN)`. */
function toTransformError(error: unknown, path: string): TransformError {
  const message = error instanceof Error ? error.message : String(error);
  const located = /\((\d+):(\d+)\)$/.exec(message);
  const what = message.replace(`Error transforming ${path}: `, '').replace(/ \(\d+:\d+\)$/, '');
  if (located === null) return new TransformError(what, undefined, undefined, { cause: error });
  return new TransformError(what, Number(located[1]), Number(located[2]), { cause: error });
}
