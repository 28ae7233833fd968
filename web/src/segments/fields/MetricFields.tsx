// What someone has done, or not done: how often, or for how much, and when.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { frequencies, frequencyOf, withFrequency } from '../choices';
import { isOfProperty, readMetric, writeMetric, type MetricForm } from '../form';
import { compares, timeframes, type MetricCondition } from '../grammar';
import { NumberField, PropertyName } from './basic';
import { Choice } from './Choice';
import { DateFields } from './DateFields';
import { MetricSelect } from './MetricSelect';
import { sourceOf, WhereFields } from './WhereFields';
import styles from '../builder.module.css';

const measures: MetricForm['of'][] = ['count', 'sum', 'regulars-sum', 'regulars-average'];

export function MetricFields({ condition, onChange }: { condition: MetricCondition; onChange: (condition: MetricCondition) => void }) {
  const { t } = useTranslation();
  const form = readMetric(condition);
  const set = (part: Partial<MetricForm>) => onChange(writeMetric({ ...form, ...part }));
  const { operator, value } = form.number;
  const frequency = frequencyOf(operator, value);
  return (
    <>
      <div className={styles.row}>
        <MetricSelect label={t('segment.choose_metric')} value={form.metric} onChange={(metric) => set({ metric })} />
        <Choice label={t('segment.measure')} value={form.of} options={measures.map((m) => [m, t(`segment.measure_${m.replace('regulars-', 'of_')}`)] as const)} onChange={(of) => set({ of, number: of === 'count' ? { type: 'numeric', operator: 'greater-than-or-equal', value: 1 } : { type: 'numeric', operator: form.of === 'count' ? 'greater-than-or-equal' : operator, value: form.of === 'count' ? 100 : value } })} />
        {isOfProperty(form.of) && <PropertyName label={t('segment.number_property')} of="event_properties" source={sourceOf(form.metric)} value={form.property} onChange={(property) => set({ property })} />}
        {form.of === 'count' ? (
          <>
            <Choice label={t('segment.frequency')} value={frequency} options={frequencies.map((f) => [f, t(`segment.times_${f}`)] as const)} onChange={(next) => set({ number: { type: 'numeric', ...withFrequency(next, value) } })} />
            {frequency !== 'once' && frequency !== 'never' && <NumberField label={t('segment.times')} value={value} onChange={(next) => set({ number: { ...form.number, value: next } })} />}
          </>
        ) : (
          <>
            <Choice label={t('segment.operator')} value={operator} options={compares.map((c) => [c, t(`segment.number_${c}`)] as const)} onChange={(next) => set({ number: { ...form.number, operator: next } })} />
            <NumberField label={t('segment.value')} value={value} onChange={(next) => set({ number: { ...form.number, value: next } })} />
          </>
        )}
        <DateFields value={form.timeframe} operators={timeframes.metric} onChange={(timeframe) => set({ timeframe })} />
      </div>
      <WhereFields filters={form.filters} metric={form.metric} onChange={(filters) => set({ filters })} />
    </>
  );
}
