// Covers of the last four weeks, a bar a day, weekends a little darker; readable by arrow keys and as a table.
// SPDX-License-Identifier: Apache-2.0
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Home } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Numbers } from '../parts/Numbers';
import styles from './DaysChart.module.css';

export function DaysChart({ days }: { days: Home['days'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [at, setAt] = useState(days.length - 1);
  const top = Math.max(1, ...days.map((d) => d.covers));
  const shown = days[at] ?? days[days.length - 1];
  if (!shown) return null;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -days.length, End: days.length }[event.key];
    if (!step) return;
    event.preventDefault();
    setAt(Math.min(days.length - 1, Math.max(0, at + step)));
  };
  return (
    <div>
      <p className={styles.reading} aria-live="polite">
        <strong>{format.weekday(shown.day)}</strong>
        <span>{t('home.covers_count', { count: shown.covers })}</span>
        <span>{t('home.reservations_made', { count: shown.reservations })}</span>
        <span>{t('home.no_shows_count', { count: shown.no_shows })}</span>
      </p>
      <div className={styles.bars} role="group" aria-label={t('home.days_keys')} tabIndex={0} onKeyDown={move} onMouseLeave={() => setAt(days.length - 1)}>
        {days.map((d, i) => {
          const weekday = new Date(d.day + 'T12:00:00Z').getUTCDay();
          return (
            <div key={d.day} className={styles.day} data-at={i === at || undefined} data-weekend={weekday === 0 || weekday === 6 || undefined} onMouseEnter={() => setAt(i)}>
              <div className={styles.bar} style={{ height: `${(d.covers / top) * 100}%` }} />
            </div>
          );
        })}
      </div>
      <div className={styles.axis} aria-hidden="true">
        {days.filter((_, i) => i % 7 === 6).map((d) => <span key={d.day}>{format.shortDay(d.day)}</span>)}
      </div>
      <Numbers head={[t('chart.by_day'), t('home.covers'), t('home.reservations'), t('lifetime.no_shows')]} rows={days.map((d) => [format.bucket(d.day, d.day, 'day'), format.number(d.covers), format.number(d.reservations), format.number(d.no_shows)])} />
    </div>
  );
}
