// One import: mapping its columns, checking, importing, the outcome, and taking it back.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { Button, Group, Select, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { call } from '../api/call';
import { importPreviewQuery, importQuery, importsQuery } from '../api/queries';
import type { Import, ImportColumn } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Page, Section, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { Counts, Problems } from './Counts';
import { EventPreview } from './EventPreview';
import { ImportList } from './ImportList';
import styles from './imports.module.css';
import { MappingTable } from './MappingTable';
import { PreviewTable } from './PreviewTable';
import { UndoDialog } from './UndoDialog';

const encodings: Import['encoding'][] = ['UTF-8', 'UTF-16 LE', 'UTF-16 BE', 'Windows-1252', 'CP949'];

const isBusy = (one: Import) => one.state === 'checking' || one.state === 'importing' || one.state === 'undoing';

function Prepare({ one }: { one: Import }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [columns, setColumns] = useState<ImportColumn[]>(one.columns);
  const [search] = useSearchParams();
  const [list, setList] = useState(one.list?.id ?? search.get('list'));
  const [dayFirst, setDayFirst] = useState(one.day_first);
  const [decimalComma, setDecimalComma] = useState(one.decimal_comma);
  const preview = useQuery(importPreviewQuery(one.id, JSON.stringify([one.columns, one.day_first, one.decimal_comma, one.encoding])));
  const keep = (next: Import) => client.setQueryData(importQuery(one.id).queryKey, next);
  const changed = JSON.stringify([columns, dayFirst, decimalComma]) !== JSON.stringify([one.columns, one.day_first, one.decimal_comma]);
  const ask = useMutation({
    mutationFn: async (what: 'check' | 'start') => {
      keep(await call('patch', '/app/v1/imports/{id}', { path: { id: one.id }, body: { columns: columns.map(({ target, type, property }) => ({ target, type, property })), list_id: list, day_first: dayFirst, decimal_comma: decimalComma } }));
      return call('post', what === 'check' ? '/app/v1/imports/{id}/check' : '/app/v1/imports/{id}/start', { path: { id: one.id } });
    },
    onSuccess: keep,
  });
  const readAs = useMutation({
    mutationFn: (encoding: Import['encoding']) => call('patch', '/app/v1/imports/{id}', { path: { id: one.id }, body: { encoding } }),
    onSuccess: (next) => {
      keep(next);
      // What was mapped meanwhile stays, unless the headers read otherwise now.
      const same = next.columns.length === columns.length && next.columns.every((column, i) => column.header === columns[i]?.header);
      if (!same) setColumns(next.columns);
    },
  });
  const discard = useMutation({
    mutationFn: () => call('delete', '/app/v1/imports/{id}', { path: { id: one.id } }),
    onSuccess: () => { void client.invalidateQueries({ queryKey: importsQuery.queryKey, exact: true }); void navigate('/audience/imports'); },
  });
  const disabled = !can.change || one.state === 'checking' || ask.isPending || readAs.isPending;
  const consents = columns.some((column) => column.target === 'email_consent' || column.target === 'sms_consent');
  const isCsv = one.format === 'csv', isEvents = one.format === 'events';
  const findable = !isCsv || columns.some((column) => column.target === 'email' || column.target === 'phone' || column.target === 'external_id');
  return (
    <>
      {isCsv && <Section title={t('imports.mapping')} about={t('imports.mapping_about')}>
        <MappingTable columns={columns} samples={preview.data?.samples ?? []} disabled={disabled} onChange={setColumns} />
        <Group mt="sm" gap="xl" align="end">
          <Select size="sm" w={190} label={t('imports.encoding')} allowDeselect={false} disabled={disabled} data={encodings} value={one.encoding} onChange={(value) => value && value !== one.encoding && readAs.mutate(value as Import['encoding'])} />
          <Switch label={t('imports.day_first')} checked={dayFirst} disabled={disabled} onChange={(e) => setDayFirst(e.currentTarget.checked)} />
          <Switch label={t('imports.decimal_comma')} checked={decimalComma} disabled={disabled} onChange={(e) => setDecimalComma(e.currentTarget.checked)} />
        </Group>
        <p className="dimmed small">{t('imports.encoding_about')}</p>
        {readAs.isError && <Trouble error={readAs.error} />}
        {!findable && <p className="warn-text" role="alert">{t('imports.not_findable')}</p>}
      </Section>}
      {!isEvents && <Section title={isCsv ? t('imports.consent_title') : t('imports.list_title')}>
        <Sheet>
          <p className={styles.means}>{consents ? t('imports.consent_means') : t('imports.consent_none')}</p>
          <ImportList value={list} disabled={disabled} onChange={setList} />
        </Sheet>
      </Section>}
      <Section title={isEvents ? t('imports.preview_events') : t('imports.preview')} about={changed ? t('imports.preview_old') : t('imports.preview_about')}>
        {preview.isError && <Trouble error={preview.error} retry={() => void preview.refetch()} />}
        {preview.isPending && <Wait rows={4} />}
        {preview.data && (isEvents ? <EventPreview events={preview.data.events} /> : <PreviewTable people={preview.data.people} />)}
      </Section>
      {one.checked && !changed && (
        <>
          <Section title={t('imports.checked')} about={t('imports.checked_about')}><Sheet><Counts one={one} counts={one.checked} /></Sheet></Section>
          <Problems one={one} counts={one.checked} />
        </>
      )}
      {ask.isError && <Trouble error={ask.error} />}
      {discard.isError && <Trouble error={discard.error} />}
      {can.change && (
        <Group mt="lg">
          <Button loading={ask.isPending && ask.variables === 'start'} disabled={disabled || !findable || changed || !one.checked} onClick={() => ask.mutate('start')}>{t('imports.start')}</Button>
          <Button variant="default" loading={one.state === 'checking'} disabled={disabled || !findable} onClick={() => ask.mutate('check')}>{t('imports.check')}</Button>
          <Button variant="subtle" onClick={() => discard.mutate()}>{t('imports.discard')}</Button>
          {(changed || !one.checked) && <span className="dimmed">{t('imports.check_first')}</span>}
        </Group>
      )}
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const found = useQuery(importQuery(id));
  const [undoing, setUndoing] = useState(false);
  const one = found.data;
  const state = one?.state;
  // What the import changed is looked at anew when it ends.
  useEffect(() => {
    if (state === 'imported' || state === 'undone' || state === 'failed') void client.invalidateQueries({ queryKey: ['profiles'] });
  }, [state, client]);
  const undoable = !!one && (one.state === 'imported' || one.state === 'importing' || (one.state === 'failed' && one.started_at !== null));
  return (
    <Page title={one?.name ?? t('imports.one')} back={{ to: '/audience/imports', text: t('nav.imports') }}
      about={one && <span role="status">{t(`imports.state_${one.state}`)}{one.format === 'csv' ? one.state !== 'uploading' && ` · ${one.encoding} · ${t(`imports.separator_${one.separator}`)}` : ` · ${t(`imports.format_${one.format}`)}`}</span>}
      actions={can.change && undoable && <Button variant="default" onClick={() => setUndoing(true)}>{t('imports.undo')}</Button>}>
      {found.isError && <Trouble error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Wait rows={6} />}
      {one && isBusy(one) && (
        <Sheet>
          <p className="flat">{one.state === 'undoing' ? t('imports.undoing_about') : t('imports.rows_done', { count: one.position })}</p>
          {one.state === 'importing' && one.checked ? <progress className={styles.progress} max={one.checked.rows} value={one.position} aria-label={t('imports.state_importing')} /> : <progress className={styles.progress} aria-label={t(`imports.state_${one.state}`)} />}
          <p className="dimmed small">{t('imports.goes_on')}</p>
        </Sheet>
      )}
      {one?.error && <p className="warn-text" role="alert">{t('imports.failed_because', { detail: one.error })}</p>}
      {one && (one.state === 'ready' || one.state === 'checking') && <Prepare key={one.id} one={one} />}
      {one && one.started_at && (
        <>
          <Section title={t('imports.outcome')} about={one.ended_at ? format.instant(one.ended_at) : undefined}><Sheet><Counts one={one} counts={one.done} /></Sheet></Section>
          <Problems one={one} counts={one.done} />
        </>
      )}
      {undoing && one && <UndoDialog one={one} onClose={() => setUndoing(false)} />}
    </Page>
  );
}
