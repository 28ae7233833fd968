// Why an integration is not well, and what to do.
// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntegrationKind, RunProblem } from '../api/schema';
import { saidOf } from '../i18n/said';
import { Ago } from '../parts/Ago';
import { Icon } from '../parts/icons';
import { Notice } from './Notice';
import styles from './ProblemNote.module.css';

export function ProblemNote({ kind, problem, notice, retryAt, action }: { kind: IntegrationKind; problem?: RunProblem; notice?: string; retryAt?: string; action?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.note} data-notice={notice ? true : undefined}>
      <Icon name="alert" size={20} />
      <div>
        {notice && <p><Notice words={notice} /></p>}
        {problem && (
          <>
            <p><strong>{t(`run_problem.${problem.code}`, saidOf(kind))}</strong> {t(`run_problem.${problem.code}_advice`, saidOf(kind))}</p>
            <p className={styles.small}>
              {[problem.http_status ? `HTTP ${problem.http_status}` : '', problem.detail].filter(Boolean).join(' · ')}
              {retryAt && <> · {t('integration.next_try')} <Ago at={retryAt} /></>}
            </p>
          </>
        )}
        {action}
      </div>
    </div>
  );
}
