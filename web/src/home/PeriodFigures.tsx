// Five numbers of one period, each beside what is usual by this time.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { HomePeriod, Money } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Sheet } from '../parts/Page';
import styles from './PeriodFigures.module.css';

type Row = { key: string; label: string; now: string; usual: string | null; compared: number | null };

export function PeriodFigures({ period }: { period: HomePeriod }) {
  const { t } = useTranslation();
  const format = useFormat();
  // Of very small numbers a percentage says nothing.
  const compare = (now: number | null, before: number | null) => (now === null || before === null || before < 5 ? null : now / before - 1);
  const none = t('home.unknown');
  const count = (key: 'reservations' | 'covers' | 'new_guests'): Row => {
    const f = period[key];
    return { key, label: t(`home.${key}`), now: f.now === null ? none : format.number(f.now), usual: f.before === null ? null : format.decimal(f.before), compared: compare(f.now, f.before) };
  };
  const amount = (m: Money | null) => (m ? Number(m.amount) : null);
  const rate = period.no_show_rate;
  const value = period.known_value;
  const rows: Row[] = [
    count('reservations'),
    count('covers'),
    { key: 'no_show_rate', label: t('home.no_show_rate'), now: rate.now === null ? none : format.percent(rate.now), usual: rate.before === null ? null : format.percent(rate.before), compared: null },
    count('new_guests'),
    { key: 'known_value', label: t('home.known_value'), now: value.now ? format.roundMoney(value.now) : none, usual: value.before ? format.roundMoney(value.before) : null, compared: compare(amount(value.now), amount(value.before)) },
  ];
  return (
    <Sheet flush>
      <dl className={styles.figures}>
        {rows.map((row) => (
          <div key={row.key} className={styles.figure} data-figure={row.key}>
            <dt>{row.label}</dt>
            <dd className={styles.now} data-none={row.now === none || undefined}>{row.now}</dd>
            <dd className={styles.usual}>
              {row.usual === null ? t('home.no_history') : t('home.usually', { value: row.usual })}
              {row.compared !== null && Math.abs(row.compared) >= 0.05 && (
                <span className={styles.change}>
                  <span aria-hidden="true">{row.compared > 0 ? '↑' : '↓'}</span>
                  <span className="visually-hidden">{row.compared > 0 ? t('home.above') : t('home.below')}</span> {format.percent(Math.abs(Math.round(row.compared * 100) / 100))}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
