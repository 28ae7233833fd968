// A list's name, opt-in and subscribe page; and deleting it, for good.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { problemOf } from '../api/problem';
import { changedOf } from '../parts/changed';
import { SaveTrouble } from '../parts/SaveTrouble';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import type { List } from '../api/schema';
import { changeList, listQuery, removeList } from './ask';
import { OptInChoice } from './OptInChoice';

export function ListSettings({ list, onClose }: { list: List; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { tell } = useToasts();
  // What the form began with; whatever arrives meanwhile, only what differs from it is sent.
  const [start, setStart] = useState(list);
  const [name, setName] = useState(list.name);
  const [optIn, setOptIn] = useState(list.opt_in);
  const [hasPage, setHasPage] = useState(list.has_page);
  const save = useMutation({
    mutationFn: (onto: List) => changeList(onto, changedOf<Pick<List, 'name' | 'opt_in' | 'has_page'>>(start, { name: name.trim(), opt_in: optIn, has_page: hasPage })),
    onSuccess: (next) => { client.setQueryData(listQuery(list.id).queryKey, next); void client.invalidateQueries({ queryKey: ['lists'] }); tell(t('state.saved')); onClose(); },
  });
  const newest = () => client.fetchQuery({ ...listQuery(list.id), staleTime: 0 });
  const loadNewer = async () => {
    const fresh = await newest();
    setStart(fresh);
    setName(fresh.name);
    setOptIn(fresh.opt_in);
    setHasPage(fresh.has_page);
    save.reset();
  };
  const isTaken = save.isError && problemOf(save.error).code === 'name_taken';
  return (
    <Modal opened onClose={onClose} title={t('lists_page.settings')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={(event) => { event.preventDefault(); save.mutate(start); }}>
        <Stack>
          <TextInput label={t('list.name')} data-autofocus value={name} maxLength={100} autoComplete="off" error={isTaken ? t('problem.name_taken') : null} onChange={(e) => setName(e.currentTarget.value)} />
          <OptInChoice value={optIn} onChange={setOptIn} />
          <Switch label={t('lists_page.has_page')} checked={hasPage} onChange={(e) => setHasPage(e.currentTarget.checked)} />
          {save.isError && !isTaken && <SaveTrouble error={save.error} onLoadNewer={loadNewer} onKeepMine={async () => save.mutate(await newest())} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button><Button type="submit" loading={save.isPending} disabled={!name.trim()}>{t('action.save')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** A list cannot be brought back, so its name is typed. */
export function DeleteList({ list, onClose }: { list: List; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => removeList(list),
    onSuccess: () => { onClose(); void navigate('/audience/lists'); void client.invalidateQueries({ queryKey: ['lists'] }); },
  });
  return (
    <Modal opened onClose={onClose} title={t('lists_page.delete')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={(event) => { event.preventDefault(); if (typed === list.name) remove.mutate(); }}>
        <p className="flat">{t('lists_page.delete_about', { count: list.profiles })}</p>
        <TextInput mt="md" label={t('lists_page.delete_type', { name: list.name })} data-autofocus value={typed} autoComplete="off" onChange={(e) => setTyped(e.currentTarget.value)} />
        {remove.isError && <Trouble error={remove.error} />}
        <Group mt="lg" justify="flex-end"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button><Button type="submit" color="paprika" loading={remove.isPending} disabled={typed !== list.name}>{t('lists_page.delete')}</Button></Group>
      </form>
    </Modal>
  );
}
