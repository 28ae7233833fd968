// The frame around every page: navigation, search, the account, and whether what is shown is live.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';
import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useLocation } from 'react-router';
import { fetched } from '../parts/fetched';
import { Icon } from '../parts/icons';
import { Navigation } from './Navigation';
import { LiveBanner } from './Live';
import { useEarlyKeys } from './useEarlyKeys';
import styles from './Shell.module.css';

const Search = fetched(async () => (await import('./Search')).default);
const MenuDrawer = fetched(async () => (await import('./MenuDrawer')).default);
export const overlays = [Search, MenuDrawer];

export function Shell() {
  const { t } = useTranslation();
  const [menu, setMenu] = useState(false);
  const [search, setSearch] = useState(false);
  // Fetched when first opened, kept afterwards.
  const opened = useRemembered(menu), searched = useRemembered(search);
  const takeEarly = useEarlyKeys(search);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName));
      if ((event.key === 'k' && (event.ctrlKey || event.metaKey)) || (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey)) {
        event.preventDefault();
        setSearch(true);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => setMenu(false), [pathname]);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main" onClick={() => main.current?.focus()}>
        {t('shell.skip')}
      </a>
      <div className={styles.rail}>
        <div className={styles.railInner}>
          <Navigation onSearch={() => setSearch(true)} />
        </div>
      </div>
      <div className={styles.top}>
        <ActionIcon variant="subtle" color="gray" c="inherit" size="lg" aria-label={t('shell.menu')} onClick={() => setMenu(true)}>
          <Icon name="menu" size={22} />
        </ActionIcon>
        <span className={styles.brand}>Regulars</span>
        <ActionIcon variant="subtle" color="gray" c="inherit" size="lg" aria-label={t('shell.search')} onClick={() => setSearch(true)}>
          <Icon name="search" size={20} />
        </ActionIcon>
      </div>
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <LiveBanner />
        <Outlet />
      </main>
      {searched && <Search opened={search} takeEarly={takeEarly} onClose={() => setSearch(false)} />}
      {opened && <MenuDrawer opened={menu} onClose={() => setMenu(false)} onSearch={() => { setMenu(false); setSearch(true); }} />}
      <ScrollRestoration />
    </div>
  );
}

function useRemembered(now: boolean) {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
