// Recording that a person wants no more: of everything, or of one list.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChannelConsent, Profile } from '../api/schema';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { consentQuery, subscribeAgain, unsubscribe } from './consentAsk';

type Props = { profile: Profile; of: ChannelConsent; onDone: () => Promise<unknown>; onClose: () => void };

export function UnsubscribeDialog({ profile, of, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { tell, refuse } = useToasts();
  const isOut = of.state === 'unsubscribed';
  const lists = of.channel === 'email' ? profile.lists : [];
  const [from, setFrom] = useState(isOut ? lists[0]?.id ?? '' : '');
  const leave = useMutation({
    mutationFn: () => unsubscribe(profile.id, of.channel, from || null),
    onSuccess: () => {
      // Only who was subscribed can be subscribed again without a new word of theirs; agreeing anew would lift what was suppressed by hand.
      const undo = async () => {
        const { ledger } = await client.fetchQuery({ ...consentQuery(profile.id), staleTime: 0 });
        if (ledger[0]) await subscribeAgain(profile.id, of.channel, from || null, of.source, ledger[0].at);
      };
      const canUndo = of.state === 'subscribed' && of.suppressions.length === 0;
      tell(t('consent_action.is_unsubscribed'), canUndo ? () => void undo().then(onDone, refuse) : undefined);
      void onDone();
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t(`consent_action.unsubscribe_${of.channel}`)} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={(event) => { event.preventDefault(); leave.mutate(); }}>
        <Stack>
          <p className="flat">{of.address}</p>
          {lists.length > 0 && (
            <Radio.Group label={t('consent_action.from')} value={from} onChange={setFrom}>
              <Stack mt="xs" gap="sm">
                {!isOut && <Radio value="" label={t('consent_action.from_all')} description={t('consent_action.from_all_about')} />}
                {lists.map((list) => <Radio key={list.id} value={list.id} label={t('consent_action.from_list', { name: list.name })} />)}
              </Stack>
            </Radio.Group>
          )}
          <p className="dimmed flat">{t('consent_action.unsubscribe_about')}</p>
          {leave.isError && <Trouble error={leave.error} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{t('action.cancel')}</Button><Button type="submit" data-autofocus={lists.length === 0 || undefined} loading={leave.isPending}>{t('consent_action.do_unsubscribe')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
