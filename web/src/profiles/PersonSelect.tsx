// Finding one person by the beginning of a name or email, or by digits of a phone.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { profilesQuery } from '../api/queries';

/** `chosen`: who is shown, where somebody is; without it the field is empty again after each choice. */
type Props = { label: string; chosen?: { id: string; name: string } | undefined; onChoose: (id: string) => void };

export function PersonSelect({ label, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const found = useQuery({ ...profilesQuery({ limit: 8, ...(asked && asked !== chosen?.name ? { q: asked } : {}) }) }).data?.data ?? [];
  const options = found.map((p) => ({ value: p.id, label: [`${p.first_name} ${p.last_name}`.trim(), p.email].filter(Boolean).join(' · ') || p.phone || t('profile.no_name') }));
  if (chosen?.name && !options.some((o) => o.value === chosen.id)) options.unshift({ value: chosen.id, label: chosen.name });
  return (
    <Select
      label={label} placeholder={t('profiles.search')} searchable allowDeselect={false} data={options} value={chosen?.id ?? null} filter={({ options: all }) => all} onSearchChange={setTyped}
      nothingFoundMessage={t('state.nothing_found')} onChange={(next) => { if (!next) return; onChoose(next); if (!chosen) setTyped(''); }} {...(chosen ? {} : { searchValue: typed })}
    />
  );
}
