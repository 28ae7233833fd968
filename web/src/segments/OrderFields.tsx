// In which order the members stand.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { PropertyName } from './fields/basic';
import { Choice } from './fields/Choice';
import { DateFields } from './fields/DateFields';
import { MetricSelect } from './fields/MetricSelect';
import { sourceOf } from './fields/WhereFields';
import { isOfProperty, metricId, metricOf } from './form';
import { alltime, timeframes, type Measurement, type OrderedBy } from './grammar';
import styles from './builder.module.css';

const measures: Measurement[] = ['count', 'sum', 'regulars-sum', 'regulars-average'];

export function OrderFields({ value, onChange }: { value: OrderedBy | null | undefined; onChange: (value: OrderedBy | undefined) => void }) {
  const { t } = useTranslation();
  const metric = metricOf(value?.metric_id ?? '');
  const choose = (next: Measurement | 'joined') => {
    if (next === 'joined') return onChange(undefined);
    const { regulars_property, ...rest } = value ?? { metric_id: '', timeframe_filter: alltime, direction: 'descending' as const };
    onChange({ ...rest, measurement: next, ...(isOfProperty(next) ? { regulars_property: regulars_property ?? '' } : {}) });
  };
  return (
    <div className={styles.row} role="group" aria-label={t('segment.order')}>
      <span className="dimmed">{t('segment.order')}</span>
      <Choice label={t('segment.order')} value={value?.measurement ?? 'joined'} options={[['joined', t('segment.order_joined')] as const, ...measures.map((m) => [m, t(`segment.order_${m.replace('regulars-', 'of_')}`)] as const)]} onChange={choose} />
      {value && (
        <>
          <MetricSelect label={t('segment.choose_metric')} value={metric} onChange={(next) => onChange({ ...value, metric_id: metricId(next) })} />
          {isOfProperty(value.measurement) && <PropertyName label={t('segment.number_property')} of="event_properties" source={sourceOf(metric)} value={value.regulars_property ?? ''} onChange={(regulars_property) => onChange({ ...value, regulars_property })} />}
          <DateFields value={value.timeframe_filter} operators={timeframes.metric} onChange={(timeframe_filter) => onChange({ ...value, timeframe_filter })} />
          <Choice label={t('segment.direction')} value={value.direction} options={[['descending', t('segment.descending')], ['ascending', t('segment.ascending')]]} onChange={(direction) => onChange({ ...value, direction })} />
        </>
      )}
    </div>
  );
}
