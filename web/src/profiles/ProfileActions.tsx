// Edit, export, erase.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../api/call';
import type { Profile } from '../api/schema';
import { Icon } from '../parts/icons';
import { useCan } from '../shell/useCan';
import { EditDialog } from './EditDialog';
import { EraseDialog } from './EraseDialog';

export function ProfileActions({ profile, name }: { profile: Profile; name: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const [erasing, setErasing] = useState(false);
  if (!can.change) return null;
  return (
    <>
      <Button variant="default" leftSection={<Icon name="edit" size={16} />} onClick={() => setEditing(true)}>{t('action.edit')}</Button>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" rightSection={<Icon name="down" size={14} />}>{t('action.more')}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={addressOf('/app/v1/profiles/{id}/export', { id: profile.id })} download={`${profile.id}.json`} leftSection={<Icon name="download" size={16} />}>{t('profile.export')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="paprika" leftSection={<Icon name="trash" size={16} />} onClick={() => setErasing(true)}>{t('profile.erase')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing && <EditDialog profile={profile} onClose={() => setEditing(false)} />}
      <EraseDialog profile={profile} name={name} opened={erasing} onClose={() => setErasing(false)} />
    </>
  );
}
