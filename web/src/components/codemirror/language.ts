/** The language of a file by its extension. Each is loaded when the first file of it is shown. */
import type { Extension } from '@codemirror/state';

export async function languageFor(path: string): Promise<Extension> {
  const extension = path.split('.').at(-1)?.toLowerCase() ?? '';
  switch (extension) {
    case 'ts':
    case 'tsx':
    case 'js':
    case 'jsx':
    case 'mjs': {
      const { javascript } = await import('@codemirror/lang-javascript');
      return javascript({ typescript: extension.startsWith('ts'), jsx: extension.endsWith('x') });
    }
    case 'css':
      return (await import('@codemirror/lang-css')).css();
    case 'html':
    case 'svg':
      return (await import('@codemirror/lang-html')).html();
    case 'json':
      return (await import('@codemirror/lang-json')).json();
    case 'md':
      return (await import('@codemirror/lang-markdown')).markdown();
    case 'sql': {
      const { PostgreSQL, sql } = await import('@codemirror/lang-sql');
      return sql({ dialect: PostgreSQL });
    }
    default:
      return [];
  }
}
