// Editing a guest: names and custom properties. What vendors keep up to date is not editable here.
// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState, type FormEvent } from 'react';
import { ActionIcon, Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { profileQuery } from '../api/queries';
import type { Profile, ProfilePatch } from '../api/schema';
import { decimalsOf } from '../i18n/decimals';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { changedOf } from '../parts/changed';
import { Icon } from '../parts/icons';
import { SaveTrouble } from '../parts/SaveTrouble';
import { useToasts } from '../parts/toasts';
import { changesOf, isWrong, rowsOf, undoOf, type Row } from './propertyRows';
import styles from './EditDialog.module.css';

export function EditDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const client = useQueryClient();
  const { tell, refuse } = useToasts();
  const key = profileQuery(profile.id).queryKey;
  const format = useFormat();
  const decimals = useMemo(() => decimalsOf(format.tag), [format.tag]);
  // What the form began with; whatever arrives meanwhile, only what differs from it is sent.
  const [start, setStart] = useState(profile);
  const [first, setFirst] = useState(profile.first_name);
  const [last, setLast] = useState(profile.last_name);
  const [rows, setRows] = useState<Row[]>(() => rowsOf(profile.properties, decimals));
  const fromVendors = new Set(start.facets.filter((facet) => !facet.key.startsWith('app:')).flatMap((facet) => Object.keys(facet.properties)));
  const show = (saved: Profile) => {
    client.setQueryData(key, saved);
    void client.invalidateQueries({ queryKey: ['profiles', 'page'] });
  };
  const patch = (body: ProfilePatch) => call('patch', '/app/v1/profiles/{id}', { path: { id: profile.id }, body });
  /** Puts back what this edit changed, unless somebody changed the person since. */
  const undo = useMutation({ mutationFn: ({ before, saved }: { before: Profile; saved: Profile }) => patch({ revision: saved.revision, ...undoOf(before, saved) }), onSuccess: show, onError: refuse });
  const save = useMutation({
    mutationFn: (onto: Profile) => patch({ revision: onto.revision, ...changedOf<Pick<Profile, 'first_name' | 'last_name'>>(start, { first_name: first.trim(), last_name: last.trim() }), properties: changesOf(start.properties, rows, decimals) }),
    onSuccess: (saved, onto) => {
      show(saved);
      tell(t('state.saved'), () => undo.mutate({ before: onto, saved }));
      onClose();
    },
  });
  const newest = () => client.fetchQuery({ ...profileQuery(profile.id), staleTime: 0 });
  const loadNewer = async () => {
    const fresh = await newest();
    setStart(fresh);
    setFirst(fresh.first_name);
    setLast(fresh.last_name);
    setRows(rowsOf(fresh.properties, decimals));
    save.reset();
  };
  const change = (at: number, part: Partial<Row>) => setRows((old) => old.map((row, i) => (i === at ? { ...row, ...part } : row)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!rows.some((row) => isWrong(row, decimals))) save.mutate(start);
  };
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
                {row.kind === 'boolean'
                  ? <Checkbox label={names.property(row.name)} checked={row.text === 'true'} onChange={(e) => change(i, { text: String(e.currentTarget.checked) })} />
                  : <TextInput label={row.kept ? names.property(row.name) : t('profile_edit.property_value')} value={row.text} error={isWrong(row, decimals) ? t('state.not_a_number') : null} {...(row.kind === 'number' ? { inputMode: 'decimal' as const } : {})} onChange={(e) => change(i, { text: e.currentTarget.value })} />}
                {/* What an integration says would come back. */}
                {!(row.kept && fromVendors.has(row.name)) && <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('profile_edit.remove', { name: names.property(row.name) })} onClick={() => setRows((old) => old.filter((_, at) => at !== i))}><Icon name="cross" size={15} /></ActionIcon>}
              </div>
            ))}
            <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={14} />} onClick={() => setRows((old) => [...old, { name: '', text: '', kept: false, kind: 'open' }])}>{t('profile_edit.add')}</Button>
          </fieldset>
          {save.isError && <SaveTrouble error={save.error} onLoadNewer={loadNewer} onKeepMine={async () => save.mutate(await newest())} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('action.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
