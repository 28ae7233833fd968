// Two profiles side by side, line by line; where they differ, the line is stronger.
// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Duplicate, DuplicateSide } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Address } from '../parts/Address';
import { Ago } from '../parts/Ago';
import { ConsentWord } from './ConsentWord';
import { useProfileName } from './useProfileName';
import styles from './PairTable.module.css';

/** `onKeep`: asked to merge into the profile with this id; without it nothing is offered. */
export function PairTable({ pair, label, onKeep }: { pair: Duplicate; label: string; onKeep?: (keep: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useProfileName();
  const none = <span className="dimmed">{t('state.none')}</span>;
  const lines: [name: string, show: (side: DuplicateSide) => ReactNode, key: (side: DuplicateSide) => unknown][] = [
    [t('field.email'), (p) => (p.email ? <Address email={p.email} /> : none), (p) => p.email],
    [t('field.phone'), (p) => p.phone ?? none, (p) => p.phone],
    [t('profiles.email_consent'), (p) => <ConsentWord state={p.email_consent} />, (p) => p.email_consent],
    [t('nav.integrations'), (p) => (p.integrations.length ? p.integrations.map((i) => <div key={i.id}>{i.name}</div>) : none), (p) => p.integrations.map((i) => i.id).join()],
    [t('lifetime.visits'), (p) => <>{format.number(p.visits)} <span className="dimmed">{t('lifetime.of_reservations', { count: p.reservations })}</span></>, () => null],
    [t('lifetime.no_shows'), (p) => format.number(p.no_shows), () => null],
    [t('lifetime.value'), (p) => (p.value ? format.money(p.value) : none), () => null],
    [t('duplicates.first_seen'), (p) => (p.first_seen_at ? format.dayOf(p.first_seen_at) : none), () => null],
    [t('profiles.last_seen'), (p) => (p.last_seen_at ? <Ago at={p.last_seen_at} /> : <span className="dimmed">{t('profiles.never_seen')}</span>), () => null],
  ];
  const [a, b] = pair.profiles;
  if (!a || !b) return null;
  // The one that came more often is the likelier to be right.
  const better = b.visits > a.visits ? b : a;
  return (
    <table role="table" className={styles.table} aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          <td role="cell" />
          {pair.profiles.map((p) => <th role="columnheader" key={p.id} scope="col"><Link to={`/audience/profiles/${p.id}`}>{nameOf(p)}</Link></th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {lines.map(([name, show, key]) => (
          <tr role="row" key={name} data-differs={key(a) !== key(b) || undefined}>
            <th role="rowheader" scope="row">{name}</th>
            {pair.profiles.map((p) => <td role="cell" key={p.id}>{show(p)}</td>)}
          </tr>
        ))}
      </tbody>
      {onKeep && (
        <tfoot role="rowgroup">
          <tr role="row">
            <td role="cell" />
            {pair.profiles.map((p) => (
              <td role="cell" key={p.id}>
                <Button variant={p === better ? 'filled' : 'default'} className={styles.keep ?? ''} onClick={() => onKeep(p.id)}>
                  {t('duplicates.merge')}<span className="visually-hidden">: {nameOf(p)}</span>
                </Button>
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
