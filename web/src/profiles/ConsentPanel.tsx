// Consent per channel, and the ledger it follows from, with its evidence.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Sheet } from '../parts/Page';
import { ConsentWord } from './ConsentWord';
import styles from './ConsentPanel.module.css';

const methods = new Set(['form', 'api', 'preference_page', 'manual_import', 'manual_add', 'integration', 'one_click_unsubscribe', 'mailbox_provider', 'spam_complaint']);

export function ConsentPanel({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const method = (name: string) => (methods.has(name) ? t(`method.${name}`) : name);
  return (
    <Sheet>
      <dl className={styles.channels}>
        {profile.consents.map((c) => (
          <div key={c.channel}>
            <dt>{t(`channel.${c.channel}`)}</dt>
            <dd><ConsentWord state={c.state} />{c.at && <span className={styles.note}>{[format.dayOf(c.at), method(c.method), c.source].filter(Boolean).join(' · ')}</span>}</dd>
          </div>
        ))}
      </dl>
      {profile.phone && profile.consents.some((c) => c.channel === 'sms' && c.state === 'never_subscribed') && <p className={styles.note}>{t('consent.sms_note')}</p>}
      {profile.ledger.length > 0 && (
        <Button variant="subtle" size="compact-sm" mt="sm" ml={-8} aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('consent.hide_ledger') : t('consent.show_ledger', { count: profile.ledger.length })}</Button>
      )}
      {open && (
        <ol className={styles.ledger}>
          {profile.ledger.map((entry) => (
            <li key={entry.id}>
              <p><ConsentWord state={entry.state} /> · {t(`channel.${entry.channel}`)}</p>
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
  );
}
