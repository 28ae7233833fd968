// Records that made no event, by reason, with examples on demand.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { excludedQuery } from '../api/queries';
import type { IntegrationDetail } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Icon } from '../parts/icons';
import { Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import styles from './Exclusions.module.css';
import { reasons } from './reasons';

export function Exclusions({ id, exclusions }: { id: string; exclusions: IntegrationDetail['exclusions'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<string>();
  if (exclusions.length === 0) return <Sheet><p className="dimmed flat">{t('exclusions.none')}</p></Sheet>;
  return (
    <Sheet flush>
      <ul className={styles.list}>
        {exclusions.map(({ reason, count }) => (
          <li key={reason}>
            <UnstyledButton className={styles.row ?? ''} aria-expanded={open === reason} onClick={() => setOpen(open === reason ? undefined : reason)}>
              <Icon name={open === reason ? 'down' : 'right'} size={14} />
              <span className={styles.words}>
                <span>{reasons.has(reason) ? t(`exclusion.${reason}`) : reason}</span>
                {reasons.has(reason) && <span className={styles.about}>{t(`exclusion.${reason}_about`)}</span>}
              </span>
              <span className={styles.count}>{format.number(count)}</span>
            </UnstyledButton>
            {open === reason && <Examples id={id} reason={reason} />}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Examples({ id, reason }: { id: string; reason: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const examples = useQuery(excludedQuery(id, reason));
  return (
    <div className={styles.examples}>
      {examples.isPending && <Wait rows={3} />}
      {examples.isError && <Trouble error={examples.error} retry={() => void examples.refetch()} />}
      {examples.data && (
        <ScrollX label={t('exclusions.title')}>
          <table className="plain">
            <thead><tr><th>{t('exclusions.record')}</th><th>{t('exclusions.vendor_state')}</th><th>{t('exclusions.changed')}</th></tr></thead>
            <tbody>
              {examples.data.map((r) => (
                <tr key={r.key}><td className={styles.key}>{r.key}</td><td>{r.state}</td><td>{format.instant(r.updated_at)}</td></tr>
              ))}
            </tbody>
          </table>
        </ScrollX>
      )}
    </div>
  );
}
