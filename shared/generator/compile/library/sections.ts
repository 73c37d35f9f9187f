/** `src/components/sections` and `src/components/charts`: parts of landing pages and pictures of numbers. */
import { code, file } from '../source-text.ts';

const hero = code`
  import { ButtonLink } from '@/components/button';

  type HeroProps = { heading: string; text: string; action?: { label: string; path: string } };

  export function Hero({ heading, text, action }: HeroProps) {
    return (
      <section className="max-w-3xl py-12 sm:py-20">
        <h1 className="text-4xl font-semibold tracking-tight break-words sm:text-5xl">{heading}</h1>
        <p className="mt-5 max-w-2xl text-lg text-muted">{text}</p>
        {action && (
          <ButtonLink to={action.path} className="mt-8 h-11 px-6">
            {action.label}
          </ButtonLink>
        )}
      </section>
    );
  }
`;

const features = code`
  import { Section } from '@/components/section';

  type FeaturesProps = { heading: string; items: { title: string; text: string }[] };

  export function Features({ heading, items }: FeaturesProps) {
    return (
      <Section heading={heading}>
        <ul className="grid gap-x-8 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
          {items.map((item) => (
            <li key={item.title} className="border-t-2 border-component pt-4">
              <h3 className="font-semibold break-words">{item.title}</h3>
              <p className="mt-1.5 text-muted">{item.text}</p>
            </li>
          ))}
        </ul>
      </Section>
    );
  }
`;

const textBlock = code`
  import { Section } from '@/components/section';

  export function TextBlock({ heading, paragraphs }: { heading: string; paragraphs: string[] }) {
    return (
      <Section heading={heading}>
        <div className="max-w-2xl space-y-4 leading-relaxed">
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      </Section>
    );
  }
`;

const faq = code`
  import { Section } from '@/components/section';

  type FaqProps = { heading: string; items: { question: string; answer: string }[] };

  export function Faq({ heading, items }: FaqProps) {
    return (
      <Section heading={heading}>
        <div className="max-w-3xl divide-y divide-border border-y border-border">
          {items.map((item) => (
            <details key={item.question} className="group py-4">
              <summary className="cursor-pointer font-medium marker:text-accent">{item.question}</summary>
              <p className="mt-3 text-muted">{item.answer}</p>
            </details>
          ))}
        </div>
      </Section>
    );
  }
`;

const stats = code`
  import { Section } from '@/components/section';
  import { Loaded } from '@/components/loaded';
  import type { Query } from '@/lib/use-query';

  type Stat = { label: string; value: string };

  /** A few numbers that matter, side by side. */
  export function Stats({ heading, query }: { heading: string; query: Query<Stat[]> }) {
    return (
      <Section heading={heading}>
        <Loaded query={query} lines={2}>
          {(stats) => (
            <dl className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {stats.map((stat) => (
                <div key={stat.label} className="rounded-lg border border-border bg-surface px-5 py-4">
                  <dt className="text-sm text-muted">{stat.label}</dt>
                  <dd className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">{stat.value}</dd>
                </div>
              ))}
            </dl>
          )}
        </Loaded>
      </Section>
    );
  }
`;

const points = code`
  /** One value of a chart, with the text it is shown under. */
  export type Point = { label: string; value: number };

  /** Round steps that hold the values and zero: at most six. */
  export function scaleFor(values: readonly number[]): number[] {
    const highest = Math.max(0, ...values);
    const lowest = Math.min(0, ...values);
    if (highest === lowest) return [0, 1];
    const rough = (highest - lowest) / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((it) => it * power).find((it) => it >= rough) ?? rough;
    const from = Math.floor(lowest / step);
    return Array.from({ length: Math.ceil(highest / step) - from + 1 }, (_, at) => (from + at) * step);
  }
`;

const pointsTest = code`
  import { expect, it } from 'vitest';
  import { scaleFor } from './points';

  it('chooses round steps that hold every value', () => {
    expect(scaleFor([3, 87])).toEqual([0, 25, 50, 75, 100]);
    expect(scaleFor([-150, 320])).toEqual([-200, 0, 200, 400]);
    expect(scaleFor([])).toEqual([0, 1]);
    expect(scaleFor([0.4]).at(-1)).toBeGreaterThanOrEqual(0.4);
  });
`;

const chartTable = code`
  import type { Point } from './points';

  type ChartTableProps = { caption: string; points: Point[]; format: (value: number) => string };

  /** The same numbers as text, for whoever does not see the picture. */
  export function ChartTable({ caption, points, format }: ChartTableProps) {
    return (
      <details className="mt-3 text-sm">
        <summary className="cursor-pointer text-muted">Show as a table</summary>
        <table className="mt-3 w-full max-w-md text-left">
          <caption className="sr-only">{caption}</caption>
          <tbody>
            {points.map((point) => (
              <tr key={point.label} className="border-t border-border">
                <th scope="row" className="py-1.5 pr-4 font-normal">
                  {point.label}
                </th>
                <td className="py-1.5 text-right tabular-nums">{format(point.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    );
  }
`;

const useWidth = code`
  import { useEffect, useRef, useState } from 'react';

  /** Width of an element in pixels, as it changes: text in a chart keeps its size on every screen. */
  export function useWidth(start: number) {
    const ref = useRef<HTMLDivElement>(null);
    const [width, setWidth] = useState(start);

    useEffect(() => {
      if (!ref.current) return;
      const observer = new ResizeObserver(([entry]) => {
        if (entry) setWidth(Math.max(240, Math.floor(entry.contentRect.width)));
      });
      observer.observe(ref.current);
      return () => observer.disconnect();
    }, []);

    return { ref, width };
  }
`;

const lineChart = code`
  import { ChartTable } from './chart-table';
  import { type Point, scaleFor } from './points';
  import { useWidth } from './use-width';

  type LineChartProps = { title: string; points: Point[]; format: (value: number) => string };

  const HEIGHT = 260;
  const RIGHT = 12;
  const BOTTOM = 32;
  const TOP = 12;
  /** Of a tabular figure at this size, in pixels. */
  const FIGURE = 7;

  /** A course of values, oldest first. */
  export function LineChart({ title, points, format }: LineChartProps) {
    const { ref, width } = useWidth(640);
    const scale = scaleFor(points.map((point) => point.value));
    const bottom = scale[0] ?? 0;
    const top = scale.at(-1) ?? 1;
    const left = 16 + FIGURE * Math.max(...scale.map((step) => format(step).length));
    const last = points.length - 1;
    const x = (at: number) => left + (last === 0 ? 0.5 : at / last) * (width - left - RIGHT);
    const y = (value: number) => HEIGHT - BOTTOM - ((value - bottom) / (top - bottom)) * (HEIGHT - BOTTOM - TOP);
    const path = points.map((point, at) => \`\${at === 0 ? 'M' : 'L'}\${x(at)} \${y(point.value)}\`).join(' ');
    const anchor = (at: number) => (at === 0 && last > 0 ? 'start' : at === last && last > 0 ? 'end' : 'middle');
    return (
      <figure className="rounded-lg border border-border bg-surface p-4 sm:p-5">
        <div ref={ref}>
          <svg width={width} height={HEIGHT} role="img" aria-label={title} className="block max-w-full text-xs">
            {scale.map((step) => (
              <g key={step}>
                <line x1={left} x2={width} y1={y(step)} y2={y(step)} className="stroke-border" />
                <text x={left - 10} y={y(step) + 4} textAnchor="end" className="fill-muted tabular-nums">
                  {format(step)}
                </text>
              </g>
            ))}
            <path d={path} fill="none" strokeWidth="2" strokeLinejoin="round" className="stroke-accent" />
            {points.map((point, at) => (
              <circle key={point.label} cx={x(at)} cy={y(point.value)} r="3.5" className="fill-accent">
                <title>{\`\${point.label}: \${format(point.value)}\`}</title>
              </circle>
            ))}
            {[...new Set([0, last])].map((at) => (
              <text key={at} x={x(at)} y={HEIGHT - 8} textAnchor={anchor(at)} className="fill-muted">
                {points[at]?.label}
              </text>
            ))}
          </svg>
        </div>
        <ChartTable caption={title} points={points} format={format} />
      </figure>
    );
  }
`;

const barChart = code`
  import { type Point, scaleFor } from './points';

  type BarChartProps = { title: string; points: Point[]; format: (value: number) => string };

  /** Values of groups side by side: a table whose rows carry a bar. */
  export function BarChart({ title, points, format }: BarChartProps) {
    // Zero where no group has more than nothing.
    const top = scaleFor(points.map((point) => point.value)).at(-1) || 1;
    return (
      <figure className="rounded-lg border border-border bg-surface p-4 sm:p-5">
        <table className="w-full text-left text-sm">
          <caption className="sr-only">{title}</caption>
          <tbody>
            {points.map((point) => (
              <tr key={point.label}>
                <th scope="row" className="w-1/4 max-w-48 py-1.5 pr-4 font-normal break-words">
                  {point.label}
                </th>
                <td className="py-1.5">
                  <svg width="100%" height="20" aria-hidden className="block">
                    <rect width={\`\${Math.max(0.5, (Math.max(0, point.value) / top) * 100)}%\`} height="20" rx="3" className="fill-accent" />
                  </svg>
                </td>
                <td className="w-px py-1.5 pl-4 text-right whitespace-nowrap text-muted tabular-nums">
                  {format(point.value)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </figure>
    );
  }
`;

export const SECTION_FILES: Readonly<Record<string, string>> = {
  'src/components/sections/hero.tsx': file(hero),
  'src/components/sections/features.tsx': file(features),
  'src/components/sections/text-block.tsx': file(textBlock),
  'src/components/sections/faq.tsx': file(faq),
  'src/components/sections/stats.tsx': file(stats),
  'src/components/charts/points.ts': file(points),
  'src/components/charts/chart-table.tsx': file(chartTable),
  'src/components/charts/use-width.ts': file(useWidth),
  'src/components/charts/line-chart.tsx': file(lineChart),
  'src/components/charts/bar-chart.tsx': file(barChart),
};

export const SECTION_TESTS: Readonly<Record<string, string>> = {
  'src/components/charts/points.ts': file(pointsTest),
};
