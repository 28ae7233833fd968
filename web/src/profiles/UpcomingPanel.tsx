// The reservations still to come.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { Upcoming } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { Icon } from '../parts/icons';
import { Sheet } from '../parts/Page';
import styles from './UpcomingPanel.module.css';

export function UpcomingPanel({ upcoming }: { upcoming: Upcoming[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  return (
    <Sheet flush>
      {upcoming.map((r) => (
        <div key={r.event_id} className={styles.reservation}>
          <Icon name="calendar" size={20} />
          <div>
            <p className={styles.when}>{format.longInstant(r.scheduled_at, r.time_zone)}</p>
            <p className="dimmed flat">
              {[r.restaurant_name, r.party_size === null ? null : t('event.party', { count: r.party_size }), r.confirmed ? t('upcoming.confirmed') : t('upcoming.unconfirmed'), r.tables.length ? t('upcoming.table', { tables: r.tables.join(', ') }) : null, ...r.visit_tags.map((tag) => names.value('Visit Tags', tag))].filter(Boolean).join(' · ')}
            </p>
            {r.request && <p className={styles.request}>{t('upcoming.request', { request: r.request })}</p>}
          </div>
        </div>
      ))}
    </Sheet>
  );
}
