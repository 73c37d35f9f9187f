import { describe, expect, it } from 'vitest';
import { isLocal, resolveLocal } from './resolve.ts';

const paths = new Set([
  'index.html',
  'package.json',
  'src/main.tsx',
  'src/app.tsx',
  'src/index.css',
  'src/components/button.tsx',
  'src/components/index.ts',
  'src/features/tasks/task.ts',
  'src/features/tasks/task.tsx',
  'src/data/seed.json',
]);

describe('isLocal', () => {
  it.each(['./app', '../app', '.', '..', './', '/src/app', '@/app'])('%s is local', (specifier) => {
    expect(isLocal(specifier)).toBe(true);
  });
  it.each(['react', '@supabase/supabase-js', '.hidden', 'react/jsx-runtime', '@'])('%s is not', (specifier) => {
    expect(isLocal(specifier)).toBe(false);
  });
});

describe('resolveLocal', () => {
  it.each([
    ['src/main.tsx', './app', 'src/app.tsx'],
    ['src/main.tsx', './app.tsx', 'src/app.tsx'],
    ['src/main.tsx', './app.jsx', 'src/app.tsx'],
    ['src/main.tsx', './index.css', 'src/index.css'],
    ['src/main.tsx', './components', 'src/components/index.ts'],
    ['src/main.tsx', './components/', 'src/components/index.ts'],
    ['src/components/button.tsx', '.', 'src/components/index.ts'],
    ['src/features/tasks/task.tsx', '@/components/button', 'src/components/button.tsx'],
    ['src/features/tasks/task.tsx', '../../components/button', 'src/components/button.tsx'],
    ['src/features/tasks/list.tsx', './task', 'src/features/tasks/task.ts'],
    ['src/main.tsx', '/src/app', 'src/app.tsx'],
    ['src/main.tsx', '../package.json', 'package.json'],
    ['src/main.tsx', './data/seed', 'src/data/seed.json'],
    ['src/main.tsx', './index.css?inline', 'src/index.css'],
  ])('%s imports %s', (importer, specifier, expected) => {
    expect(resolveLocal(paths, importer, specifier)).toBe(expected);
  });

  it.each([
    ['src/main.tsx', './missing'],
    ['src/main.tsx', './index'],
    ['src/main.tsx', './App'],
    ['src/main.tsx', '../../package.json'],
    ['src/main.tsx', '@/../../etc/passwd'],
  ])('%s cannot import %s', (importer, specifier) => {
    expect(resolveLocal(paths, importer, specifier)).toBeNull();
  });
});
