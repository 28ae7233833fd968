// What a connection test found: each step, what exactly is wrong, and what to do about it.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { CheckResult, IntegrationKind } from '../api/schema';
import { saidOf } from '../i18n/said';
import { Icon, type IconName } from '../parts/icons';
import styles from './CheckReport.module.css';

const signs: Record<CheckResult['steps'][number]['outcome'], IconName> = { passed: 'check', failed: 'cross', warning: 'alert', skipped: 'pause' };

export function CheckReport({ kind, result }: { kind: IntegrationKind; result: CheckResult }) {
  const { t } = useTranslation();
  const said = saidOf(kind);
  return (
    <div className={styles.report} data-ok={result.ok || undefined} data-code={result.code}>
      <p className={styles.title}>{t(`check.${result.code}`, said)}</p>
      {result.code !== 'ok' && <p className={styles.advice}>{t(`check.${result.code}_advice`, said)}</p>}
      <ol className={styles.steps}>
        {result.steps.map((step) => (
          <li key={step.step} data-outcome={step.outcome}>
            <Icon name={signs[step.outcome]} size={15} />
            <span>
              {t(`check.step_${step.step}`, said)} <span className="visually-hidden">{t(`check.outcome_${step.outcome}`)}</span>
              {step.outcome !== 'passed' && step.detail && <span className={styles.words}> {step.detail}</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
