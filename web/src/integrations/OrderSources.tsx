// Whose orders say what a reservation was worth: among the integrations that have orders.
// SPDX-License-Identifier: Apache-2.0
import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { integrationsQuery } from '../api/queries';
import { kindNames } from '../parts/Mark';

type Props = { value: string[]; onChange: (ids: string[]) => void; error?: string | undefined };

export function OrderSources({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const sources = (useQuery(integrationsQuery).data ?? []).filter(({ kind }) => kind !== 'opentable');
  if (sources.length === 0) return null;
  const there = new Set(sources.map(({ id }) => id));
  return (
    <MultiSelect
      label={t('opentable.value_from')} description={t('opentable.value_from_about')} placeholder={value.some((id) => there.has(id)) ? '' : t('opentable.value_from_none')} searchable clearable nothingFoundMessage={t('state.nothing_found')} clearButtonProps={{ 'aria-label': t('action.clear') }} {...(error ? { error } : {})}
      value={value.filter((id) => there.has(id))} onChange={onChange} data={sources.map(({ id, name, kind }) => ({ value: id, label: `${name} · ${kindNames[kind]}` }))}
    />
  );
}
