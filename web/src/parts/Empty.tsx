// A place with nothing in it yet: why, and the next step.
// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import styles from './Empty.module.css';

export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <svg className={styles.plate} viewBox="0 0 64 40" aria-hidden="true">
        <ellipse cx="32" cy="26" rx="22" ry="9" />
        <ellipse cx="32" cy="25" rx="13" ry="4.6" />
        <path d="M5 10v10m-2.500-10v5a2.500 2.500 0 0 0 5 0v-5M5 20v14M59 10c-3 2-3.400 8-1.500 11H59Zm0 11v13" />
      </svg>
      <h2 className={styles.title}>{title}</h2>
      {children && <div className={styles.words}>{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
