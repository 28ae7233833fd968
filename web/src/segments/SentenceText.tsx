// The sentence of a definition, where it is read.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { Definition } from './grammar';
import { useSentence } from './useSentence';
import styles from './panels.module.css';

export function SentenceText({ definition }: { definition: Definition }) {
  const { t } = useTranslation();
  const text = useSentence(definition);
  return <p className={styles.sentence} data-sentence>{text || <span className="dimmed">{t('segment.no_sentence')}</span>}</p>;
}
