// Copying the members of now into a list.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../api/call';
import { present } from '../api/clock';
import { problemOf } from '../api/problem';
import { listsQuery } from '../api/queries';
import type { SegmentDetail } from '../api/schema';
import { useFormat } from '../i18n/format';
import { removeList } from '../lists/ask';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';

export function SnapshotDialog({ segment, onClose }: { segment: SegmentDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { tell, refuse } = useToasts();
  const [name, setName] = useState(() => `${segment.name} · ${format.dayOf(new Date(present()).toISOString())}`);
  const copy = useMutation({
    mutationFn: () => call('post', '/app/v1/segments/{id}/snapshot', { path: { id: segment.id }, body: { name: name.trim() } }),
    onSuccess: (list) => {
      void client.invalidateQueries({ queryKey: listsQuery.queryKey });
      onClose();
      void navigate(`/audience/lists/${list.id}`);
      tell(t('segment.snapshot_made', { name: list.name, count: list.profiles }), () => {
        void navigate(`/audience/segments/${segment.id}`);
        removeList(list).then(() => client.invalidateQueries({ queryKey: listsQuery.queryKey }), refuse);
      });
    },
  });
  const isTaken = copy.isError && problemOf(copy.error).code === 'name_taken';
  return (
    <Modal opened onClose={onClose} title={t('segment.snapshot')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={(event) => { event.preventDefault(); copy.mutate(); }}>
        <p className="flat">{t('segment.snapshot_about', { count: segment.members })}</p>
        <TextInput mt="md" label={t('list.name')} data-autofocus value={name} maxLength={100} error={isTaken ? t('problem.name_taken') : null} onChange={(e) => setName(e.currentTarget.value)} />
        {copy.isError && !isTaken && <Trouble error={copy.error} />}
        <Group mt="lg" justify="flex-end"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button><Button type="submit" loading={copy.isPending} disabled={!name.trim()}>{t('segment.snapshot_make')}</Button></Group>
      </form>
    </Modal>
  );
}
