// The list that people join, chosen from the lists or made on the spot.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Group, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { listsQuery } from '../api/queries';
import { Trouble } from '../parts/Trouble';

type Words = { label: string; about: string; none: string; suggested: string; double?: (name: string) => string };
type Props = { value: string | null; onChange: (id: string | null) => void; words: Words; error?: string | undefined };

export function ListSelect({ value, onChange, words, error }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const lists = useQuery(listsQuery);
  const [making, setMaking] = useState(false);
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => call('post', '/app/v1/lists', { body: { name: name.trim(), opt_in: 'single' } }),
    onSuccess: (list) => {
      client.setQueryData(listsQuery.queryKey, (old) => [...(old ?? []), list]);
      onChange(list.id);
      setMaking(false);
    },
  });
  const chosen = lists.data?.find((list) => list.id === value);
  return (
    <div>
      <Select
        label={words.label} description={words.about} placeholder={t('opentable.no_list')} clearable searchable value={value} {...(error ? { error } : {})} onChange={onChange} nothingFoundMessage={t('state.nothing_found')}
        data={(lists.data ?? []).map((list) => ({ value: list.id, label: `${list.name} · ${list.id} · ${list.opt_in === 'single' ? t('list.single') : t('list.double')} · ${t('list.profiles', { count: list.profiles })}` }))}
      />
      {lists.isError && <Trouble error={lists.error} retry={() => void lists.refetch()} />}
      {chosen?.opt_in === 'double' && words.double && <p className="warn-text">{words.double(chosen.name)}</p>}
      {value === null && <p className="dimmed small">{words.none}</p>}
      {making ? (
        <Group mt="xs" align="flex-end" gap="xs">
          <TextInput label={t('list.name')} value={name} maxLength={100} data-autofocus autoFocus onChange={(e) => setName(e.currentTarget.value)} onKeyDown={(e) => { if (e.key === 'Enter') { e.preventDefault(); if (name.trim()) add.mutate(); } }} />
          <Button variant="default" loading={add.isPending} disabled={!name.trim()} onClick={() => add.mutate()}>{t('list.make')}</Button>
          {add.isError && <Trouble error={add.error} />}
        </Group>
      ) : (
        <Button variant="subtle" size="compact-sm" mt={6} onClick={() => { setMaking(true); setName(words.suggested); }}>{t('list.new')}</Button>
      )}
    </div>
  );
}
