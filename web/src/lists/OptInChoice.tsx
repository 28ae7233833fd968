// Whether people confirm before they are on a list, and what that means.
// SPDX-License-Identifier: Apache-2.0
import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { List } from '../api/schema';

export function OptInChoice({ value, onChange }: { value: List['opt_in']; onChange: (value: List['opt_in']) => void }) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={t('lists_page.opt_in')} value={value} onChange={(next) => onChange(next as List['opt_in'])}>
      <Stack mt="xs" gap="sm">
        <Radio value="double" label={t('lists_page.double')} description={t('lists_page.double_about')} />
        <Radio value="single" label={t('lists_page.single')} description={t('lists_page.single_about')} />
      </Stack>
    </Radio.Group>
  );
}
