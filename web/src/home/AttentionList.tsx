// What needs a person, most urgent first, each with the way to it.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Attention, Integration } from '../api/schema';
import { saidOf } from '../i18n/said';
import { Notice } from '../integrations/Notice';
import { Icon } from '../parts/icons';
import { kindNames } from '../parts/Mark';
import styles from './AttentionList.module.css';

const urgent = new Set<Attention['code']>(['integration_stopped', 'integration_failing']);

export function AttentionList({ items, integrations }: { items: Attention[]; integrations: Integration[] }) {
  const { t } = useTranslation();
  const wayTo = (item: Attention) => ((item.code === 'reconciliation_differs' || item.code === 'check_failing') && item.integration ? `/integrations/${item.integration.id}/verify${item.detail && item.code === 'reconciliation_differs' ? `?day=${item.detail}` : ''}` : item.integration ? `/integrations/${item.integration.id}` : item.code === 'no_integration' ? '/integrations/add' : '/audience/profiles/duplicates');
  /** What it is and what to do, in the reader's words; the vendor's own stand on the integration's page. */
  const why = (item: Attention) => {
    if (item.code === 'integration_notice') return item.detail && <Notice words={item.detail} />;
    if (item.code === 'list_double_opt_in') return item.detail;
    const found = urgent.has(item.code) ? integrations.find((one) => one.id === item.integration?.id) : undefined;
    if (!found?.problem) return null;
    const said = saidOf(found.kind), what = t(`run_problem.${found.problem.code}`, said);
    return item.code === 'integration_stopped' ? `${what} ${t(`run_problem.${found.problem.code}_advice`, said)}` : what;
  };
  return (
    <section className={styles.attention} aria-label={t('home.attention')}>
      <h2 className={styles.title}>{t('home.attention')}</h2>
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item.code + (item.integration?.id ?? '')} data-urgent={urgent.has(item.code) || undefined}>
            <Icon name="alert" size={17} />
            <span>
              {t(`attention.${item.code}`, { vendor: item.integration ? kindNames[item.integration.kind] : '', name: item.integration?.name ?? '', count: item.count ?? 0 })}
              {' '}<span className="dimmed">{why(item)}</span>
            </span>
            <Link to={wayTo(item)}>{t('action.look')}<span className="visually-hidden"> {item.integration?.name}</span></Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
