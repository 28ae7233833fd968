// The definition as its text: to copy, to paste, to find the line that is wrong.
// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from 'react';
import { Button, CopyButton, Group, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons';
import type { Definition } from './grammar';
import { lineOf, parsed, textOf } from './pointer';
import styles from './builder.module.css';

export function JsonView({ definition, wrong, onChange }: { definition: Definition; wrong: { pointer: string; detail: string } | null; onChange?: (definition: Definition) => void }) {
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? textOf(definition);
  const read = typed === null ? null : parsed(typed);
  const fault = read && 'wrong' in read ? (read.line ? t(`segment.json_${read.wrong}_line`, { line: read.line }) : t(`segment.json_${read.wrong}`)) : null;
  const line = wrong && typed === null ? lineOf(definition, wrong.pointer) : null;
  const go = (to: number) => {
    const lines = text.split('\n'), start = lines.slice(0, to).join('\n').length + (to ? 1 : 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (lines[to]?.length ?? 0));
    if (area.current) area.current.scrollTop = Math.max(0, (to - 4) * 20);
  };
  return (
    <div>
      <Textarea
        ref={area} className={styles.json ?? ''} label={t('segment.json')} description={onChange ? t('segment.json_about') : undefined} minRows={14} maxRows={28} autosize spellCheck={false} readOnly={!onChange} value={text} error={fault}
        onChange={(e) => { const next = e.currentTarget.value; const result = parsed(next); if ('definition' in result) { onChange?.(result.definition as Definition); setTyped(next); } else setTyped(next); }} onBlur={() => { if (read && 'definition' in read) setTyped(null); }}
      />
      {wrong && line !== null && <p className={styles.bad} role="alert"><code>{wrong.pointer || '/'}</code> {wrong.detail} <Button variant="subtle" size="compact-sm" onClick={() => go(line)}>{t('segment.json_go', { line: line + 1 })}</Button></p>}
      <Group mt="xs">
        <CopyButton value={text}>{({ copied, copy }) => <Button variant="default" size="compact-md" leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />} onClick={copy}>{copied ? t('action.copied') : t('action.copy')}</Button>}</CopyButton>
        {typed !== null && <Button variant="subtle" size="compact-md" onClick={() => setTyped(null)}>{t('segment.json_back')}</Button>}
      </Group>
    </div>
  );
}
