// Settings: organization, users, API keys, and one's own account.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { NavLink, useParams } from 'react-router';
import { Page } from '../parts/Page';
import { NotFound } from '../shell/NotFound';
import { useCan } from '../shell/useCan';
import { ApiKeys } from './ApiKeys';
import { ConsentRules } from './ConsentRules';
import { OrganizationForm } from './OrganizationForm';
import { Users } from './Users';
import { You } from './You';
import styles from './SettingsPage.module.css';

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const { part = '' } = useParams();
  const parts = { organization: <><OrganizationForm /><ConsentRules /></>, users: <Users />, 'api-keys': <ApiKeys />, you: <You /> };
  const names: [string, string, boolean][] = [['organization', t('settings.organization'), true], ['users', t('settings.users'), can.change], ['api-keys', t('settings.api_keys'), can.change], ['you', t('settings.you'), true]];
  const shown = Object.hasOwn(parts, part) ? parts[part as keyof typeof parts] : undefined;
  if (!shown) return <NotFound />;
  return (
    <Page title={t('nav.settings')}>
      <nav className={styles.tabs} aria-label={t('nav.settings')}>
        {names.filter(([, , may]) => may).map(([to, name]) => <NavLink key={to} to={`/settings/${to}`} className={({ isActive }) => (isActive ? styles.active : styles.tab) ?? ''}>{name}</NavLink>)}
      </nav>
      {shown}
    </Page>
  );
}
