import { describe, expect, it } from 'vitest';
import type { ModuleRecord } from '../protocol.ts';
import { ModuleRegistry, ModuleSyntaxError } from './module-registry.ts';

function createRegistry() {
  const log: string[] = [];
  const registry = new ModuleRegistry({
    packages: { log: { log: (text: string) => log.push(text) } },
    env: { MODE: 'development' },
    // biome-ignore lint/security/noGlobalEval: what the frame does
    compile: (source) => globalThis.eval(source),
  });
  return { registry, log };
}

function module(path: string, code: string, requires: Record<string, string> = {}): ModuleRecord {
  const logged = `require('log').log(${JSON.stringify(path)});${code}`;
  return { path, code: logged, requires: { log: 'log', ...requires } };
}

describe('ModuleRegistry', () => {
  it('evaluates a module once', () => {
    const { registry, log } = createRegistry();
    registry.update(
      [
        module('main', "exports.sum = require('./a').n + require('./b').n;", { './a': 'a', './b': 'b' }),
        module('a', "exports.n = require('./b').n + 1;", { './b': 'b' }),
        module('b', 'exports.n = 1;'),
      ],
      [],
    );
    expect(registry.require('main')).toMatchObject({ sum: 3 });
    expect(log).toEqual(['main', 'a', 'b']);
  });

  it('evaluates a changed module and its importers again, and nothing else', () => {
    const { registry, log } = createRegistry();
    registry.update(
      [
        module('main', "require('./a'); require('./client');", { './a': 'a', './client': 'client' }),
        module('a', "require('./b');", { './b': 'b' }),
        module('b', ''),
        module('client', ''),
      ],
      [],
    );
    registry.require('main');
    log.length = 0;
    expect(registry.update([module('b', 'exports.n = 2;')], [])).toBe(true);
    registry.require('main');
    expect(log).toEqual(['main', 'a', 'b']);
  });

  it('leaves everything as it was when a module does not parse, and applies the rest with the next update', () => {
    const { registry } = createRegistry();
    registry.update(
      [module('main', "exports.n = require('./a').n;", { './a': 'a' }), module('a', 'exports.n = 1;')],
      [],
    );
    registry.require('main');
    const broken = () =>
      registry.update([module('a', 'exports.n = 2;'), module('main', 'const x = 1; const x = 2;')], []);
    expect(broken).toThrow(ModuleSyntaxError);
    expect(registry.require('main')).toMatchObject({ n: 1 });
    registry.update([module('main', "exports.n = require('./a').n;", { './a': 'a' })], []);
    expect(registry.require('main')).toMatchObject({ n: 2 });
  });

  it('lets modules import each other', () => {
    const { registry } = createRegistry();
    registry.update(
      [
        module('a', "exports.name = 'a'; const b = require('./b'); exports.both = () => exports.name + b.name;", {
          './b': 'b',
        }),
        module('b', "require('./a'); exports.name = 'b';", { './a': 'a' }),
      ],
      [],
    );
    expect((registry.require('a') as { both: () => string }).both()).toBe('ab');
    expect(registry.update([module('b', "exports.name = 'c';")], [])).toBe(true);
    expect((registry.require('a') as { both: () => string }).both()).toBe('ac');
  });

  it('evaluates a module that threw when it is asked for again', () => {
    const { registry } = createRegistry();
    registry.update([module('a', "throw new Error('not yet');")], []);
    expect(() => registry.require('a')).toThrow('not yet');
    registry.update([module('a', 'exports.n = 1;')], []);
    expect(registry.require('a')).toMatchObject({ n: 1 });
  });

  it('names sources in stacks by their path and line', () => {
    const { registry } = createRegistry();
    registry.update([{ path: 'src/a.ts', code: "\n\nthrow new Error('here');", requires: {} }], []);
    let stack = '';
    try {
      registry.require('src/a.ts');
    } catch (error) {
      stack = (error as Error).stack ?? '';
    }
    expect(stack).toContain('app:///src/a.ts:3:');
  });

  it('has no module after it was removed', () => {
    const { registry } = createRegistry();
    registry.update([module('a', '')], []);
    registry.require('a');
    expect(registry.update([], ['a'])).toBe(true);
    expect(() => registry.require('a')).toThrow('no module');
  });

  it('finds where a component is declared', () => {
    const { registry } = createRegistry();
    registry.update([{ path: 'a', code: '// App\n\n function App() {}\nconst Row = () => null;', requires: {} }], []);
    expect(registry.findDefinition('App')).toEqual({ file: 'a', line: 3 });
    expect(registry.findDefinition('Row')).toEqual({ file: 'a', line: 4 });
    expect(registry.findDefinition('Other')).toBeUndefined();
  });
});
