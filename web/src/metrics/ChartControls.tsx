// What to chart: range, bucket, measure, group, filter, comparison.
// SPDX-License-Identifier: Apache-2.0
import { Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Property } from '../api/schema';
import { useNames } from '../i18n/names';
import { fitting, ranges, type Measure, type Question, type Range } from './question';
import styles from './ChartControls.module.css';

type Props = { question: Question; onChange: (part: Partial<Question>) => void; properties: Property[]; today: string };

export function ChartControls({ question, onChange, properties, today }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const groupable = properties.filter((p) => p.type !== 'date' && p.distinct <= 200);
  return (
    <div className={styles.controls}>
      <Select className={styles.range ?? ''} label={t('chart.range')} allowDeselect={false} data={ranges.map((r) => ({ value: r, label: t(`chart.range_${r}`) }))} value={question.range} onChange={(value) => { const range = value as Range; onChange(range === 'custom' ? { range } : { range, by: fitting(range) }); }} />
      {question.range === 'custom' && (
        <>
          <TextInput type="date" label={t('chart.from')} value={question.from} max={question.to} onChange={(e) => e.currentTarget.value && onChange({ from: e.currentTarget.value })} />
          <TextInput type="date" label={t('chart.to')} value={question.to} min={question.from} max={today} onChange={(e) => e.currentTarget.value && onChange({ to: e.currentTarget.value })} />
        </>
      )}
      <div>
        <div className={styles.label} id="chart-by">{t('chart.by')}</div>
        <SegmentedControl aria-labelledby="chart-by" value={question.by} onChange={(by) => onChange({ by: by as Question['by'] })} data={(['day', 'week', 'month'] as const).map((by) => ({ value: by, label: t(`chart.by_${by}`) }))} />
      </div>
      <div>
        <div className={styles.label} id="chart-measure">{t('chart.measure')}</div>
        <SegmentedControl aria-labelledby="chart-measure" value={question.measure} onChange={(measure) => onChange({ measure: measure as Measure })} data={(['total', 'people', 'value'] as const).map((m) => ({ value: m, label: t(`chart.${m}`) }))} />
      </div>
      <Select className={styles.group ?? ''} label={t('chart.group')} placeholder={t('chart.no_group')} clearable searchable data={groupable.map((p) => ({ value: p.name, label: names.property(p.name) }))} value={question.group || null} onChange={(group) => onChange({ group: group ?? '' })} clearButtonProps={{ 'aria-label': t('action.clear') }} />
      <Checkbox className={styles.check ?? ''} label={t('chart.compare')} checked={question.compare} onChange={(e) => onChange({ compare: e.currentTarget.checked })} />
    </div>
  );
}
