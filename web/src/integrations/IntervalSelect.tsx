// How often a vendor is asked what changed.
// SPDX-License-Identifier: Apache-2.0
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';

const minutes = [5, 10, 15, 30, 60, 120, 240, 720, 1440];

type Props = { value: number; onChange: (minutes: number) => void; error?: string | undefined };

export function IntervalSelect({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = minutes.includes(value) ? minutes : [...minutes, value].sort((a, b) => a - b);
  return (
    <Select
      label={t('interval.label')} description={t('interval.about')} allowDeselect={false} value={String(value)} {...(error ? { error } : {})}
      data={all.map((one) => ({ value: String(one), label: format.duration(one * 60) }))} onChange={(text) => text && onChange(Number(text))}
    />
  );
}
