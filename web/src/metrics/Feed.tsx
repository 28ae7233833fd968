// The live activity feed: events as they come, newest first.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { Empty } from '../parts/Empty';
import { EventLine } from '../parts/EventLine';
import { Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';

export function Feed({ id }: { id: string }) {
  const { t } = useTranslation();
  const feed = useInfiniteQuery({
    queryKey: ['metrics', id, 'feed'], initialPageParam: '',
    queryFn: ({ pageParam, signal }) => call('get', '/app/v1/metrics/{id}/events', { path: { id }, query: { limit: 15, ...(pageParam ? { before: pageParam } : {}) }, signal }),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const events = feed.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Sheet flush>
      {feed.isPending && <div className="pad"><Wait rows={4} /></div>}
      {feed.isError && <Trouble error={feed.error} retry={() => void feed.refetch()} />}
      {feed.data && events.length === 0 && <Empty title={t('feed.empty')} />}
      {events.map((event) => <EventLine key={event.id} event={event} showProfile />)}
      {feed.hasNextPage && <div className="pad"><Button variant="default" loading={feed.isFetchingNextPage} onClick={() => void feed.fetchNextPage()}>{t('action.older')}</Button></div>}
    </Sheet>
  );
}
