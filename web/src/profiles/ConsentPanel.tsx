// Consent per channel, and the ledger it follows from, with its evidence.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChannelConsent, Consent, Profile } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Section, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { useCan } from '../shell/useCan';
import { ConsentActions } from './ConsentActions';
import { consentQuery } from './consentAsk';
import { ConsentWord } from './ConsentWord';
import styles from './ConsentPanel.module.css';

const methods = new Set(['manual', 'import', 'form', 'api', 'preference_page', 'manual_import', 'manual_add', 'integration', 'one_click_unsubscribe', 'mailbox_provider', 'spam_complaint']);

export function ConsentPanel({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const can = useCan();
  // What the profile says of itself stands at once; suppressions and what waits come with it.
  const detail = useQuery(consentQuery(profile.id)), more = detail.data;
  const channels: (Consent & Partial<ChannelConsent>)[] = more?.channels ?? profile.consents, ledger = more?.ledger ?? profile.ledger.map((entry) => ({ ...entry, list: null }));
  const method = (name: string) => (methods.has(name) ? t(`method.${name}`) : name);
  const lines = (parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' · ');
  return (
    <Section title={t('consent.title')} actions={can.change && more && <ConsentActions profile={profile} consent={more} />}>
      <Sheet>
        <dl className={styles.channels}>
          {channels.map((c) => (
            <div key={c.channel} data-channel={c.channel}>
              <dt>{t(`channel.${c.channel}`)}</dt>
              <dd>
                <ConsentWord state={c.state} />
                {c.at && <span className={styles.note}>{lines([format.dayOf(c.at), method(c.method), c.source])}</span>}
                {c.suppressions?.map((s) => <span key={s.reason + s.address} className={styles.held} data-reason={s.reason}>{t('consent.held', { reason: t(`consent.held_${s.reason}`) })} <span className={styles.note}>{lines([format.dayOf(s.at), s.source])}</span></span>)}
                {c.channel === 'email' && more?.pending.map((p) => <span key={p.asked_at} className={styles.note} data-pending>{t('consent.pending', { until: format.instant(p.expires_at) })}{p.list && ` · ${p.list.name}`}</span>)}
                {c.channel === 'email' && more?.list_suppressions.map((l) => <span key={l.list.id} className={styles.note} data-left={l.list.id}>{t('consent.left_list', { name: l.list.name, day: format.dayOf(l.at) })}</span>)}
              </dd>
            </div>
          ))}
        </dl>
        {detail.isError && <Trouble error={detail.error} retry={() => void detail.refetch()} />}
        {profile.phone && profile.consents.some((c) => c.channel === 'sms' && c.state === 'never_subscribed') && <p className={styles.note}>{t('consent.sms_note')}</p>}
        {ledger.length > 0 && (
          <Button variant="subtle" size="compact-sm" mt="sm" ml={-8} aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('consent.hide_ledger') : t('consent.show_ledger', { count: ledger.length })}</Button>
        )}
        {open && (
          <ol className={styles.ledger}>
            {ledger.map((entry) => (
              <li key={entry.id}>
                <p><ConsentWord state={entry.state} /> · {t(`channel.${entry.channel}`)}{entry.list && ` · ${entry.list.name}`}</p>
                <p className={styles.note}>{t(`consent.by_${entry.by}`, { source: entry.source })} · {method(entry.method)}</p>
                <p className={styles.note}>{t('consent.at', { time: format.instant(entry.at) })}</p>
                <p className={styles.note}>{t('consent.recorded', { time: format.instant(entry.recorded_at) })}</p>
                {entry.opted_in_at && <p className={styles.note}>{t('consent.opted_in', { time: format.instant(entry.opted_in_at) })}</p>}
                {entry.proof && <p className={styles.note}>{t('consent.proof')} <span className={styles.proof}>{entry.proof}</span></p>}
              </li>
            ))}
          </ol>
        )}
      </Sheet>
    </Section>
  );
}
