/** The packages that generated applications may import, bundled to one script that the frame is handed as text. */

import * as supabase from '@supabase/supabase-js';
import { createLucideIcon, Icon, type IconNode, LucideProvider, useLucideContext } from 'lucide-react';
import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import * as reactDomClient from 'react-dom/client';
import * as reactRouter from 'react-router';
import type { IconData } from '../build/icons.ts';

export { flushSync } from 'react-dom';
export { createRoot } from 'react-dom/client';

/** Name of a package -> what `require` of it returns. */
export const packages: Record<string, Record<string, unknown>> = {
  react: asModule(react),
  'react/jsx-runtime': asModule(jsxRuntime),
  'react-dom': asModule(reactDom),
  'react-dom/client': asModule(reactDomClient),
  'react-router': asModule(reactRouter),
  '@supabase/supabase-js': asModule(supabase),
  'lucide-react': asModule({ createLucideIcon, Icon, LucideProvider, useLucideContext, icons: {} }),
};

/** The component of an icon. */
export function drawIcon({ name, node }: IconData): unknown {
  return createLucideIcon(name, node as unknown as IconNode);
}

function asModule(namespace: object): Record<string, unknown> {
  return { ...namespace, __esModule: true };
}
