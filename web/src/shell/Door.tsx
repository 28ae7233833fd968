// The page in front of the app: sign-in, first start, no server.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageMenu } from './LanguageMenu';
import styles from './Door.module.css';

export function Door({ title, about, wide, children }: { title: string; about?: string; wide?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Regulars`;
  }, [title]);
  return (
    <main className={styles.door}>
      <aside className={styles.side}>
        <p className={styles.brand}>Regulars</p>
        <p className={styles.motto}>{t('door.motto')}</p>
      </aside>
      <div className={styles.main}>
        <div className={styles.language}>
          <LanguageMenu />
        </div>
        <div className={wide ? styles.wideCard : styles.card}>
          <h1 className={styles.title}>{title}</h1>
          {about && <p className={styles.about}>{about}</p>}
          {children}
        </div>
      </div>
    </main>
  );
}
