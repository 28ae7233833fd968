// Recording that a person agreed: where, and to which list; what follows is said before.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listsQuery } from '../api/queries';
import type { ChannelConsent, Profile } from '../api/schema';
import { removePeople } from '../lists/ask';
import { useFormat } from '../i18n/format';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { consentRulesQuery, subscribe, unsubscribe } from './consentAsk';

type Props = { profile: Profile; of: ChannelConsent; onDone: () => Promise<unknown>; onClose: () => void };

export function SubscribeDialog({ profile, of, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { tell, refuse } = useToasts();
  const lists = useQuery(listsQuery), rules = useQuery(consentRulesQuery).data;
  const [listId, setListId] = useState('');
  const [source, setSource] = useState('');
  const list = lists.data?.find((one) => one.id === listId);
  // Texts cannot be confirmed by mail: who asks for them has agreed.
  const asksFirst = of.channel === 'email' && (list?.opt_in ?? rules?.opt_in) === 'double';
  const add = useMutation({
    mutationFn: () => subscribe(profile.id, of.channel, listId || null, source.trim()),
    onSuccess: (edited) => {
      const joined = !!listId && !profile.lists.some((one) => one.id === listId);
      // Nobody can be made never to have been asked; an unsubscription that held before can be said again.
      const undo = async () => {
        await unsubscribe(profile.id, of.channel, null);
        if (joined) await removePeople(listId, [profile.id]);
      };
      const canUndo = edited.pending === 0 && of.state === 'unsubscribed' && of.suppressions.length === 0;
      tell(t(edited.pending ? 'consent_action.asked' : 'consent_action.is_subscribed'), canUndo ? () => void undo().then(onDone, refuse) : undefined);
      void onDone();
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t(`consent_action.subscribe_${of.channel}`)} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={(event) => { event.preventDefault(); if (source.trim()) add.mutate(); }}>
        <Stack>
          <p className="flat">{of.address}</p>
          {of.state === 'unsubscribed' && of.at && <p className="warn-text" role="note">{t('consent_action.left_on', { day: format.dayOf(of.at) })}</p>}
          <TextInput label={t('consent_action.where')} description={t('consent_action.where_about')} placeholder={t('consent_action.where_example')} data-autofocus required value={source} maxLength={200} autoComplete="off" onChange={(e) => setSource(e.currentTarget.value)} />
          {of.channel === 'email' && (
            <NativeSelect label={t('consent_action.list')} value={listId} onChange={(e) => setListId(e.currentTarget.value)}
              data={[{ value: '', label: t('consent_action.no_list') }, ...(lists.data ?? []).map((one) => ({ value: one.id, label: `${one.name} · ${one.opt_in === 'single' ? t('list.single') : t('list.double')}` }))]} />
          )}
          {lists.isError && <Trouble error={lists.error} retry={() => void lists.refetch()} />}
          <p className="dimmed flat" role="status">{asksFirst ? t('consent_action.asks_first') : t('consent_action.at_once')}</p>
          {add.isError && <Trouble error={add.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button><Button type="submit" loading={add.isPending} disabled={!source.trim()}>{asksFirst ? t('consent_action.ask') : t('consent_action.do_subscribe')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
