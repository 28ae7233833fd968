// The chart's numbers as a table.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { Chart } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import type { Measure } from './question';

export function ChartTable({ chart, measure, group, groupName }: { chart: Chart; measure: Measure; group: string; groupName: (value: string | null, rest: boolean) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const write = (m: { total: number; people: number; value: string | null }, which: Measure) => (which === 'value' ? (m.value === null ? '' : format.money({ amount: m.value, currency: chart.currency })) : format.number(m[which]));
  const measures: Measure[] = ['total', 'people', 'value'];
  return (
    <Sheet flush>
      <ScrollX label={t('chart.table')}>
        <table className="plain stacks">
          <thead>
            {chart.groups && <tr><th /><th colSpan={chart.groups.length}>{`${group} · ${t(`chart.${measure}`)}`}</th>{chart.previous && <th />}</tr>}
            <tr>
              <th>{t(`chart.by_${chart.by}`)}</th>
              {chart.groups ? chart.groups.map((g, i) => <th key={i} className="num">{groupName(g.value, g.rest)}</th>) : measures.map((m) => <th key={m} className="num">{t(`chart.${m}`)}</th>)}
              {chart.previous && <th className="num">{t('chart.previous_column')}</th>}
            </tr>
          </thead>
          <tbody>
            {chart.buckets.map((b, i) => {
              const before = chart.previous?.buckets[i];
              return (
                <tr key={b.start} data-start={b.start}>
                  <td>
                    {format.bucket(b.start, b.end, chart.by)}
                    {!b.complete && <span className="dimmed small"> {t('chart.incomplete')}</span>}
                    {chart.by === 'day' && b.hours !== 24 && <span className="dimmed small"> {t('chart.odd_day', { count: b.hours })}</span>}
                  </td>
                  {chart.groups ? chart.groups.map((g, j) => <td key={j} className="num" data-column={groupName(g.value, g.rest)}>{g.buckets[i] ? write(g.buckets[i], measure) : ''}</td>) : measures.map((m) => <td key={m} className="num" data-measure={m} data-column={t(`chart.${m}`)}>{write(b, m)}</td>)}
                  {chart.previous && <td className="num dimmed" data-column={t('chart.previous_column')}>{before ? write(before, measure) : ''}</td>}
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th>{t('chart.sum')}</th>
              {chart.groups ? chart.groups.map((g, j) => <th key={j} className="num" data-column={groupName(g.value, g.rest)}>{write(g.totals, measure)}</th>) : measures.map((m) => <th key={m} className="num" data-measure={m} data-column={t(`chart.${m}`)}>{write(chart.totals, m)}</th>)}
              {chart.previous && <th className="num" data-column={t('chart.previous_column')}>{write(chart.previous.totals, measure)}</th>}
            </tr>
          </tfoot>
        </table>
      </ScrollX>
    </Sheet>
  );
}
