// One metric of one integration, or the metric of a name over all integrations of a kind.
// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { metricsQuery } from '../../api/queries';
import type { IntegrationKind } from '../../api/schema';
import { useNames } from '../../i18n/names';
import { isConnected, useSourceName } from '../../i18n/sources';
import { fold } from '../../parts/fold';
import { kindNames, Mark } from '../../parts/Mark';
import { metricId, metricOf, type MetricChoice } from '../form';
import styles from '../builder.module.css';

export function MetricSelect({ value, label, onChange }: { value: MetricChoice; label: string; onChange: (value: MetricChoice) => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const sourceName = useSourceName();
  const metrics = useQuery(metricsQuery).data;
  const { data, kinds } = useMemo(() => {
    const groups = new Map<string, { value: string; label: string }[]>(), kindOfKey = new Map<string, IntegrationKind>();
    const put = (group: string, item: { value: string; label: string }, kind?: IntegrationKind) => { groups.set(group, [...(groups.get(group) ?? []), item]); if (kind) kindOfKey.set(item.value, kind); };
    const places = new Map<string, Set<string>>();
    for (const m of metrics ?? []) if (isConnected(m.integration)) places.set(m.integration.kind, (places.get(m.integration.kind) ?? new Set()).add(m.integration.id));
    const known = new Set<string>();
    for (const m of metrics ?? []) {
      if (!isConnected(m.integration)) continue;
      const { kind } = m.integration;
      const key = metricId({ kind, name: m.name });
      const isChosen = metricId(value) === key;
      if (known.has(key) || ((places.get(kind)?.size ?? 0) < 2 && !isChosen)) continue;
      known.add(key);
      put(t('segment.any_of_kind', { vendor: kindNames[kind] }), { value: key, label: t('segment.metric_of_kind', { metric: names.metric(m.name), vendor: kindNames[kind] }) }, kind);
    }
    for (const m of metrics ?? []) put(sourceName(m.integration), { value: m.id, label: `${names.metric(m.name)} · ${sourceName(m.integration)}` }, isConnected(m.integration) ? m.integration.kind : undefined);
    return { data: [...groups].map(([group, items]) => ({ group, items })), kinds: kindOfKey };
  }, [metrics, names, sourceName, t, value]);
  const key = metricId(value) || null, kind = key ? kinds.get(key) : undefined;
  return (
    <Select
      className={styles.metric ?? ''} aria-label={label} placeholder={label} searchable data={data} value={key} maxDropdownHeight={320} nothingFoundMessage={t('state.nothing_found')} leftSection={kind ? <Mark kind={kind} size={18} /> : undefined} allowDeselect={false} error={value !== null && !!metrics && key !== null && !data.some((g) => g.items.some((i) => i.value === key))}
      filter={({ options, search }) => { const want = fold(search.trim()).split(/\s+/); return options.map((group) => ('items' in group ? { ...group, items: group.items.filter((i) => want.every((w) => fold(`${'label' in i ? i.label : ''} ${i.value}`).includes(w))) } : group)).filter((group) => !('items' in group) || group.items.length > 0); }}
      renderOption={({ option }) => { const of = kinds.get(option.value); return <span className={styles.option}>{of && <Mark kind={of} size={18} />}{option.label.split(' · ')[0]}</span>; }}
      onChange={(next) => next && onChange(metricOf(next))}
    />
  );
}
