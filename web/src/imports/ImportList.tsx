// The single opt-in list that imported people join, chosen or made on the spot.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Group, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { listsQuery } from '../api/queries';
import { Trouble } from '../parts/Trouble';

export function ImportList({ value, disabled, onChange }: { value: string | null; disabled: boolean; onChange: (id: string | null) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const lists = useQuery(listsQuery);
  const [name, setName] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: () => call('post', '/app/v1/lists', { body: { name: (name ?? '').trim(), opt_in: 'single' } }),
    onSuccess: (list) => {
      client.setQueryData(listsQuery.queryKey, (old) => [...(old ?? []), list]);
      onChange(list.id);
      setName(null);
    },
  });
  return (
    <div>
      <Select label={t('imports.list')} description={t('imports.list_about')} placeholder={t('imports.no_list')} clearable searchable disabled={disabled} value={value} onChange={onChange} nothingFoundMessage={t('state.nothing_found')} clearButtonProps={{ 'aria-label': t('action.clear') }}
        data={(lists.data ?? []).filter((list) => list.opt_in === 'single').map((list) => ({ value: list.id, label: `${list.name} · ${t('list.profiles', { count: list.profiles })}` }))} />
      {lists.isError && <Trouble error={lists.error} retry={() => void lists.refetch()} />}
      {name === null ? !disabled && <Button variant="subtle" size="compact-sm" mt={6} onClick={() => setName('')}>{t('list.new')}</Button> : (
        <Group mt="xs" align="flex-end" gap="xs">
          <TextInput label={t('list.name')} value={name} maxLength={100} onChange={(e) => setName(e.currentTarget.value)} />
          <Button variant="default" loading={add.isPending} disabled={!name.trim()} onClick={() => add.mutate()}>{t('list.make')}</Button>
          {add.isError && <Trouble error={add.error} />}
        </Group>
      )}
    </div>
  );
}
