// Names and values, side by side.
// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import styles from './Facts.module.css';

export function Facts({ items, narrow }: { items: [name: string, value: ReactNode, note?: ReactNode][]; narrow?: boolean }) {
  return (
    <dl className={narrow ? styles.narrow : styles.facts}>
      {items.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}{note && <div className={styles.note}>{note}</div>}</dd>
        </div>
      ))}
    </dl>
  );
}
