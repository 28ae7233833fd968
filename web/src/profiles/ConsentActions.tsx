// What a user may do about a person's consent: subscribe, unsubscribe, suppress; each with undo where it can be put back.
// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChannelConsent, ConsentDetail, Profile, SuppressionReason } from '../api/schema';
import { Icon } from '../parts/icons';
import { useToasts } from '../parts/toasts';
import { suppress, unsuppress, type Channel } from './consentAsk';

const SubscribeDialog = lazy(async () => ({ default: (await import('./SubscribeDialog')).SubscribeDialog }));
const UnsubscribeDialog = lazy(async () => ({ default: (await import('./UnsubscribeDialog')).UnsubscribeDialog }));

/** What a hand can lift; the rest is about mail that cannot arrive, or the person's own word. */
const liftable: SuppressionReason[] = ['user_suppressed'];

export function ConsentActions({ profile, consent }: { profile: Profile; consent: ConsentDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { tell, refuse } = useToasts();
  const [open, setOpen] = useState<{ what: 'subscribe' | 'unsubscribe'; of: ChannelConsent } | null>(null);
  const fresh = () => Promise.all([client.invalidateQueries({ queryKey: ['profiles'] }), client.invalidateQueries({ queryKey: ['lists'] })]);
  const hold = useMutation({
    mutationFn: ({ channel, reason, off }: { channel: Channel; reason: SuppressionReason; off?: boolean }) => (off ? unsuppress : suppress)(profile.id, channel, reason),
    onSuccess: (_, { channel, reason, off }) => { tell(t(off ? 'consent_action.unsuppressed' : 'consent_action.suppressed'), () => (off ? suppress : unsuppress)(profile.id, channel, reason).then(fresh, refuse)); void fresh(); },
    onError: refuse,
  });
  const reachable = consent.channels.filter((c) => c.address);
  if (reachable.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target><Button variant="default" size="compact-md" rightSection={<Icon name="down" size={14} />}>{t('consent_action.change')}</Button></Menu.Target>
        <Menu.Dropdown>
          {reachable.map((of) => {
            const held = of.suppressions.map((s) => s.reason).find((reason) => liftable.includes(reason));
            const stays = of.state === 'unsubscribed' && (of.channel === 'sms' || profile.lists.length === 0);
            return [
              <Menu.Label key={of.channel}>{t(`channel.${of.channel}`)}</Menu.Label>,
              <Menu.Item key={`${of.channel}+`} onClick={() => setOpen({ what: 'subscribe', of })}>{t('consent_action.subscribe')}</Menu.Item>,
              !stays && <Menu.Item key={`${of.channel}-`} onClick={() => setOpen({ what: 'unsubscribe', of })}>{t('consent_action.unsubscribe')}</Menu.Item>,
              held ? <Menu.Item key={`${of.channel}!`} onClick={() => hold.mutate({ channel: of.channel, reason: held, off: true })}>{t('consent_action.unsuppress')}</Menu.Item>
                : <Menu.Item key={`${of.channel}!`} onClick={() => hold.mutate({ channel: of.channel, reason: 'user_suppressed' })}>{t('consent_action.suppress')}</Menu.Item>,
            ];
          })}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {open?.what === 'subscribe' && <SubscribeDialog profile={profile} of={open.of} onDone={fresh} onClose={() => setOpen(null)} />}
        {open?.what === 'unsubscribe' && <UnsubscribeDialog profile={profile} of={open.of} onDone={fresh} onClose={() => setOpen(null)} />}
      </Suspense>
    </>
  );
}
