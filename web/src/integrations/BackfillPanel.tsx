// The history on its way: how much, which month, how fast, how long still.
// SPDX-License-Identifier: Apache-2.0
import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Backfill, IntegrationKind } from '../api/schema';
import { useFormat } from '../i18n/format';
import { saidOf } from '../i18n/said';
import { Sheet } from '../parts/Page';
import styles from './BackfillPanel.module.css';

export function BackfillPanel({ kind, backfill }: { kind: IntegrationKind; backfill: Backfill }) {
  const { t } = useTranslation();
  const format = useFormat();
  const stage = backfill.stage === 'reservations' && backfill.month ? t('backfill.reading_month', { ...saidOf(kind), month: format.month(backfill.month) }) : t(`backfill.stage_${backfill.stage}`, saidOf(kind));
  const facts: [string, string][] = [
    ...(backfill.months_total > 0 ? [[t('backfill.months'), t('backfill.months_of', { done: format.number(backfill.months_done), total: format.number(backfill.months_total) })] as [string, string]] : []),
    [t('backfill.records'), format.number(backfill.records)],
    [t('backfill.rate'), backfill.records_per_minute === null ? t('backfill.measuring') : t('backfill.per_minute', { rate: format.number(backfill.records_per_minute) })],
    [t('backfill.time_left'), backfill.seconds_left === null ? t('backfill.measuring') : format.duration(backfill.seconds_left)],
  ];
  return (
    <Sheet>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('backfill.title')}</h2>
        <span className={styles.percent}>{format.percent(Math.floor(backfill.done * 100) / 100)}</span>
      </div>
      <Progress value={backfill.done * 100} size="lg" aria-label={t('backfill.title')} transitionDuration={400} />
      <p className={styles.stage}>{stage}</p>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('backfill.note', saidOf(kind))}</p>
    </Sheet>
  );
}
