// Erasing a person, after saying what that does.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../api/call';
import { profileQuery } from '../api/queries';
import type { Profile } from '../api/schema';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';

export function EraseDialog({ profile, name, opened, onClose }: { profile: Profile; name: string; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { tell } = useToasts();
  const [sure, setSure] = useState(false);
  const events = profile.metrics.reduce((sum, metric) => sum + metric.events, 0);
  const erase = useMutation({
    mutationFn: () => call('delete', '/app/v1/profiles/{id}', { path: { id: profile.id } }),
    onSuccess: async () => {
      await navigate('/audience/profiles');
      client.removeQueries({ queryKey: profileQuery(profile.id).queryKey });
      void client.invalidateQueries();
      tell(t('erase.done'));
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t('erase.title', { name })} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Stack gap="md">
        <ul>
          <li>{t('erase.goes', { count: events })}</li>
          <li>{t('erase.charts')}</li>
          <li>{t('erase.vendor')}</li>
          <li>{t('erase.hash')}</li>
        </ul>
        <Checkbox label={t('erase.sure')} checked={sure} onChange={(e) => setSure(e.currentTarget.checked)} />
        {erase.isError && <Trouble error={erase.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
          <Button color="paprika" disabled={!sure} loading={erase.isPending} onClick={() => erase.mutate()}>{t('erase.action')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
