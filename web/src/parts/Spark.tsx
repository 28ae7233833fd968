// A small line for the eye; the numbers stand beside it.
// SPDX-License-Identifier: Apache-2.0
import styles from './Spark.module.css';

export function Spark({ values, width = 120, height = 28 }: { values: number[]; width?: number; height?: number }) {
  if (values.length < 2) return null;
  const top = Math.max(...values, 1);
  const x = (i: number) => 1 + (i / (values.length - 1)) * (width - 2);
  const y = (v: number) => height - 2 - (v / top) * (height - 5);
  const line = values.map((v, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`).join('');
  return (
    <svg className={styles.spark} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className={styles.fill} d={`${line}L${width - 1} ${height}L1 ${height}Z`} />
      <path className={styles.line} d={line} />
    </svg>
  );
}
