// How pages ask about segments.
// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call';
import type { paths } from '../api/schema';
import type { Definition } from './grammar';

/** The API describes a definition as loosely as it keeps one. */
type Sent = paths['/app/v1/segments/count']['post']['requestBody']['content']['application/json']['definition'];
export const sent = (definition: Definition) => definition as unknown as Sent;
export const received = (definition: unknown) => definition as Definition;

export const segmentsQuery = queryOptions({ queryKey: ['segments'], queryFn: async ({ signal }) => (await call('get', '/app/v1/segments', { signal })).data });
export const segmentQuery = (id: string) => queryOptions({ queryKey: ['segments', id], queryFn: ({ signal }) => call('get', '/app/v1/segments/{id}', { path: { id }, signal }) });
/** What stands for a segment that is being removed. */
export const leavingSegment = (segment: { id: string }) => `segment ${segment.id}`;
export const countQuery = (definition: Definition) =>
  queryOptions({ queryKey: ['segments', 'count', definition], queryFn: ({ signal }) => call('post', '/app/v1/segments/count', { body: { definition: sent(definition) }, signal }), gcTime: 60_000 });
export const membersQuery = (id: string, query: { q?: string; after?: string; limit?: number }) =>
  queryOptions({ queryKey: ['segments', id, 'members', query], queryFn: ({ signal }) => call('get', '/app/v1/segments/{id}/members', { path: { id }, query, signal }), placeholderData: keepPreviousData });
export const activityQuery = (id: string, query: { after?: string }) =>
  queryOptions({ queryKey: ['segments', id, 'activity', query], queryFn: ({ signal }) => call('get', '/app/v1/segments/{id}/activity', { path: { id }, query, signal }), placeholderData: keepPreviousData });
export const explainQuery = (asked: { segment_id: string } | { definition: Definition }, profile_id: string) =>
  queryOptions({ queryKey: ['segments', 'explain', asked, profile_id], queryFn: ({ signal }) => call('post', '/app/v1/segments/explain', { body: { ...('definition' in asked ? { definition: sent(asked.definition) } : asked), profile_id }, signal }) });
export const growthQuery = (definition: Definition, range: { from: string; to: string; by: 'day' | 'week' | 'month' }) =>
  queryOptions({ queryKey: ['segments', 'growth', definition, range], queryFn: ({ signal }) => call('post', '/app/v1/segments/growth', { body: { definition: sent(definition), ...range }, signal }), staleTime: 60_000, placeholderData: keepPreviousData });
export const overlapQuery = (definition: Definition, ids: string[]) =>
  queryOptions({ queryKey: ['segments', 'overlap', definition, ids], queryFn: async ({ signal }) => (await call('post', '/app/v1/segments/overlap', { body: { definition: sent(definition), with: ids }, signal })).data, placeholderData: keepPreviousData });

type Asked = paths['/app/v1/suggestions']['get']['parameters']['query'];
export const suggestionsQuery = (query: Asked) => queryOptions({ queryKey: ['suggestions', query], queryFn: async ({ signal }) => (await call('get', '/app/v1/suggestions', { query, signal })).data, staleTime: 60_000, placeholderData: keepPreviousData });
