// Editing a guest: names and custom properties. What vendors keep up to date is not editable here.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { ActionIcon, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { problemOf } from '../api/problem';
import { profileQuery } from '../api/queries';
import type { Profile, PropertyValue } from '../api/schema';
import { useNames } from '../i18n/names';
import { Icon } from '../parts/icons';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { changesOf, rowsOf, undoOf, type Row } from './propertyRows';
import styles from './EditDialog.module.css';

export function EditDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const client = useQueryClient();
  const { tell, refuse } = useToasts();
  const key = profileQuery(profile.id).queryKey;
  const [revision, setRevision] = useState(profile.revision);
  const [first, setFirst] = useState(profile.first_name);
  const [last, setLast] = useState(profile.last_name);
  const [rows, setRows] = useState<Row[]>(() => rowsOf(profile.properties));
  const show = (saved: Profile) => {
    client.setQueryData(key, saved);
    void client.invalidateQueries({ queryKey: ['profiles', 'page'] });
  };
  /** Puts back what this edit changed, unless somebody changed the person since. */
  const undo = useMutation({
    mutationFn: (saved: Profile) => call('patch', '/app/v1/profiles/{id}', { path: { id: profile.id }, body: { revision: saved.revision, ...undoOf(profile, saved) } }),
    onSuccess: show, onError: refuse,
  });
  const save = useMutation({
    mutationFn: (body: { revision: string; first_name: string; last_name: string; properties: Record<string, PropertyValue> }) => call('patch', '/app/v1/profiles/{id}', { path: { id: profile.id }, body }),
    onSuccess: (saved) => {
      show(saved);
      tell(t('state.saved'), () => undo.mutate(saved));
      onClose();
    },
  });
  const change = (at: number, part: Partial<Row>) => setRows((old) => old.map((row, i) => (i === at ? { ...row, ...part } : row)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ revision, first_name: first.trim(), last_name: last.trim(), properties: changesOf(profile.properties, rows) });
  };
  const conflict = save.isError && problemOf(save.error).code === 'changed_meanwhile';
  return (
    <Modal opened onClose={onClose} size={560} title={t('profile_edit.title')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Group grow align="flex-start">
            <TextInput label={t('field.first_name')} value={first} onChange={(e) => setFirst(e.currentTarget.value)} data-autofocus />
            <TextInput label={t('field.last_name')} value={last} onChange={(e) => setLast(e.currentTarget.value)} />
          </Group>
          <fieldset className={styles.properties}>
            <legend>{t('properties.title')}</legend>
            <p className="dimmed flat">{t('profile_edit.about')}</p>
            {rows.map((row, i) => (
              <div key={i} className={row.kept ? styles.kept : styles.row}>
                {!row.kept && <TextInput label={t('profile_edit.property_name')} value={row.name} onChange={(e) => change(i, { name: e.currentTarget.value })} />}
                <TextInput label={row.kept ? names.property(row.name) : t('profile_edit.property_value')} value={row.text} onChange={(e) => change(i, { text: e.currentTarget.value })} />
                <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('profile_edit.remove', { name: names.property(row.name) })} onClick={() => setRows((old) => old.filter((_, at) => at !== i))}><Icon name="cross" size={15} /></ActionIcon>
              </div>
            ))}
            <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={14} />} onClick={() => setRows((old) => [...old, { name: '', text: '', kept: false }])}>{t('profile_edit.add')}</Button>
          </fieldset>
          {save.isError && <Trouble error={save.error} />}
          <Group justify="flex-end" gap="sm">
            {conflict && <Button variant="default" onClick={async () => { const fresh = await client.fetchQuery({ ...profileQuery(profile.id), staleTime: 0 }); save.reset(); setRevision(fresh.revision); }}>{t('action.keep_mine')}</Button>}
            <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('action.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
