// Sync now, pause (with undo), resume, edit, remove.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call } from '../api/call';
import { integrationQuery, integrationsQuery } from '../api/queries';
import type { Integration, IntegrationDetail } from '../api/schema';
import { Icon } from '../parts/icons';
import { useToasts } from '../parts/toasts';
import { useCan } from '../shell/useCan';
import { RemoveDialog } from './RemoveDialog';

export function IntegrationActions({ integration }: { integration: Integration }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const { tell, refuse } = useToasts();
  const [removing, setRemoving] = useState(false);
  const id = integration.id;
  const key = integrationQuery(id).queryKey;
  /** Shown at once; what was shown before is kept for the case that it is refused. */
  const show = (part: Partial<Integration>) => {
    const before = client.getQueryData(key);
    client.setQueryData(key, (old: IntegrationDetail | undefined) => (old ? { ...old, ...part } : old));
    return { before };
  };
  const restore = (error: unknown, _: void, shown: { before: IntegrationDetail | undefined } | undefined) => { client.setQueryData(key, shown?.before); refuse(error); };
  const settle = () => void client.invalidateQueries({ queryKey: integrationsQuery.queryKey });
  const sync = useMutation({ mutationFn: () => call('post', '/app/v1/integrations/{id}/sync', { path: { id } }), onMutate: () => show({ health: 'syncing' }), onSuccess: () => tell(t('integration.sync_started')), onError: restore, onSettled: settle });
  const resume = useMutation({ mutationFn: () => call('post', '/app/v1/integrations/{id}/resume', { path: { id } }), onMutate: () => show({ status: 'active', health: 'syncing' }), onError: restore, onSettled: settle });
  const pause = useMutation({
    mutationFn: () => call('post', '/app/v1/integrations/{id}/pause', { path: { id } }), onMutate: () => show({ status: 'paused', health: 'paused', next_sync_at: null }),
    onSuccess: () => tell(t('integration.paused', { name: integration.name }), () => resume.mutate()), onError: restore, onSettled: settle,
  });
  if (!can.change) return null;
  const busy = integration.health === 'syncing' || integration.health === 'backfilling';
  return (
    <>
      {integration.status === 'paused' ? (
        <Button leftSection={<Icon name="play" size={16} />} onClick={() => resume.mutate()}>{t('integration.resume')}</Button>
      ) : (
        <Button variant="default" leftSection={<Icon name="sync" size={16} />} disabled={busy || integration.status === 'stopped'} onClick={() => sync.mutate()}>{busy ? t('health.syncing') : t('integration.sync_now')}</Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="down" size={14} />}>{t('action.more')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/integrations/${id}/edit`} leftSection={<Icon name="edit" size={16} />}>{t('integration.edit')}</Menu.Item>
          {integration.status !== 'paused' && <Menu.Item leftSection={<Icon name="pause" size={16} />} onClick={() => pause.mutate()}>{t('integration.pause')}</Menu.Item>}
          <Menu.Divider />
          <Menu.Item color="paprika" leftSection={<Icon name="trash" size={16} />} onClick={() => setRemoving(true)}>{t('integration.remove')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RemoveDialog integration={integration} opened={removing} onClose={() => setRemoving(false)} />
    </>
  );
}
