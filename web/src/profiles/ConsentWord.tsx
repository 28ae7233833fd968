// A consent state in a word.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { ConsentState } from '../api/schema';
import styles from './ConsentWord.module.css';

export function ConsentWord({ state }: { state: ConsentState }) {
  const { t } = useTranslation();
  return <span className={styles.word} data-state={state}>{t(`consent.${state}`)}</span>;
}
