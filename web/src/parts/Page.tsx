// A page: its title in the tab and on top, what it is about, and its actions.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from './icons';
import styles from './Page.module.css';

type Props = { title: string; about?: ReactNode; back?: { to: string; text: string }; actions?: ReactNode; mark?: ReactNode; wide?: boolean; children: ReactNode };

export function Page({ title, about, back, actions, mark, wide, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Regulars`;
  }, [title]);
  return (
    <div className={wide ? styles.wide : styles.page}>
      {back && (
        <Link className={styles.back} to={back.to}>
          <Icon name="left" size={14} />
          {back.text}
        </Link>
      )}
      <header className={styles.head}>
        {mark}
        <div className={styles.words}>
          <h1 className={styles.title}>{title}</h1>
          {about && <div className={styles.about}>{about}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Section({ title, about, actions, id, children }: { title: string; about?: ReactNode; actions?: ReactNode; id?: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title} id={id}>
      <div className={styles.sectionHead}>
        <div>
          <h2 className={styles.sectionTitle}>{title}</h2>
          {about && <div className={styles.sectionAbout}>{about}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}

export function Sheet({ children, flush, className }: { children: ReactNode; flush?: boolean; className?: string }) {
  return <div className={[styles.sheet, flush ? styles.flush : '', className ?? ''].join(' ')}>{children}</div>;
}
