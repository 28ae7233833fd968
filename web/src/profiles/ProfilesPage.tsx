// All guests: search, sort, columns, pages.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useState } from 'react';
import { Button, Group, Menu, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper, getCoreRowModel, useReactTable, type SortingState } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { duplicatesQuery, firstProfiles, profilesQuery, queryClient } from '../api/queries';
import type { ProfileRow } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Ago } from '../parts/Ago';
import { Address } from '../parts/Address';
import { Empty } from '../parts/Empty';
import { Icon } from '../parts/icons';
import { Page, Sheet } from '../parts/Page';
import { Pager } from '../parts/Pager';
import { SortableTable } from '../parts/SortableTable';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { ConsentWord } from './ConsentWord';
import { optionalColumns, useColumns, type OptionalColumn } from './columns';
import { usePages, withoutPage } from './usePages';
import { useProfileName } from './useProfileName';
import styles from './ProfilesPage.module.css';

type Sort = 'name' | '-name' | 'email' | '-email' | 'created_at' | '-created_at' | 'last_seen_at' | '-last_seen_at';
const sorts = ['name', 'email', 'created_at', 'last_seen_at'];
/** Asks before the page is drawn. */
export function loader() {
  void queryClient.prefetchQuery(profilesQuery(firstProfiles));
  return null;
}

const column = createColumnHelper<ProfileRow>();

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState(search.get('q') ?? '');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const asc = search.get('sort') ?? firstProfiles.sort;
  const sort: Sort = sorts.includes(asc.replace('-', '')) ? (asc as Sort) : firstProfiles.sort;
  const { pages, number, turn } = usePages();
  const [visible, toggle] = useColumns();
  const nameOf = useProfileName();
  const after = pages[pages.length - 1];
  const profiles = useQuery(profilesQuery({ ...firstProfiles, sort, ...(asked ? { q: asked } : {}), ...(after ? { after } : {}) }, (number - 1) * firstProfiles.limit));
  const data = profiles.data;
  // A count on a button: after the guests, and seldom again.
  const pairs = useQuery({ ...duplicatesQuery({}), select: (page) => page.total, enabled: !!data, staleTime: 5 * 60_000 }).data ?? 0;

  const isTold = asked === (search.get('q') ?? '');
  useEffect(() => {
    if (isTold) return;
    setSearch((old) => { if (asked) old.set('q', asked); else old.delete('q'); return withoutPage(old); }, { replace: true });
  }, [asked, isTold, setSearch]);

  const columns = useMemo(() => [
    column.accessor((p) => p.last_name, { id: 'name', header: t('profiles.name'), cell: ({ row: { original: p } }) => <><Link className={styles.name ?? ''} to={`/audience/profiles/${p.id}`}>{nameOf(p)}</Link><span className={['under narrow-only', styles.reach].join(' ')}>{p.email ? <Address email={p.email} /> : p.phone}</span></> }),
    column.accessor('email', { header: t('field.email'), meta: { wide: true }, cell: ({ getValue }) => getValue() ?? <span className="visually-hidden">{t('state.none')}</span> }),
    column.accessor('phone', { header: t('field.phone'), enableSorting: false, meta: { wide: true }, cell: ({ getValue }) => getValue() ?? <span className="visually-hidden">{t('state.none')}</span> }),
    column.accessor('email_consent', { header: t('profiles.email_consent'), enableSorting: false, meta: { wide: true }, cell: ({ getValue }) => <ConsentWord state={getValue()} /> }),
    column.accessor('visits', { header: t('lifetime.visits'), enableSorting: false, meta: { number: true }, cell: ({ getValue }) => format.number(getValue()) }),
    column.accessor('no_shows', { header: t('lifetime.no_shows'), enableSorting: false, meta: { number: true }, cell: ({ getValue }) => format.number(getValue()) }),
    column.accessor('value', { header: t('lifetime.value'), enableSorting: false, meta: { number: true, wide: true }, cell: ({ getValue }) => { const value = getValue(); return value ? format.money(value) : <span className="visually-hidden">{t('state.none')}</span>; } }),
    column.accessor('last_seen_at', { header: t('profiles.last_seen'), meta: { number: true }, cell: ({ getValue }) => { const at = getValue(); return at ? <Ago at={at} /> : <span className="dimmed">{t('profiles.never_seen')}</span>; } }),
    column.accessor('created_at', { header: t('profiles.created'), meta: { number: true }, cell: ({ getValue }) => format.dayOf(getValue()) }),
  ], [t, format, nameOf]);
  const sorting: SortingState = [{ id: sort.replace('-', ''), desc: sort.startsWith('-') }];
  const table = useReactTable({
    data: data?.data ?? [], columns, getCoreRowModel: getCoreRowModel(), manualSorting: true, enableSortingRemoval: false, getRowId: (row) => row.id,
    state: { sorting, columnVisibility: Object.fromEntries(optionalColumns.map((id) => [id, visible.includes(id)])) },
    onSortingChange: (update) => {
      const next = (typeof update === 'function' ? update(sorting) : update)[0];
      if (next) setSearch((old) => { old.set('sort', (next.desc ? '-' : '') + next.id); return withoutPage(old); }, { replace: true });
    },
  });
  const header: Record<OptionalColumn, string> = { email: t('field.email'), phone: t('field.phone'), email_consent: t('profiles.email_consent'), visits: t('lifetime.visits'), no_shows: t('lifetime.no_shows'), value: t('lifetime.value'), last_seen_at: t('profiles.last_seen'), created_at: t('profiles.created') };

  return (
    <Page wide title={t('nav.profiles')} about={t('profiles.about')} actions={pairs > 0 && <Button component={Link} to="/audience/profiles/duplicates" variant="default" leftSection={<Icon name="people" size={16} />}>{t('duplicates.title')} ({format.number(pairs)})</Button>}>
      {profiles.isError && <Trouble error={profiles.error} retry={() => void profiles.refetch()} {...(data ? { shownFrom: t('state.kept') } : {})} />}
      {data?.total === 0 && !asked ? (
        <Sheet>
          <Empty title={t('profiles.empty')} action={can.change ? <Group gap="sm" justify="center"><Button component={Link} to="/integrations/add">{t('integrations.add')}</Button><Button component={Link} to="/audience/imports" variant="default">{t('profiles.import')}</Button></Group> : undefined}><p>{t('profiles.empty_about')}</p></Empty>
        </Sheet>
      ) : (
        <>
          <div className={styles.tools}>
            <TextInput className={styles.search ?? ''} aria-label={t('profiles.search')} placeholder={t('profiles.search')} leftSection={<Icon name="search" size={16} />} value={text} maxLength={100} onChange={(e) => setText(e.currentTarget.value)} />
            <span className="dimmed" role="status">{data ? t(data.total_is_exact ? 'profiles.count' : 'profiles.count_about', { count: data.total }) : ''}</span>
            <Menu closeOnItemClick={false} position="bottom-end">
              <Menu.Target><Button className={styles.columns ?? ''} variant="default" leftSection={<Icon name="columns" size={16} />}>{t('profiles.columns')}</Button></Menu.Target>
              <Menu.Dropdown>
                {optionalColumns.map((id) => (
                  <Menu.CheckboxItem key={id} checked={visible.includes(id)} onChange={() => toggle(id)}>{header[id]}</Menu.CheckboxItem>
                ))}
              </Menu.Dropdown>
            </Menu>
          </div>
          {profiles.isPending && <Wait rows={10} />}
          {data && data.data.length === 0 && <Sheet><Empty title={t('profiles.none_found', { text: asked })} action={<Button variant="default" onClick={() => setText('')}>{t('action.clear_search')}</Button>}><p>{t('profiles.none_found_about')}</p></Empty></Sheet>}
          {data && data.data.length > 0 && (
            <>
              <Sheet flush className={profiles.isPlaceholderData ? styles.stale ?? '' : ''}><SortableTable table={table} label={t('nav.profiles')} /></Sheet>
              <Pager pages={pages} next={data.next} isWaiting={profiles.isPlaceholderData} onTurn={turn} about={t('profiles.range', { from: format.number(data.before + 1), to: format.number(data.before + data.data.length) })} />
            </>
          )}
        </>
      )}
    </Page>
  );
}
