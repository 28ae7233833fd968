// What went wrong, what was kept, and what to do.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemOf, type Problem } from '../api/problem';
import { Icon } from './icons';
import { toldBy } from './refusals';
import styles from './Trouble.module.css';

/** One sentence for a problem, in the reader's language. */
export function useSay() {
  const { t, i18n } = useTranslation();
  return (problem: Problem) => toldBy(t, problem, i18n.language).sentence;
}

/** Asking again gets the same answer. */
const isFinal = new Set(['not_found', 'not_allowed']);

/** `retry` is offered unless asking again cannot help. */
export function Trouble({ error, retry, shownFrom }: { error: unknown; retry?: () => void; shownFrom?: string }) {
  const { t, i18n } = useTranslation();
  const problem = problemOf(error);
  const { sentence, isWhole } = toldBy(t, problem, i18n.language);
  return (
    <div className={styles.trouble} role="alert">
      <Icon name="alert" size={20} />
      <div className={styles.words}>
        <p>{sentence}</p>
        {!isWhole && <details className={styles.details}><summary>{problem.status === 0 ? t('broken.details') : t('problem.details')}</summary><code lang="en">{problem.detail}</code></details>}
        {shownFrom && <p className={styles.kept}>{shownFrom}</p>}
      </div>
      {retry && !isFinal.has(problem.code) && (
        <Button size="compact-sm" variant="default" onClick={retry}>
          {t('action.retry')}
        </Button>
      )}
    </div>
  );
}
