import { describe, expect, it } from 'vitest';
import { iconCatalog } from '../../../vite-preview-icons.ts';
import { findIcon, findIconImports } from './icons.ts';

describe('the catalog of the installed package', () => {
  const catalog = iconCatalog();

  it.each(['House', 'Home', 'HouseIcon', 'LucideHouse', 'AlertTriangle', 'Trash2', 'BarChart3', 'LogOut'])(
    'has %s',
    (name) => {
      expect(findIcon(catalog, name)?.node.length).toBeGreaterThan(0);
    },
  );

  it.each(['Nope', 'Icon', 'Lucide', 'constructor', ''])('has no icon %j', (name) => {
    expect(findIcon(catalog, name)).toBeNull();
  });
});

describe('findIconImports', () => {
  const names = (source: string) => [...findIconImports(source).names.keys()];

  it.each([
    ["import { A, B as C } from 'lucide-react';", ['A', 'B']],
    ['import {\n  A,\n  type LucideIcon,\n  B,\n} from "lucide-react";', ['A', 'B']],
    ["import type { LucideIcon } from 'lucide-react';", []],
    ["import React from 'react';\nimport { A } from 'lucide-react';", ['A']],
    ["import { B } from './lucide-react';\nexport { A } from 'lucide-react';", ['A']],
  ])('%j', (source, expected) => {
    expect(names(source)).toEqual(expected);
  });

  it.each([
    ["import * as icons from 'lucide-react';", true],
    ["import { icons } from 'lucide-react';", true],
    ["import { A } from 'lucide-react';", false],
  ])('%j reaches any icon: %j', (source, all) => {
    expect(findIconImports(source).all).toBe(all);
  });
});
