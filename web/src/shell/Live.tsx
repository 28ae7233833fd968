// Keeps pages current: asks for the account's change number, and reloads what is shown when it moved.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from 'react';
import { Button } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { setClock } from '../api/clock';
import { problemOf } from '../api/problem';
import { useFormat } from '../i18n/format';
import { Icon } from '../parts/icons';
import styles from './Live.module.css';

const everyMs = 4000, answersWithinMs = 8000;
const liveQuery = queryOptions({
  queryKey: ['live'],
  queryFn: async ({ signal }) => {
    const live = await call('get', '/app/v1/live', { signal, withinMs: answersWithinMs });
    setClock(live.now);
    return live;
  },
  refetchInterval: (query) => (query.state.error ? Math.min(30_000, everyMs * (1 + query.state.fetchFailureCount)) : everyMs),
  refetchIntervalInBackground: false, retry: false, staleTime: 0,
});

export function useLive() {
  const client = useQueryClient();
  const live = useQuery(liveQuery);
  const seen = useRef<number | undefined>(undefined);
  const version = live.data?.version;
  useEffect(() => {
    if (version === undefined) return;
    const moved = seen.current !== undefined && seen.current !== version;
    seen.current = version;
    if (moved) void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'live' && query.queryKey[0] !== 'session' });
  }, [version, client]);
  const lost = live.isError && problemOf(live.error).passes;
  return { lost, since: live.dataUpdatedAt, retry: () => void client.invalidateQueries() };
}

export function LiveDot() {
  const { t } = useTranslation();
  const live = useQuery(liveQuery);
  const lost = live.isError && problemOf(live.error).passes;
  const state = lost ? 'lost' : live.data?.syncing ? 'syncing' : 'live';
  return (
    <span className={styles.live} data-state={state} role="status" title={t(`live.${state}_about`)}>
      <span className={styles.dot} aria-hidden="true" />
      {t(`live.${state}`)}
    </span>
  );
}

export function LiveBanner() {
  const { t } = useTranslation();
  const format = useFormat();
  const { lost, since, retry } = useLive();
  if (!lost) return null;
  return (
    <div className={styles.banner} role="status">
      <Icon name="alert" size={18} />
      <span className={styles.bannerText}>{since ? t('live.lost_since', { time: format.time(new Date(since).toISOString()) }) : t('live.lost_about')}</span>
      <Button size="compact-sm" variant="default" onClick={retry}>{t('action.retry')}</Button>
    </div>
  );
}
