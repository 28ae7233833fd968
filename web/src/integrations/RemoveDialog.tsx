// Removing an integration: keep what it brought, or erase it.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../api/call';
import { integrationQuery } from '../api/queries';
import type { Integration } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';

/** Millions of events may go before the answer. */
const erasesWithinMs = 600_000;

export function RemoveDialog({ integration, opened, onClose }: { integration: Integration; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { tell } = useToasts();
  const [erase, setErase] = useState(false);
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => call('delete', '/app/v1/integrations/{id}', { path: { id: integration.id }, query: { erase }, withinMs: erasesWithinMs }),
    onSuccess: () => {
      client.removeQueries({ queryKey: integrationQuery(integration.id).queryKey });
      void client.invalidateQueries();
      tell(t('remove.done', { name: integration.name }));
      void navigate('/integrations');
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t('remove.title', { name: integration.name })} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Stack gap="md">
        <Radio.Group value={erase ? 'erase' : 'keep'} onChange={(value) => setErase(value === 'erase')} aria-label={t('remove.what')}>
          <Stack gap="sm">
            <Radio value="keep" label={t('remove.keep')} description={t('remove.keep_about')} />
            <Radio value="erase" label={t('remove.erase')} description={t('remove.erase_about', { events: format.number(integration.counts.events), guests: format.number(integration.counts.profiles) })} />
          </Stack>
        </Radio.Group>
        {erase && <TextInput label={t('remove.type', { name: integration.name })} value={typed} autoComplete="off" onChange={(e) => setTyped(e.currentTarget.value)} />}
        {remove.isError && <Trouble error={remove.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
          <Button color={erase ? 'paprika' : 'bay'} disabled={erase && typed.trim() !== integration.name} loading={remove.isPending} onClick={() => remove.mutate()}>{erase ? t('remove.action_erase') : t('remove.action_keep')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
