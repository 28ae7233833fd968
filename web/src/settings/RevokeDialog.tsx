// Asks before a key is revoked: it cannot be undone.
// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { apiKeysQuery } from '../api/queries';
import type { ApiKey } from '../api/schema';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';

export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { tell } = useToasts();
  const revoke = useMutation({
    mutationFn: () => call('delete', '/app/v1/settings/api-keys/{id}', { path: { id: apiKey.id } }),
    onSuccess: () => { tell(t('keys.revoked', { name: apiKey.name })); onClose(); },
    onSettled: () => client.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  });
  return (
    <Modal opened onClose={onClose} title={t('keys.revoke_title', { name: apiKey.name })} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <p className="flat">{t('keys.revoke_about')}</p>
      {revoke.isError && <Trouble error={revoke.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>{t('action.cancel')}</Button>
        <Button color="paprika" loading={revoke.isPending} onClick={() => revoke.mutate()}>{t('keys.revoke')}</Button>
      </Group>
    </Modal>
  );
}
