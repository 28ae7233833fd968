// What needs a person, most urgent first, each with the way to it.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Attention } from '../api/schema';
import { Icon } from '../parts/icons';
import { kindNames } from '../parts/Mark';
import styles from './AttentionList.module.css';

const urgent = new Set<Attention['code']>(['integration_stopped', 'integration_failing']);

export function AttentionList({ items }: { items: Attention[] }) {
  const { t } = useTranslation();
  const wayTo = (item: Attention) => (item.code === 'reconciliation_differs' && item.integration ? `/integrations/${item.integration.id}/verify${item.detail ? `?day=${item.detail}` : ''}` : item.integration ? `/integrations/${item.integration.id}` : item.code === 'no_integration' ? '/integrations/add' : '/audience/profiles/duplicates');
  return (
    <section className={styles.attention} aria-label={t('home.attention')}>
      <h2 className={styles.title}>{t('home.attention')}</h2>
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item.code + (item.integration?.id ?? '')} data-urgent={urgent.has(item.code) || undefined}>
            <Icon name="alert" size={17} />
            <span>
              {t(`attention.${item.code}`, { vendor: item.integration ? kindNames[item.integration.kind] : '', name: item.integration?.name ?? '', count: item.count ?? 0 })}
              {item.detail && item.code !== 'reconciliation_differs' && <span className="dimmed"> {item.detail}</span>}
            </span>
            <Link to={wayTo(item)}>{t('action.look')}<span className="visually-hidden"> {item.integration?.name}</span></Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
