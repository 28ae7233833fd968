// The sign of a vendor: which app something came from.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { MetricSource } from '../api/schema';
import styles from './Mark.module.css';

export type SourceKind = MetricSource['kind'];
export const kindNames: Record<SourceKind, string> = { opentable: 'OpenTable', toast: 'Toast', lightspeed: 'Lightspeed Retail', api: 'API', regulars: 'Regulars', removed: '' };

export function Mark({ kind, size = 22 }: { kind: SourceKind; size?: number }) {
  const { t } = useTranslation();
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 24 24" role="img" aria-label={kind === 'removed' ? t('metrics.removed_mark') : kindNames[kind]} data-kind={kind}>
      <rect width="24" height="24" rx="6" />
      {kind === 'opentable' && (
        <>
          <circle cx="14" cy="12" r="5.600" className={styles.ring} />
          <circle cx="14" cy="12" r="1.800" className={styles.dot} />
          <circle cx="5.300" cy="12" r="1.500" className={styles.dot} />
        </>
      )}
      {kind === 'toast' && <path className={styles.ring} d="M6.500 9.500a3 3 0 0 1 3-3h5a3 3 0 0 1 1.500 5.600V17H8v-4.900a3 3 0 0 1-1.500-2.600Z" />}
      {kind === 'lightspeed' && <path className={styles.ring} d="M12 5.500 17 12l-5 6.500L7 12Z" />}
      {kind === 'regulars' && <path className={styles.ring} d="M8.500 18V6.500h4.300a3.400 3.400 0 0 1 0 6.800H8.500m4.300 0L16 18" />}
      {kind === 'removed' && <path className={styles.ring} d="M7 12h10" />}
      {kind === 'api' && <path className={styles.ring} d="M9.500 6.500c-2 0-2 1-2 2.500s0 3-2 3c2 0 2 1.500 2 3s0 2.500 2 2.500M14.500 6.500c2 0 2 1 2 2.500s0 3 2 3c-2 0-2 1.500-2 3s0 2.500-2 2.500" />}
    </svg>
  );
}
