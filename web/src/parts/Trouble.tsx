// What went wrong, what was kept, and what to do.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemOf, type Problem } from '../api/problem';
import { Icon } from './icons';
import { toldBy } from './refusals';
import styles from './Trouble.module.css';

const said = new Set(['offline', 'unavailable', 'not_allowed', 'not_found', 'csrf', 'changed_meanwhile', 'name_taken', 'restaurant_connected', 'email_taken', 'wrong_password', 'wrong_current_password', 'last_owner', 'too_many_attempts', 'already_set_up', 'signed_out', 'authorization_mismatch', 'authorization_refused', 'authorization_expired', 'storage_blocked']);

/** One sentence for a problem, in the reader's language. */
export function useSay() {
  const { t } = useTranslation();
  return (problem: Problem) => {
    if (problem.code === 'too_many_attempts') return t('problem.too_many_attempts', { count: Math.max(1, Math.ceil(problem.retryAfterSeconds / 60)) });
    if (said.has(problem.code)) return t(`problem.${problem.code}`);
    if (problem.status >= 500) return t('problem.internal');
    if (problem.status === 0) return t('problem.unexpected', { detail: problem.detail });
    return toldBy(t, problem).sentence;
  };
}

/** `retry` is offered unless asking again cannot help. */
export function Trouble({ error, retry, shownFrom }: { error: unknown; retry?: () => void; shownFrom?: string }) {
  const { t } = useTranslation();
  const say = useSay();
  const problem = problemOf(error);
  // A sentence of ours may tell it whole; otherwise the server's stand below, in English.
  const isToldHere = said.has(problem.code) || problem.code === 'too_many_attempts' || problem.status < 400 || problem.status >= 500;
  const words = isToldHere || toldBy(t, problem).isWhole ? '' : problem.detail;
  return (
    <div className={styles.trouble} role="alert">
      <Icon name="alert" size={20} />
      <div className={styles.words}>
        <p>{say(problem)}</p>
        {words && <details className={styles.details}><summary>{t('problem.details')}</summary><code lang="en">{words}</code></details>}
        {shownFrom && <p className={styles.kept}>{shownFrom}</p>}
      </div>
      {retry && problem.code !== 'not_found' && (
        <Button size="compact-sm" variant="default" onClick={retry}>
          {t('action.retry')}
        </Button>
      )}
    </div>
  );
}
