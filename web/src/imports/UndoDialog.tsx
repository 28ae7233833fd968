// Asks before an import is taken back, and says what goes.
// SPDX-License-Identifier: Apache-2.0
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { importQuery } from '../api/queries';
import type { Import } from '../api/schema';
import { Trouble } from '../parts/Trouble';

export function UndoDialog({ one, onClose }: { one: Import; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => call('post', '/app/v1/imports/{id}/undo', { path: { id: one.id } }),
    onSuccess: (next) => { client.setQueryData(importQuery(one.id).queryKey, next); onClose(); },
  });
  return (
    <Modal opened onClose={onClose} title={t('imports.undo_title', { name: one.name })} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <p className="flat">{t('imports.undo_about')}</p>
      {undo.isError && <Trouble error={undo.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
        <Button color="paprika" loading={undo.isPending} onClick={() => undo.mutate()}>{t('imports.undo')}</Button>
      </Group>
    </Modal>
  );
}
