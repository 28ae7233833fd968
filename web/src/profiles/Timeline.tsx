// The guest's events, newest first, filtered by metric on demand.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import type { Profile } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { useSourceName } from '../i18n/sources';
import { Empty } from '../parts/Empty';
import { EventLine } from '../parts/EventLine';
import { Icon } from '../parts/icons';
import { Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';

export function Timeline({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const sourceName = useSourceName();
  const [metric, setMetric] = useState<string | null>(null);
  const events = useInfiniteQuery({
    queryKey: ['profiles', profile.id, 'events', metric], initialPageParam: '',
    queryFn: ({ pageParam, signal }) => call('get', '/app/v1/profiles/{id}/events', { path: { id: profile.id }, query: { limit: 25, ...(metric ? { metric } : {}), ...(pageParam ? { before: pageParam } : {}) }, signal }),
    getNextPageParam: (page) => page.next ?? undefined,
    // The profile came with its first page: no second round trip.
    ...(metric === null ? { initialData: { pages: [profile.timeline], pageParams: [''] }, staleTime: 15_000 } : {}),
  });
  const shown = events.data?.pages.flatMap((page) => page.data) ?? [];
  if (profile.metrics.length === 0) return <Sheet><Empty title={t('timeline.empty')}><p>{t('timeline.empty_about')}</p></Empty></Sheet>;
  return (
    <>
      <Select
        mb="sm" maw={360} aria-label={t('timeline.filter')} placeholder={t('timeline.all')} clearable leftSection={<Icon name="filter" size={16} />} value={metric} onChange={setMetric} clearButtonProps={{ 'aria-label': t('action.clear') }}
        data={profile.metrics.map((m) => ({ value: m.id, label: `${names.metric(m.name)} · ${sourceName(m.integration)} (${format.number(m.events)})` }))}
      />
      <Sheet flush>
        {events.isPending && <div className="pad"><Wait rows={4} /></div>}
        {events.isError && <Trouble error={events.error} retry={() => void events.refetch()} />}
        {shown.map((event) => <EventLine key={event.id} event={event} />)}
        {events.hasNextPage && <div className="pad"><Button variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>{t('action.older')}</Button></div>}
      </Sheet>
    </>
  );
}
