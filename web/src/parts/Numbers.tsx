// A chart's numbers as a table, for those who prefer to read; behind a line that opens it.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollX } from './ScrollX';
import styles from './Numbers.module.css';

/** The first cell of a row says of what it is; at most 400 rows. */
export function Numbers({ head, rows }: { head: string[]; rows: string[][] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [first, ...others] = head;
  return (
    <details className={styles.numbers} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t('chart.table')}</summary>
      {isOpen && (
        <ScrollX label={t('chart.table')}>
          <table className="plain">
            <thead><tr><th scope="col">{first}</th>{others.map((name) => <th key={name} scope="col" className="num">{name}</th>)}</tr></thead>
            <tbody>{rows.map(([of, ...cells]) => <tr key={of}><th scope="row" className={styles.of}>{of}</th>{cells.map((cell, i) => <td key={i} className="num">{cell}</td>)}</tr>)}</tbody>
          </table>
        </ScrollX>
      )}
    </details>
  );
}
