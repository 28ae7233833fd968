// How pages ask for data: one key an endpoint, kept while moving about, refreshed when the account changes.
// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from './call';
import { setClock } from './clock';
import { problemOf } from './problem';
import type { paths, Session } from './schema';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => problemOf(error).passes && !problemOf(error).isLate && count < 2,
      retryDelay: (count) => 400 * 2 ** count,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

type ChartQuery = paths['/app/v1/metrics/{id}/chart']['get']['parameters']['query'];
type ProfilesQuery = NonNullable<paths['/app/v1/profiles']['get']['parameters']['query']>;

/** Every page is drawn after the session's answer, so its first "today" is the server's already. */
function told(session: Session) {
  setClock(session.now);
  return session;
}
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: async ({ signal }) => told(await call('get', '/app/v1/session', { signal })), staleTime: Infinity, gcTime: Infinity });
export const homeQuery = queryOptions({ queryKey: ['home'], queryFn: ({ signal }) => call('get', '/app/v1/home', { signal }) });
export const integrationsQuery = queryOptions({ queryKey: ['integrations'], queryFn: async ({ signal }) => (await call('get', '/app/v1/integrations', { signal })).data });
export const integrationQuery = (id: string) => queryOptions({ queryKey: ['integrations', id], queryFn: ({ signal }) => call('get', '/app/v1/integrations/{id}', { path: { id }, signal }) });
export const locationsQuery = (id: string) => queryOptions({ queryKey: ['integrations', id, 'locations'], queryFn: async ({ signal }) => (await call('get', '/app/v1/integrations/{id}/locations', { path: { id }, signal })).data });
export const excludedQuery = (id: string, reason: string) =>
  queryOptions({ queryKey: ['integrations', id, 'excluded', reason], queryFn: async ({ signal }) => (await call('get', '/app/v1/integrations/{id}/excluded', { path: { id }, query: { reason, limit: 10 }, signal })).data });
type DaysQuery = paths['/app/v1/integrations/{id}/reconciliation']['get']['parameters']['query'];
export const reconciliationQuery = (id: string, query: DaysQuery) =>
  queryOptions({ queryKey: ['integrations', id, 'reconciliation', query], queryFn: ({ signal }) => call('get', '/app/v1/integrations/{id}/reconciliation', { path: { id }, query, signal }), placeholderData: keepPreviousData });
export const reconciledDayQuery = (id: string, day: string) =>
  queryOptions({ queryKey: ['integrations', id, 'reconciliation', day], queryFn: ({ signal }) => call('get', '/app/v1/integrations/{id}/reconciliation/{day}', { path: { id, day }, signal }) });
export const listsQuery = queryOptions({ queryKey: ['lists'], queryFn: async ({ signal }) => (await call('get', '/app/v1/lists', { signal })).data });
export const metricsQuery = queryOptions({ queryKey: ['metrics'], queryFn: async ({ signal }) => (await call('get', '/app/v1/metrics', { signal })).data });
export const metricQuery = (id: string) => queryOptions({ queryKey: ['metrics', id], queryFn: ({ signal }) => call('get', '/app/v1/metrics/{id}', { path: { id }, signal }) });
export const chartQuery = (id: string, query: ChartQuery) =>
  queryOptions({ queryKey: ['metrics', id, 'chart', query], queryFn: ({ signal }) => call('get', '/app/v1/metrics/{id}/chart', { path: { id }, query, signal }), placeholderData: keepPreviousData });
export const propertiesQuery = (id: string) =>
  queryOptions({ queryKey: ['metrics', id, 'properties'], queryFn: async ({ signal }) => (await call('get', '/app/v1/metrics/{id}/properties', { path: { id }, signal })).data, staleTime: 60_000 });
/** The guests as their page lists them at first. */
export const firstProfiles = { limit: 50, sort: '-last_seen_at' } as const;
/** `before`: how many stand on the pages before; it stays with the page, so that one still shown while the next is asked tells its own place. */
export const profilesQuery = (query: ProfilesQuery, before = 0) =>
  queryOptions({ queryKey: ['profiles', 'page', query], queryFn: async ({ signal }) => ({ ...(await call('get', '/app/v1/profiles', { query, signal })), before }), placeholderData: keepPreviousData });
export const duplicatesQuery = (query: { after?: string }) =>
  queryOptions({ queryKey: ['duplicates', query], queryFn: ({ signal }) => call('get', '/app/v1/duplicates', { query, signal }), placeholderData: keepPreviousData });
export const profileQuery = (id: string) => queryOptions({ queryKey: ['profiles', id], queryFn: ({ signal }) => call('get', '/app/v1/profiles/{id}', { path: { id }, signal }) });
export const searchQuery = (q: string) => queryOptions({ queryKey: ['search', q], queryFn: ({ signal }) => call('get', '/app/v1/search', { query: { q }, signal }), placeholderData: keepPreviousData, enabled: q.length > 0 });
export const organizationQuery = queryOptions({ queryKey: ['settings', 'organization'], queryFn: ({ signal }) => call('get', '/app/v1/settings/organization', { signal }) });
export const usersQuery = queryOptions({ queryKey: ['settings', 'users'], queryFn: async ({ signal }) => (await call('get', '/app/v1/settings/users', { signal })).data });
export const apiKeysQuery = queryOptions({ queryKey: ['settings', 'api-keys'], queryFn: async ({ signal }) => (await call('get', '/app/v1/settings/api-keys', { signal })).data });

const isBusy = (state: string | undefined) => state === 'checking' || state === 'importing' || state === 'undoing';
export const importsQuery = queryOptions({ queryKey: ['imports'], queryFn: async ({ signal }) => (await call('get', '/app/v1/imports', { signal })).data, refetchInterval: (query) => (query.state.data?.some((i) => isBusy(i.state)) ? 1000 : false) });
export const importQuery = (id: string) =>
  queryOptions({ queryKey: ['imports', id], queryFn: ({ signal }) => call('get', '/app/v1/imports/{id}', { path: { id }, signal }), refetchInterval: (query) => (isBusy(query.state.data?.state) ? 700 : false) });
export const importPreviewQuery = (id: string, plan: string) => queryOptions({ queryKey: ['imports', id, 'preview', plan], queryFn: ({ signal }) => call('get', '/app/v1/imports/{id}/preview', { path: { id }, signal }), placeholderData: keepPreviousData });
export const importProblemsQuery = (id: string, state: string) => queryOptions({ queryKey: ['imports', id, 'problems', state], queryFn: async ({ signal }) => (await call('get', '/app/v1/imports/{id}/problems', { path: { id }, query: { limit: 50 }, signal })).data });
