// A value to carry elsewhere, with a button that copies it.
// SPDX-License-Identifier: Apache-2.0
import { Fragment } from 'react';
import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons';
import styles from './CopyText.module.css';

export function CopyText({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <span className={styles.copy}>
      <code>{text.split(/(?<=\/)/).map((part, at) => <Fragment key={at}>{part}<wbr /></Fragment>)}</code>
      <CopyButton value={text}>{({ copied, copy }) => <Button variant="default" size="compact-sm" leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />} onClick={copy}>{copied ? t('action.copied') : t('action.copy')}</Button>}</CopyButton>
    </span>
  );
}
