// All metrics: which integration they come from, how much, and how the last month went.
// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper, getCoreRowModel, getSortedRowModel, useReactTable, type SortingState } from '@tanstack/react-table';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { metricsQuery, queryClient } from '../api/queries';
import type { MetricRow } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { useSourceName } from '../i18n/sources';
import { Ago } from '../parts/Ago';
import { Empty } from '../parts/Empty';
import { fold } from '../parts/fold';
import { Icon } from '../parts/icons';
import { Mark } from '../parts/Mark';
import { Page, Sheet } from '../parts/Page';
import { SortableTable } from '../parts/SortableTable';
import { Spark } from '../parts/Spark';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import styles from './MetricsPage.module.css';

const column = createColumnHelper<MetricRow>();

/** Asks before the page is drawn. */
export function loader() {
  void queryClient.prefetchQuery(metricsQuery);
  return null;
}

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const sourceName = useSourceName();
  const can = useCan();
  const [search, setSearch] = useSearchParams();
  const [sorting, setSorting] = useState<SortingState>([]);
  const metrics = useQuery(metricsQuery);
  const integration = search.get('integration');
  // Kept here, so that fast typing never waits for the address.
  const [text, setText] = useState(search.get('q') ?? '');
  const set = (name: string, value: string | null) => setSearch((old) => { if (value) old.set(name, value); else old.delete(name); return old; }, { replace: true });

  const all = metrics.data;
  const integrations = useMemo(() => [...new Map((all ?? []).flatMap((m) => (m.integration ? [[m.integration.id, sourceName(m.integration)] as const] : [])))].map(([value, label]) => ({ value, label })), [all, sourceName]);
  const shown = useMemo(() => {
    const want = fold(text.trim());
    return (all ?? []).filter((m) => (!integration || m.integration?.id === integration) && (!want || fold(names.metric(m.name)).includes(want) || fold(m.name).includes(want) || fold(sourceName(m.integration)).includes(want)));
  }, [all, integration, text, names, sourceName]);
  const columns = useMemo(() => [
    column.accessor((m) => names.metric(m.name), {
      id: 'name', header: t('metrics.metric'),
      cell: ({ row: { original: m } }) => (
        <span className={styles.name}>
          {m.integration && <Mark kind={m.integration.kind} />}
          <span><Link className={styles.link ?? ''} to={`/analytics/metrics/${m.id}`}>{names.metric(m.name)}</Link><span className={styles.from}>{sourceName(m.integration)}</span></span>
        </span>
      ),
    }),
    column.accessor('days', { id: 'days', header: t('metrics.last_30'), enableSorting: false, meta: { wide: true }, cell: ({ getValue }) => <Spark values={getValue()} /> }),
    column.accessor((m) => m.days.reduce((a, b) => a + b, 0), { id: 'recent', header: t('metrics.events_30'), meta: { number: true }, cell: ({ getValue }) => format.number(getValue()) }),
    column.accessor('events', { header: t('metrics.events_all'), meta: { number: true }, cell: ({ getValue }) => format.number(getValue()) }),
    column.accessor((m) => m.last_event_at ?? '', { id: 'last', header: t('metrics.last_event'), meta: { number: true, wide: true }, cell: ({ getValue }) => (getValue() ? <Ago at={getValue()} /> : t('metrics.no_event')) }),
  ], [t, names, sourceName, format]);
  const table = useReactTable({ data: shown, columns, state: { sorting }, onSortingChange: setSorting, getCoreRowModel: getCoreRowModel(), getSortedRowModel: getSortedRowModel() });

  return (
    <Page title={t('nav.metrics')} about={t('metrics.about')}>
      {metrics.isError && <Trouble error={metrics.error} retry={() => void metrics.refetch()} />}
      {metrics.isPending && <Wait rows={8} />}
      {all?.length === 0 && (
        <Sheet>
          <Empty title={t('metrics.empty')} action={can.change ? <Button component={Link} to="/integrations/add">{t('integrations.add')}</Button> : undefined}><p>{t('metrics.empty_about')}</p></Empty>
        </Sheet>
      )}
      {!!all?.length && (
        <>
          <div className={styles.filters}>
            <TextInput className={styles.search ?? ''} aria-label={t('metrics.search')} placeholder={t('metrics.search')} leftSection={<Icon name="search" size={16} />} value={text} onChange={(e) => { setText(e.currentTarget.value); set('q', e.currentTarget.value); }} />
            <Select aria-label={t('metrics.filter')} placeholder={t('metrics.filter_all')} clearable data={integrations} value={integration} onChange={(value) => set('integration', value)} className={styles.select ?? ''} leftSection={<Icon name="filter" size={16} />} clearButtonProps={{ 'aria-label': t('action.clear') }} />
            <span className="dimmed" role="status">{t('metrics.count', { count: shown.length })}</span>
          </div>
          {shown.length === 0 ? <Sheet><Empty title={t('state.nothing_found')} action={<Button variant="default" onClick={() => { setText(''); setSearch({}, { replace: true }); }}>{t('action.clear_filters')}</Button>} /></Sheet> : <Sheet flush><SortableTable table={table} label={t('nav.metrics')} /></Sheet>}
        </>
      )}
    </Page>
  );
}
