// Whose orders say what a reservation was worth: among the integrations that have orders, and of those among the restaurants or shops.
// SPDX-License-Identifier: Apache-2.0
import { MultiSelect } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { integrationsQuery, locationsQuery } from '../api/queries';
import { kindNames } from '../parts/Mark';

type Props = { value: string[]; onChange: (ids: string[]) => void; error?: string | undefined };

export function OrderSources({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const sources = (useQuery(integrationsQuery).data ?? []).filter(({ kind }) => kind !== 'opentable');
  const places = useQueries({ queries: sources.map(({ id }) => locationsQuery(id)) });
  if (sources.length === 0) return null;
  const data = sources.flatMap(({ id, name, kind }, i) => {
    const several = places[i]?.data ?? [];
    const each = several.map((place) => ({ value: `${id}/${place.id}`, label: `${name} · ${place.name}` }));
    // Toast's restaurants are far apart; shops may all stand for the one house.
    if (several.length > 1) return kind === 'toast' ? each : [{ value: id, label: `${name} · ${t('opentable.all_shops')}` }, ...each];
    // A single restaurant is named too, so that a second one changes nothing; who chose before that chose the integration.
    const only = several[0] && !value.includes(id) ? `${id}/${several[0].id}` : id;
    return [{ value: only, label: `${name} · ${kindNames[kind]}` }];
  });
  const there = new Set(data.map((one) => one.value));
  return (
    <MultiSelect
      label={t('opentable.value_from')} description={t('opentable.value_from_about')} placeholder={value.some((id) => there.has(id)) ? '' : t('opentable.value_from_none')} searchable clearable nothingFoundMessage={t('state.nothing_found')} clearButtonProps={{ 'aria-label': t('action.clear') }} {...(error ? { error } : {})}
      value={value.filter((id) => there.has(id))} onChange={onChange} data={data}
    />
  );
}
