// The apps that can be connected.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { integrationsQuery, sessionQuery } from '../api/queries';
import type { IntegrationKind } from '../api/schema';
import { fold } from '../parts/fold';
import { Icon } from '../parts/icons';
import { kindNames, Mark } from '../parts/Mark';
import { Page } from '../parts/Page';
import styles from './BrowsePage.module.css';

const forms: Record<IntegrationKind, string> = { opentable: '/integrations/add/opentable', toast: '/integrations/add/toast', lightspeed: '/integrations/add/lightspeed' };

export function Component() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const kinds = useQuery({ ...sessionQuery, select: (s) => s.kinds }).data ?? [];
  const have = useQuery(integrationsQuery).data ?? [];
  const shown = kinds.filter((kind) => fold(kindNames[kind]).includes(fold(text.trim())));
  return (
    <Page title={t('browse.title')} about={t('browse.about')} back={{ to: '/integrations', text: t('nav.integrations') }}>
      <TextInput className={styles.search ?? ''} aria-label={t('browse.search')} placeholder={t('browse.search')} leftSection={<Icon name="search" size={16} />} value={text} onChange={(e) => setText(e.currentTarget.value)} />
      <ul className={styles.cards}>
        {shown.map((kind) => {
          const count = have.filter((i) => i.kind === kind).length;
          return (
            <li key={kind} className={styles.card}>
              <Mark kind={kind} size={44} />
              <div>
                <Link className={styles.name} to={forms[kind]}>{kindNames[kind]}</Link>
                <p className={styles.about}>{t(`browse.${kind}`)}</p>
                <p className={styles.have}>{count > 0 ? t('browse.connected', { count }) : t('browse.not_connected')}</p>
              </div>
            </li>
          );
        })}
      </ul>
      {shown.length === 0 && <p className="dimmed">{t('state.nothing_found')}</p>}
    </Page>
  );
}
