// What must hold of the same event: up to ten properties.
// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../parts/icons';
import { fitting, startOf } from '../choices';
import { metricId, type MetricChoice } from '../form';
import { mostFilters, type PropertyFilter } from '../grammar';
import { PropertyName, type Source } from './basic';
import { FilterFields } from './FilterFields';
import styles from '../builder.module.css';

export const sourceOf = (metric: MetricChoice): Source => (metric === null ? {} : { metric_id: metricId(metric) });

export function WhereFields({ filters, metric, onChange }: { filters: PropertyFilter[]; metric: MetricChoice; onChange: (filters: PropertyFilter[]) => void }) {
  const { t } = useTranslation();
  const source = sourceOf(metric);
  const set = (at: number, next: PropertyFilter) => onChange(filters.map((f, i) => (i === at ? next : f)));
  return (
    <div className={styles.where}>
      {filters.map((f, at) => (
        // Filters have no name of their own; they are added at the end and rarely taken out.
        <div key={at} className={styles.row} role="group" aria-label={t('segment.filter_n', { n: at + 1 })}>
          <span className={styles.joint}>{at === 0 ? t('segment.where') : t('segment.and')}</span>
          <PropertyName label={t('segment.property')} of="event_properties" value={f.property} source={source} onChange={(property, type) => set(at, { property, filter: fitting(f.filter ?? startOf('text', 'event'), type, 'event') })} />
          {f.filter && <FilterFields filter={f.filter} place="event" property={f.property} source={source} onChange={(filter) => set(at, { ...f, filter })} />}
          <ActionIcon variant="subtle" color="gray" aria-label={t('segment.remove_filter')} onClick={() => onChange(filters.filter((_, i) => i !== at))}><Icon name="cross" size={14} /></ActionIcon>
        </div>
      ))}
      {filters.length < mostFilters && <Button variant="subtle" size="compact-sm" leftSection={<Icon name="filter" size={14} />} onClick={() => onChange([...filters, { property: '', filter: startOf('text', 'event') }])}>{t('segment.add_filter')}</Button>}
    </div>
  );
}
