// The chart and its table, from what the server answered.
// SPDX-License-Identifier: Apache-2.0
import { memo, useMemo } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Chart } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { fetched } from '../parts/fetched';
import type { SourceKind } from '../parts/Mark';
import { Section, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { ChartTable } from './ChartTable';
import type { Line } from './Plot';
import type { Question } from './question';
import type { ValueName } from './valueName';
import styles from './ChartView.module.css';

const Plot = fetched(async () => (await import('./Plot')).default, <div className={styles.room} />);
// Beside the data, not after them; what could not be fetched now is fetched, and reported, when it is drawn.
Plot.fetch().catch(() => undefined);

type Props = { chart: UseQueryResult<Chart>; question: Question; name: string; source: SourceKind | undefined; valueName: ValueName };

export const ChartView = memo(function ChartView({ chart, question, name, source, valueName }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const data = chart.data;
  const { measure, group } = question;

  const drawn = useMemo(() => {
    if (!data) return undefined;
    const pick = (m: { total: number; people: number; value: string | null }) => (measure === 'value' ? (m.value === null ? 0 : Number(m.value)) : m[measure]);
    const groupName = (value: string | null, rest: boolean) => (rest ? t('chart.rest') : value === null ? t('chart.not_set') : valueName(group, value));
    const lines: Line[] = data.groups ? data.groups.map((g) => ({ name: groupName(g.value, g.rest), values: g.buckets.map(pick), quiet: g.rest })) : [{ name: t(`chart.${measure}`), values: data.buckets.map(pick) }];
    const before = data.previous;
    if (before) lines.push({ name: t('chart.previous', { range: format.range(before.from, before.to) }), values: data.buckets.map((_, i) => { const b = before.buckets[i]; return b ? pick(b) : null; }), dashed: true, quiet: true });
    return {
      lines, groupName,
      labels: data.buckets.map((b) => format.bucket(b.start, b.end, data.by)),
      ticks: data.buckets.map((b, i) => format.axis(b.start, data.by, data.buckets[i - 1]?.start)),
      write: (n: number) => (measure === 'value' ? format.money({ amount: String(n), currency: data.currency }) : format.number(n)),
      writeShort: (n: number) => (measure === 'value' ? format.shortMoney({ amount: String(n), currency: data.currency }) : n >= 10_000 ? format.compact(n) : format.decimal(n)),
    };
  }, [data, measure, group, t, format, valueName]);

  if (chart.isError && !data) return <Trouble error={chart.error} retry={() => void chart.refetch()} />;
  if (!data || !drawn) return <Wait rows={4} tall />;
  const headline = measure === 'value' ? (data.totals.value === null ? null : format.money({ amount: data.totals.value, currency: data.currency })) : format.number(data.totals[measure]);
  const odd = data.by === 'day' ? data.buckets.filter((b) => b.hours !== 24) : [];
  return (
    <>
      {chart.isError && <Trouble error={chart.error} retry={() => void chart.refetch()} shownFrom={t('state.kept')} />}
      <Sheet className={chart.isPlaceholderData ? styles.stale ?? '' : ''}>
        <div className={styles.head}>
          <span className={styles.headline}>{headline ?? t('chart.no_value')}</span>
          <span className="dimmed">{t(`chart.headline_${measure}`, { range: format.range(data.from, data.to) })}</span>
        </div>
        {data.totals.total === 0 ? <p className="dimmed">{t('chart.nothing_about')}</p> : measure === 'value' && data.totals.value === null ? <p className="dimmed">{t('chart.no_value_about')}{source === 'opentable' && ` ${t('chart.no_value_opentable')}`}</p> : <Plot key={`${measure}${data.by}`} {...drawn} {...(data.groups ? { group: names.property(group) } : {})} label={t('chart.keys', { name })} />}
        <p className={styles.foot}>
          {t(`chart.zone_${data.by}`, { zone: format.zoneName(data.time_zone) })}
          {odd.map((b) => <span key={b.start}> {t('chart.odd_day_about', { day: format.day(b.start), count: b.hours })}</span>)}
          {data.other_currencies.length > 0 && (measure === 'value' || !data.groups) && <span> {t('chart.other_currencies', { sums: format.list(data.other_currencies.map((m) => format.money(m))) })}</span>}
        </p>
      </Sheet>
      <Section title={t('chart.table')}>
        <ChartTable chart={data} measure={measure} groupName={drawn.groupName} group={names.property(group)} />
      </Section>
    </>
  );
});
