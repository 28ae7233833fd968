// Where a file is dropped or chosen, and how far its upload is.
// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from 'react';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { importQuery, importsQuery } from '../api/queries';
import { useFormat } from '../i18n/format';
import { Trouble } from '../parts/Trouble';
import styles from './imports.module.css';
import { upload } from './upload';

const mostBytes = 512 << 20;

export function DropZone() {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { search } = useLocation(); // the list that people are to join
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState(0);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState('');
  const send = useMutation({
    mutationFn: (file: File) => upload(file, setShare),
    onSuccess: (made) => {
      client.setQueryData(importQuery(made.id).queryKey, made);
      void client.invalidateQueries({ queryKey: importsQuery.queryKey, exact: true });
      void navigate(`/audience/imports/${made.id}${search}`);
    },
  });
  const take = (file: File | undefined) => {
    if (!file || send.isPending) return;
    const why = file.size === 0 ? t('imports.empty_file') : file.size > mostBytes ? t('imports.too_large') : '';
    setRefused(why);
    setShare(0);
    if (!why) send.mutate(file);
  };
  return (
    <div className={[styles.zone, over ? styles.over : ''].join(' ')} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={(e) => { e.preventDefault(); setOver(false); take(e.dataTransfer.files[0]); }}>
      <p className={styles.zoneTitle}>{t('imports.drop')}</p>
      <p className="dimmed small">{t('imports.drop_about')}</p>
      <input ref={input} type="file" accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,text/csv" className="visually-hidden" aria-label={t('imports.choose')} tabIndex={-1} onChange={(e) => { take(e.currentTarget.files?.[0]); e.currentTarget.value = ''; }} />
      <Button mt="sm" loading={send.isPending} onClick={() => input.current?.click()}>{t('imports.choose')}</Button>
      {send.isPending && <p role="status"><progress className={styles.progress} max={1} value={share} aria-label={t('imports.state_uploading')} /> {format.percent(share)}</p>}
      {refused && <p className="warn-text" role="alert">{refused}</p>}
      {send.isError && <Trouble error={send.error} />}
    </div>
  );
}
