// What can be done with a segment: edit, copy, snapshot, export, pause, delete.
// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { addressOf, call } from '../api/call';
import type { SegmentDetail, SegmentPatch } from '../api/schema';
import { Icon } from '../parts/icons';
import { useToasts } from '../parts/toasts';
import { useCan } from '../shell/useCan';
import { leavingSegment, segmentQuery, segmentsQuery } from './queries';
import styles from './panels.module.css';

const SnapshotDialog = lazy(async () => ({ default: (await import('./SnapshotDialog')).SnapshotDialog }));

export function SegmentActions({ segment }: { segment: SegmentDetail }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { later, refuse } = useToasts();
  const [copying, setCopying] = useState(false);
  const change = useMutation({
    mutationFn: (part: Omit<SegmentPatch, 'revision'>) => call('patch', '/app/v1/segments/{id}', { path: { id: segment.id }, body: { revision: segment.revision, ...part } }),
    onSuccess: (next) => { client.setQueryData(segmentQuery(segment.id).queryKey, next); void client.invalidateQueries({ queryKey: segmentsQuery.queryKey, exact: true }); },
    onError: (error) => { refuse(error); void client.invalidateQueries({ queryKey: segmentQuery(segment.id).queryKey }); },
  });
  const remove = () => {
    void navigate('/audience/lists');
    later(t('segment.deleted', { name: segment.name }), {
      key: leavingSegment(segment),
      act: () => call('delete', '/app/v1/segments/{id}', { path: { id: segment.id } }).finally(() => client.invalidateQueries({ queryKey: segmentsQuery.queryKey, exact: true })),
      undone: () => void navigate(`/audience/segments/${segment.id}`),
    });
  };
  if (!can.change) return null;
  return (
    <>
      <Button variant="default" aria-pressed={segment.starred} leftSection={<span className={segment.starred ? styles.starred : undefined}><Icon name="star" size={16} /></span>} onClick={() => change.mutate({ starred: !segment.starred })}>{segment.starred ? t('segment.starred') : t('segment.star')}</Button>
      <Button component={Link} to={`/audience/segments/${segment.id}/edit`} leftSection={<Icon name="edit" size={16} />}>{t('action.edit')}</Button>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default">{t('action.more')}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="people" size={16} />} disabled={segment.problems.length > 0} onClick={() => setCopying(true)}>{t('segment.snapshot')}</Menu.Item>
          <Menu.Item component="a" leftSection={<Icon name="download" size={16} />} href={addressOf('/app/v1/segments/{id}/export', { id: segment.id })} download>{t('segment.export')}</Menu.Item>
          <Menu.Item component={Link} leftSection={<Icon name="copy" size={16} />} to={`/audience/segments/new?copy=${segment.id}`}>{t('segment.clone')}</Menu.Item>
          <Menu.Item leftSection={<Icon name={segment.is_active ? 'pause' : 'play'} size={16} />} onClick={() => change.mutate({ is_active: !segment.is_active })}>{segment.is_active ? t('segment.pause') : t('segment.resume')}</Menu.Item>
          <Menu.Item color="paprika" leftSection={<Icon name="trash" size={16} />} onClick={remove}>{t('segment.delete')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {copying && <Suspense fallback={null}><SnapshotDialog segment={segment} onClose={() => setCopying(false)} /></Suspense>}
    </>
  );
}
