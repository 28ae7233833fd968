// A condition that no form holds, as its text.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Condition } from './grammar';
import { textOf } from './pointer';
import styles from './builder.module.css';

export function RawFields({ condition, onChange }: { condition: Condition; onChange: (condition: Condition) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(textOf(condition));
  const [wrong, setWrong] = useState(false);
  const read = (next: string) => {
    setText(next);
    try {
      const value: unknown = JSON.parse(next);
      const isCondition = typeof (value as { type?: unknown } | null)?.type === 'string';
      setWrong(!isCondition);
      if (isCondition) onChange(value as Condition);
    } catch {
      setWrong(true); // half typed: the last whole condition stays
    }
  };
  return <Textarea className={styles.json ?? ''} label={t('segment.raw')} description={t('segment.raw_about')} autosize minRows={3} maxRows={20} spellCheck={false} value={text} error={wrong ? t('segment.json_wrong') : null} onChange={(e) => read(e.currentTarget.value)} />;
}
