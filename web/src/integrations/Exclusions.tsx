// Records that made no event, by reason, with examples on demand.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { excludedQuery } from '../api/queries';
import type { IntegrationDetail, IntegrationKind } from '../api/schema';
import { useFormat } from '../i18n/format';
import { saidOf } from '../i18n/said';
import { Icon } from '../parts/icons';
import { Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { reasons } from './exclusionReasons';
import styles from './Exclusions.module.css';

export function Exclusions({ id, kind, exclusions }: { id: string; kind: IntegrationKind; exclusions: IntegrationDetail['exclusions'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<string>();
  const said = saidOf(kind);
  if (exclusions.length === 0) return <Sheet><p className="dimmed flat">{t('exclusions.none')}</p></Sheet>;
  return (
    <Sheet flush>
      <ul className={styles.list}>
        {exclusions.map(({ reason, count }) => (
          <li key={reason}>
            <UnstyledButton className={styles.row ?? ''} aria-expanded={open === reason} onClick={() => setOpen(open === reason ? undefined : reason)}>
              <Icon name={open === reason ? 'down' : 'right'} size={14} />
              <span className={styles.words}>
                <span>{reasons[kind].has(reason) ? t(`exclusion.${reason}`, said) : reason}</span>
                {reasons[kind].has(reason) && <span className={styles.about}>{t(`exclusion.${reason}_about`, said)}</span>}
              </span>
              <span className={styles.count}>{format.number(count)}</span>
            </UnstyledButton>
            {open === reason && <Examples id={id} kind={kind} reason={reason} />}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Examples({ id, kind, reason }: { id: string; kind: IntegrationKind; reason: string }) {
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
            <thead><tr><th>{t('exclusions.record', saidOf(kind))}</th><th>{t('exclusions.vendor_state', saidOf(kind))}</th><th className="wide-only">{t('exclusions.changed')}</th></tr></thead>
            <tbody>
              {examples.data.map((r) => (
                <tr key={r.key}><td><span className={styles.key}>{r.key}</span><span className="under narrow-only">{format.instant(r.updated_at)}</span></td><td>{r.state}</td><td className="wide-only">{format.instant(r.updated_at)}</td></tr>
              ))}
            </tbody>
          </table>
        </ScrollX>
      )}
    </div>
  );
}
