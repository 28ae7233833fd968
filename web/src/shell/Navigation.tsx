// The navigation as the field knows it.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { sessionQuery } from '../api/queries';
import { Icon, type IconName } from '../parts/icons';
import { AccountMenu } from './AccountMenu';
import { LiveDot } from './Live';
import styles from './Navigation.module.css';

type ItemProps = { to: string; icon?: IconName; text: string; end?: boolean; inner?: boolean; /** Another address that belongs to it. */ also?: string };

function Item({ to, icon, text, end, inner, also }: ItemProps) {
  const { pathname } = useLocation();
  const isAlso = !!also && pathname.startsWith(also);
  return (
    <NavLink to={to} end={!!end} className={({ isActive }) => [styles.item, inner ? styles.inner : '', isActive || isAlso ? styles.active : ''].join(' ')}>
      {icon && <Icon name={icon} />}
      {text}
    </NavLink>
  );
}

export function Navigation({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const organization = useQuery({ ...sessionQuery, select: (s) => s.organization }).data;
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  return (
    <div className={styles.navigation}>
      <div className={styles.brand}>
        <span className={styles.name}>Regulars</span>
        <LiveDot />
      </div>
      <button type="button" className={styles.search} onClick={onSearch}>
        <Icon name="search" size={16} />
        <span>{t('shell.search')}</span>
        <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <nav aria-label={t('shell.navigation')} className={styles.list}>
        <Item to="/" end icon="home" text={t('nav.home')} />
        <p className={styles.group}><Icon name="people" />{t('nav.audience')}</p>
        <Item to="/audience/profiles" inner text={t('nav.profiles')} />
        <Item to="/audience/lists" also="/audience/segments" inner text={t('nav.lists')} />
        <Item to="/audience/imports" inner text={t('nav.imports')} />
        <p className={styles.group}><Icon name="chart" />{t('nav.analytics')}</p>
        <Item to="/analytics/metrics" inner text={t('nav.metrics')} />
        <Item to="/integrations" icon="plug" text={t('nav.integrations')} />
      </nav>
      <div className={styles.foot}>
        <Item to="/settings" icon="gear" text={t('nav.settings')} />
        <AccountMenu organization={organization?.name ?? ''} />
      </div>
    </div>
  );
}
