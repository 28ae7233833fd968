// Lists and segments in one table: found, filtered, starred, sorted.
// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useMemo, useState } from 'react';
import { ActionIcon, Button, TextInput, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { call } from '../api/call';
import { listsQuery } from '../api/queries';
import type { Segment } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Ago } from '../parts/Ago';
import { Empty } from '../parts/Empty';
import { fold } from '../parts/fold';
import { Icon } from '../parts/icons';
import { Page, Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import { Spark } from '../parts/Spark';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { Choice } from '../segments/fields/Choice';
import { leavingSegment, segmentsQuery } from '../segments/queries';
import { useCan } from '../shell/useCan';
import styles from './lists.module.css';
import { useListGrowths } from './useListGrowths';

// Below the table, and behind a button: they come after it.
const ReadyMade = lazy(async () => ({ default: (await import('../segments/ReadyMade')).ReadyMade }));
const NewListDialog = lazy(async () => ({ default: (await import('./NewListDialog')).NewListDialog }));

type Row = { id: string; kind: 'list' | 'segment'; name: string; note: string; members: number; growth: number[]; created: string; segment: Segment | null };
const orders = ['name', 'members', 'created'] as const;
type Order = (typeof orders)[number];

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  const client = useQueryClient();
  const { leaving, refuse } = useToasts();
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState(search.get('q') ?? '');
  const [making, setMaking] = useState(false);
  const lists = useQuery(listsQuery), segments = useQuery({ ...segmentsQuery, refetchInterval: (query) => (query.state.data?.some((s) => s.is_processing) ? 1500 : false) });
  const asked = search.get('kind'), kind = asked === 'list' || asked === 'segment' ? asked : 'all';
  const by = orders.find((o) => o === search.get('sort')?.replace('-', '')) ?? 'name', isDown = search.get('sort')?.startsWith('-') ?? false;
  const set = (name: string, value: string | null) => setSearch((old) => { if (value) old.set(name, value); else old.delete(name); return old; }, { replace: true });

  const growths = useListGrowths(lists.data);
  const all = useMemo((): Row[] => [
    ...(segments.data ?? []).filter((s) => !leaving.has(leavingSegment(s))).map((s): Row => ({ id: s.id, kind: 'segment', name: s.name, note: s.description, members: s.members, growth: s.growth, created: s.created_at, segment: s })),
    ...(lists.data ?? []).map((l): Row => ({ id: l.id, kind: 'list', name: l.name, note: l.opt_in === 'single' ? t('list.single') : t('list.double'), members: l.profiles, growth: growths[l.id] ?? [], created: l.created_at, segment: null })),
  ], [segments.data, lists.data, growths, leaving, t]);
  const shown = useMemo(() => {
    const want = fold(text.trim()), sign = isDown ? -1 : 1;
    const compare = { name: (a: Row, b: Row) => a.name.localeCompare(b.name, format.tag), members: (a: Row, b: Row) => a.members - b.members, created: (a: Row, b: Row) => a.created.localeCompare(b.created) }[by];
    return all.filter((r) => (kind === 'all' || r.kind === kind) && (!want || fold(`${r.name} ${r.note} ${r.id}`).includes(want))).sort((a, b) => Number(b.segment?.starred ?? false) - Number(a.segment?.starred ?? false) || sign * compare(a, b));
  }, [all, text, kind, by, isDown, format.tag]);
  const star = useMutation({
    mutationFn: (s: Segment) => call('patch', '/app/v1/segments/{id}', { path: { id: s.id }, body: { revision: s.revision, starred: !s.starred } }),
    // Shown at once; the answer brings the next revision.
    onMutate: (s) => client.setQueryData(segmentsQuery.queryKey, (old) => old?.map((one) => (one.id === s.id ? { ...one, starred: !one.starred } : one))),
    onError: refuse,
    onSettled: () => client.invalidateQueries({ queryKey: segmentsQuery.queryKey, exact: true }),
  });
  const head = (order: Order, label: string, of = '') => (
    <th className={of} aria-sort={by === order ? (isDown ? 'descending' : 'ascending') : undefined}>
      <UnstyledButton className={styles.sort ?? ''} onClick={() => set('sort', by === order ? (isDown ? order : `-${order}`) : order === 'name' ? order : `-${order}`)}>{label}<span aria-hidden="true"> {by === order ? (isDown ? '↓' : '↑') : ''}</span></UnstyledButton>
    </th>
  );
  const isLoaded = !!lists.data && !!segments.data;

  return (
    <Page
      wide title={t('nav.lists')} about={t('lists_page.about')}
      actions={can.change && <><Button variant="default" onClick={() => setMaking(true)}>{t('lists_page.new_list')}</Button><Button component={Link} to="/audience/segments/new" leftSection={<Icon name="plus" size={16} />}>{t('lists_page.new_segment')}</Button></>}
    >
      {lists.isError && <Trouble error={lists.error} retry={() => void lists.refetch()} {...(lists.data ? { shownFrom: t('state.kept') } : {})} />}
      {segments.isError && !lists.isError && <Trouble error={segments.error} retry={() => void segments.refetch()} {...(segments.data ? { shownFrom: t('state.kept') } : {})} />}
      {(lists.isPending || segments.isPending) && <Wait rows={8} />}
      {isLoaded && all.length === 0 && <Sheet><Empty title={t('lists_page.empty')}><p>{t('lists_page.empty_about')}</p></Empty></Sheet>}
      {all.length > 0 && (
        <>
          <div className={styles.tools}>
            <TextInput className={styles.search ?? ''} aria-label={t('lists_page.search')} placeholder={t('lists_page.search')} leftSection={<Icon name="search" size={16} />} value={text} onChange={(e) => { setText(e.currentTarget.value); set('q', e.currentTarget.value); }} />
            <Choice label={t('lists_page.kind')} value={kind} options={[['all', t('lists_page.kind_all')], ['segment', t('segment.kind_segments')], ['list', t('segment.kind_lists')]]} onChange={(next) => set('kind', next === 'all' ? null : next)} />
            <span className="dimmed" role="status">{t('lists_page.count', { count: shown.length })}</span>
          </div>
          {shown.length === 0 ? <Sheet><Empty title={t('state.nothing_found')} action={<Button variant="default" onClick={() => { setText(''); setSearch({}, { replace: true }); }}>{t('action.clear_filters')}</Button>} /></Sheet> : (
            <Sheet flush>
              <ScrollX label={t('nav.lists')}>
                <table className="plain" aria-label={t('nav.lists')}>
                  <thead><tr><th className={styles.starCell}><span className="visually-hidden">{t('segment.star')}</span></th>{head('name', t('segment.name'))}<th className="wide-only">{t('lists_page.growth')}</th>{head('members', t('segment.members'), 'num')}{head('created', t('lists_page.created'), 'num wide-only')}</tr></thead>
                  <tbody>
                    {shown.map((r) => (
                      <tr key={r.kind + r.id} className="link" data-kind={r.kind}>
                        <td className={styles.starCell}>{r.segment && <ActionIcon variant="subtle" color={r.segment.starred ? 'yellow' : 'gray'} className={r.segment.starred ? styles.starred ?? '' : ''} aria-pressed={r.segment.starred} aria-label={t('lists_page.star_named', { name: r.name })} disabled={!can.change} onClick={() => r.segment && star.mutate(r.segment)}><Icon name="star" size={16} /></ActionIcon>}</td>
                        <td className={styles.cell}><Link className={styles.name ?? ''} to={`/audience/${r.kind === 'list' ? 'lists' : 'segments'}/${r.id}`}>{r.name}</Link><span className={styles.note}>{[r.kind === 'list' ? t('segment.a_list') : t('segment.a_segment'), r.segment?.problems.length ? t('segment.cannot_short') : r.segment && !r.segment.is_active ? t('segment.paused') : '', r.note].filter(Boolean).join(' · ')}</span></td>
                        <td className="wide-only"><Spark values={r.growth} /></td>
                        <td className="num">{r.segment?.is_processing ? t('segment.processing') : r.segment?.problems.length ? <span className="dimmed">·</span> : format.number(r.members)}</td>
                        <td className="num wide-only"><Ago at={r.created} dated /></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollX>
            </Sheet>
          )}
        </>
      )}
      {isLoaded && can.change && segments.data.length < 10 && <Suspense fallback={<Wait rows={3} />}><ReadyMade /></Suspense>}
      {making && <Suspense fallback={null}><NewListDialog onClose={() => setMaking(false)} /></Suspense>}
    </Page>
  );
}
