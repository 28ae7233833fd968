// The shape of what is still on its way; shows only when it takes longer than a blink.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import styles from './Wait.module.css';

export function Wait({ rows = 5, tall }: { rows?: number; tall?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles.wait} role="status" aria-label={t('state.loading')}>
      {tall && <div className={styles.tall} />}
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className={styles.row} data-width={i % 3} />
      ))}
    </div>
  );
}
