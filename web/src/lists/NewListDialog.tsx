// Making a list: its name, and whether people confirm before they are on it.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../api/call';
import { problemOf } from '../api/problem';
import { listsQuery } from '../api/queries';
import { Trouble } from '../parts/Trouble';
import { OptInChoice } from './OptInChoice';

export function NewListDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [optIn, setOptIn] = useState<'single' | 'double'>('double');
  const add = useMutation({
    mutationFn: () => call('post', '/app/v1/lists', { body: { name: name.trim(), opt_in: optIn } }),
    onSuccess: (list) => { void client.invalidateQueries({ queryKey: listsQuery.queryKey }); onClose(); void navigate(`/audience/lists/${list.id}`); },
  });
  const isTaken = add.isError && problemOf(add.error).code === 'name_taken';
  return (
    <Modal opened onClose={onClose} title={t('lists_page.new_list')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={(event) => { event.preventDefault(); if (name.trim()) add.mutate(); }}>
        <Stack>
          <TextInput label={t('list.name')} data-autofocus value={name} maxLength={100} autoComplete="off" error={isTaken ? t('problem.name_taken') : null} onChange={(e) => { setName(e.currentTarget.value); add.reset(); }} />
          <OptInChoice value={optIn} onChange={setOptIn} />
          {add.isError && !isTaken && <Trouble error={add.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button><Button type="submit" loading={add.isPending} disabled={!name.trim()}>{t('lists_page.create')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
