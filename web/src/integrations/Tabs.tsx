// The two pages of one integration: what it is, and whether its days are the vendor's.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import styles from './Tabs.module.css';

export function Tabs({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  return (
    <nav className={styles.tabs} aria-label={name}>
      <NavLink end to={`/integrations/${id}`}>{t('verify.overview')}</NavLink>
      <NavLink to={`/integrations/${id}/verify`}>{t('verify.title')}</NavLink>
    </nav>
  );
}
