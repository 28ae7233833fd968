// What pages ask about one list.
// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call';
import type { List } from '../api/schema';

export const listQuery = (id: string) => queryOptions({ queryKey: ['lists', id], queryFn: ({ signal }) => call('get', '/app/v1/lists/{id}', { path: { id }, signal }) });
export const listMembersQuery = (id: string, after: string) =>
  queryOptions({ queryKey: ['lists', id, 'members', after], queryFn: ({ signal }) => call('get', '/app/v1/lists/{id}/members', { path: { id }, query: { limit: 50, after }, signal }), placeholderData: keepPreviousData });
export const listGrowthQuery = (id: string, from: string, to: string) =>
  queryOptions({ queryKey: ['lists', id, 'growth', from, to], queryFn: async ({ signal }) => (await call('get', '/app/v1/lists/{id}/growth', { path: { id }, query: { from, to }, signal })).data, staleTime: 60_000 });

export const changeList = (list: Pick<List, 'id' | 'revision'>, part: Partial<Pick<List, 'name' | 'opt_in' | 'has_page'>>) => call('patch', '/app/v1/lists/{id}', { path: { id: list.id }, body: { revision: list.revision, ...part } });
export const removeList = (list: { id: string; name: string }) => call('delete', '/app/v1/lists/{id}', { path: { id: list.id }, query: { confirm: list.name } });
export const addPeople = (id: string, people: { profiles?: string[]; emails?: string[] }) => call('post', '/app/v1/lists/{id}/members', { path: { id }, body: people });
export const removePeople = (id: string, profiles: string[]) => call('post', '/app/v1/lists/{id}/members/remove', { path: { id }, body: { profiles } });
