// Each integration with its state, how old its data are, and when the next sync comes.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Integration } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Ago } from '../parts/Ago';
import { Mark } from '../parts/Mark';
import { Sheet } from '../parts/Page';
import { BackfillLine } from './BackfillLine';
import { HealthBadge } from './HealthBadge';
import { usePlace } from './usePlace';
import styles from './FreshnessList.module.css';

export function FreshnessList({ integrations, numbers }: { integrations: Integration[]; numbers?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const place = usePlace();
  return (
    <Sheet flush>
      <ul className={styles.list}>
        {integrations.map((i) => (
          <li key={i.id} className={styles.row}>
            <Mark kind={i.kind} size={30} />
            <div className={styles.words}>
              <Link className={styles.name} to={`/integrations/${i.id}`}>{i.name}</Link>
              <div className={styles.note}>
                {place(i)}
                {numbers && <span> · {t('integration.counts', { guests: format.number(i.counts.profiles), events: format.number(i.counts.events) })}</span>}
              </div>
            </div>
            <div className={styles.state}>
              <HealthBadge health={i.health} />
              <span className={styles.note}>
                {i.backfill ? <BackfillLine backfill={i.backfill} /> : i.last_sync_at ? <>{t('integration.last_sync')} <Ago at={i.last_sync_at} /></> : t('integration.never_synced')}
                {!i.backfill && i.next_sync_at && <> · {t('integration.next_sync')} <Ago at={i.next_sync_at} /></>}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
