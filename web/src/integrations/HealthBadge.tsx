// The state of an integration in a word.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { Integration } from '../api/schema';
import styles from './HealthBadge.module.css';

const tones: Record<Integration['health'], 'good' | 'busy' | 'warn' | 'bad' | 'rest'> = { fresh: 'good', backfilling: 'busy', syncing: 'busy', late: 'warn', failing: 'bad', stopped: 'bad', paused: 'rest' };

export function HealthBadge({ health }: { health: Integration['health'] }) {
  const { t } = useTranslation();
  return (
    <span className={styles.badge} data-tone={tones[health]} data-health={health}>
      <span className={styles.dot} aria-hidden="true" />
      {t(`health.${health}`)}
    </span>
  );
}
