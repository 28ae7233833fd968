// The guest in numbers.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { Profile } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Sheet } from '../parts/Page';
import styles from './LifetimePanel.module.css';

export function LifetimePanel({ lifetime }: { lifetime: Profile['lifetime'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures: [string, string, string?][] = [
    [t('lifetime.visits'), format.number(lifetime.visits), t('lifetime.covers', { count: lifetime.covers })],
    [t('lifetime.no_shows'), format.number(lifetime.no_shows), t('lifetime.of_reservations', { count: lifetime.reservations })],
    [t('lifetime.cancellations'), format.number(lifetime.cancellations)],
    [t('lifetime.value'), lifetime.value ? format.roundMoney(lifetime.value) : t('home.unknown')],
  ];
  return (
    <Sheet flush>
      <dl className={styles.figures}>
        {figures.map(([name, value, note]) => (
          <div key={name}><dt>{name}</dt><dd className={styles.value} data-words={/\d/.test(value) ? undefined : true}>{value}</dd>{note && <dd className={styles.note}>{note}</dd>}</div>
        ))}
      </dl>
      <p className={styles.seen}>
        {lifetime.first_seen_at && lifetime.last_seen_at ? t('lifetime.seen', { first: format.dayOf(lifetime.first_seen_at), last: format.dayOf(lifetime.last_seen_at) }) : t('lifetime.unseen')}
      </p>
    </Sheet>
  );
}
