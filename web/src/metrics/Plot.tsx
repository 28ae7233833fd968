// Lines over buckets, drawn by uPlot; the arrow keys read it bucket by bucket.
// SPDX-License-Identifier: Apache-2.0
import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import { seriesColors } from '../theme';
import { useFormat } from '../i18n/format';
import styles from './Plot.module.css';

/** `quiet`: what is drawn for comparison, in grey. */
export type Line = { name: string; values: (number | null)[]; dashed?: boolean; quiet?: boolean };
type Props = { labels: string[]; ticks: string[]; lines: Line[]; write: (n: number) => string; writeShort: (n: number) => string; label: string; group?: string };

/** Whole numbers only: half a reservation is none. */
const steps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();

const quietColor = 8;
const colorOf = (line: Line, i: number) => (line.quiet ? quietColor : i % quietColor);

function widest(texts: string[], font: string): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 0;
  context.font = font;
  return texts.reduce((most, text) => Math.max(most, context.measureText(text).width), 0);
}

export default function Plot({ labels, ticks, lines, write, writeShort, label, group }: Props) {
  const { colon } = useFormat();
  const scheme = useComputedColorScheme('light');
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const colors = seriesColors[scheme];
  const last = labels.length - 1;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const css = getComputedStyle(document.documentElement);
    const ink = css.getPropertyValue('--mantine-color-dimmed').trim();
    const rule = css.getPropertyValue('--app-line').trim();
    const font = `13px ${css.getPropertyValue('--mantine-font-family')}`;
    const many = labels.length > 45;
    // The last label stands under the last point: half of the widest must fit beside it.
    const half = Math.ceil(widest(ticks, font) / 2);
    const u = new uPlot(
      {
        width: element.clientWidth, height: 280, padding: [12, Math.max(12, half), 0, 0], legend: { show: false },
        cursor: { y: false, points: { size: 9 }, drag: { setScale: false, x: false, y: false } },
        scales: { x: { time: false, range: (_, min, max) => [min - 0.3, max + 0.3] }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.08)] } },
        axes: [
          { stroke: ink, font, size: 38, gap: 9, grid: { show: false }, ticks: { show: false }, space: 76, incrs: [1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 28, 60, 90, 180], values: (_, splits) => splits.map((i) => ticks[i] ?? '') },
          { stroke: ink, font, incrs: steps, grid: { stroke: rule, width: 1 }, ticks: { show: false }, size: (_, values) => Math.ceil(widest(values ?? [], font)) + 16, space: 44, values: (_, splits) => splits.map((v) => writeShort(v)) },
        ],
        series: [{}, ...lines.map((line, i) => ({ label: line.name, stroke: colors[colorOf(line, i)] ?? ink, width: 2, ...(line.dashed ? { dash: [5, 5] } : {}), points: { show: !many && !line.dashed, size: 5 }, spanGaps: false }))],
        hooks: { setCursor: [(self) => setAt(self.cursor.idx ?? null)] },
      },
      [labels.map((_, i) => i), ...lines.map((line) => line.values)] as uPlot.AlignedData,
      element,
    );
    plot.current = u;
    const observer = new ResizeObserver(() => u.setSize({ width: element.clientWidth, height: 280 }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      u.destroy();
      plot.current = null;
    };
  }, [labels, ticks, lines, colors, writeShort]);

  const go = (i: number) => {
    const u = plot.current;
    if (!u) return;
    u.setCursor({ left: u.valToPos(i, 'x'), top: 0 });
    setAt(i);
  };
  const onKey = (event: KeyboardEvent) => {
    const now = at ?? last;
    const next = { ArrowLeft: now - 1, ArrowRight: at === null ? last : now + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    go(Math.min(last, Math.max(0, next)));
  };
  const read = Math.min(at ?? last, last);
  return (
    <div>
      <div className={styles.reading} aria-live="polite">
        <strong className={styles.when}>{labels[read]}</strong>
        {group && <span className={styles.group}>{group}{colon.trimEnd()}</span>}
        {lines.map((line, i) => {
          const value = line.values[read];
          return (
            <span key={line.name + i} className={styles.series}>
              <svg width="16" height="4" aria-hidden="true"><line x1="0" x2="16" y1="2" y2="2" stroke={colors[colorOf(line, i)]} strokeWidth="3" strokeDasharray={line.dashed ? '4 3' : undefined} /></svg>
              {line.name}
              <b>{value === null || value === undefined ? '·' : write(value)}</b>
            </span>
          );
        })}
      </div>
      <div ref={host} className={styles.plot} tabIndex={0} role="group" aria-label={label} onKeyDown={onKey} onBlur={() => { plot.current?.setCursor({ left: -10, top: -10 }); setAt(null); }} />
    </div>
  );
}
