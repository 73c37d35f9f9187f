/** Turns the wishes for the look into a theme, filling in what was not said. */
import type { AppSpec } from '../../app-spec.ts';
import { contrast, luminance } from './color-values.ts';
import type { DesignRequest } from './design-request.ts';

/** A look that suits a subject: background, component. */
const MOODS: readonly (readonly [RegExp, string, string, AppSpec['theme']['font']])[] = [
  [/\b(?:obituar|funeral|memorial|condolence)/, '#faf8f5', '#5b4a3f', 'serif'],
  [/\b(?:wedding|matrimon|dating|romance)/, '#fff7f5', '#a8324e', 'serif'],
  [/\b(?:recipe|food|cook|kitchen|restaurant|bakery|cafe|coffee|meal)/, '#fffaf3', '#b4451f', 'sans'],
  [/\b(?:health|clinic|doctor|patient|dental|medical|hospital|pharmacy)/, '#f4fafb', '#0b6b7a', 'sans'],
  [/\b(?:workout|fitness|gym|training|sport|running|exercise)/, '#f7f8fa', '#1e3a8a', 'sans'],
  [/\b(?:garden|plant|farm|nature|eco|climate|sustain)/, '#f7faf4', '#2f6b3a', 'sans'],
  [/\b(?:bank|finance|budget|invoice|account|insurance|tax|expense)/, '#f6f8fa', '#14532d', 'sans'],
  [/\b(?:school|course|student|learn|study|university|campus|teach)/, '#f8f9ff', '#3d3d9e', 'sans'],
  [/\b(?:barber|hair|salon|fashion|portfolio|studio|photo)/, '#faf9f7', '#2b2b2b', 'sans'],
  [/\b(?:game|player|battle|quest|poker)/, '#f5f3ff', '#5b21b6', 'sans'],
  [/\b(?:travel|trip|flight|hotel|tours?\b|bus|train|railway)/, '#f3f9fd', '#075985', 'sans'],
  [/\b(?:book|library|novel|poem|news|magazine|journal|blog)/, '#fcfbf8', '#7a2e2e', 'serif'],
  [/\b(?:music|band|concert|song)/, '#faf7ff', '#86198f', 'sans'],
  [/\b(?:pet|dog|cat|animal|kids|child|toy)/, '#fffaf5', '#c2410c', 'sans'],
];

const DARK = { background: '#0f172a', component: '#60a5fa' };
const LIGHT = { background: '#fafaf9', component: '#1d4ed8' };

export function themeFor(request: DesignRequest, subject: string): AppSpec['theme'] {
  const mood = MOODS.find(([words]) => words.test(subject));
  const base =
    request.mode === 'dark'
      ? DARK
      : { background: mood?.[1] ?? LIGHT.background, component: mood?.[2] ?? LIGHT.component };
  const background = request.background ?? backgroundBeside(request, base.background);
  const component = request.component ?? componentBeside(background, base.component);
  return { background, component, font: request.font ?? mood?.[3] ?? 'sans' };
}

/** A background that was not named must let the component colour be seen. */
function backgroundBeside(request: DesignRequest, usual: string): string {
  if (!request.component || request.mode || contrast(usual, request.component) >= 2) return usual;
  return luminance(request.component) > 0.4 ? DARK.background : '#ffffff';
}

function componentBeside(background: string, usual: string): string {
  if (contrast(background, usual) >= 3) return usual;
  return luminance(background) > 0.4 ? '#1f2937' : '#93c5fd';
}
