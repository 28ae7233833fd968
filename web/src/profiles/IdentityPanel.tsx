// How the guest is found, and what each source says of them.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { Profile } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useSourceName } from '../i18n/sources';
import { Mark } from '../parts/Mark';
import { Sheet } from '../parts/Page';
import styles from './IdentityPanel.module.css';

export function IdentityPanel({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sourceName = useSourceName();
  return (
    <Sheet>
      <ul className={styles.list}>
        {profile.identifiers.map((i) => (
          <li key={i.kind + i.value}><span className={styles.kind}>{t(`identifier.${i.kind}`)}</span><span className={i.kind === 'vendor' || i.kind === 'external' ? styles.code : ''}>{i.value}</span></li>
        ))}
      </ul>
      {profile.facets.length > 0 && <h3 className={styles.head}>{t('identity.sources')}</h3>}
      <ul className={styles.list}>
        {profile.facets.map((f) => (
          <li key={f.key} className={styles.facet}>
            {f.integration && <Mark kind={f.integration.kind} size={18} />}
            <div>
              <strong>{f.integration ? sourceName(f.integration) : t('identity.own')}</strong>
              <p className={styles.note}>{[`${f.first_name} ${f.last_name}`.trim(), f.email, f.phone].filter(Boolean).join(' · ')}</p>
              {Date.parse(f.as_of) > 0 && <p className={styles.note}>{t('identity.as_of', { time: format.instant(f.as_of) })}</p>}
            </div>
          </li>
        ))}
      </ul>
      <p className={styles.note}>{t('identity.id')} <span className={styles.code}>{profile.id}</span></p>
    </Sheet>
  );
}
