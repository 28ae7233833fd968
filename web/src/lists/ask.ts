// What pages ask about one list and about consent; by shapes of its own until the description of the API has them.
// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call';
import type { IntegrationRef, ProfileRow } from '../api/schema';

export type ListDetail = { id: string; revision: string; name: string; opt_in: 'single' | 'double'; has_page: boolean; page_path: string; profiles: number; fed_by: IntegrationRef[]; created_at: string };
export type Member = { profile: ProfileRow; joined_at: string; how: 'integration' | 'import' | 'form' | 'manual' | 'api'; source: string };
export type Edited = { changed: number; unchanged: number; errors: { index: number; code: string; detail: string }[] };
type Loose = <T>(method: string, path: string, options: { path?: object; query?: object; body?: object; signal?: AbortSignal }) => Promise<T>;
const ask = call as unknown as Loose;

export const listQuery = (id: string) => queryOptions({ queryKey: ['lists', id], queryFn: ({ signal }) => ask<ListDetail>('get', '/app/v1/lists/{id}', { path: { id }, signal }) });
export const listMembersQuery = (id: string, after: string) =>
  queryOptions({ queryKey: ['lists', id, 'members', after], queryFn: ({ signal }) => ask<{ data: Member[]; total: number; next: string | null }>('get', '/app/v1/lists/{id}/members', { path: { id }, query: { limit: 50, after }, signal }), placeholderData: keepPreviousData });
export const listGrowthQuery = (id: string, from: string, to: string) =>
  queryOptions({ queryKey: ['lists', id, 'growth', from, to], queryFn: async ({ signal }) => (await ask<{ data: { day: string; members: number }[] }>('get', '/app/v1/lists/{id}/growth', { path: { id }, query: { from, to }, signal })).data, staleTime: 60_000 });

export const changeList = (list: ListDetail, part: Partial<Pick<ListDetail, 'name' | 'opt_in' | 'has_page'>>) => ask<ListDetail>('patch', '/app/v1/lists/{id}', { path: { id: list.id }, body: { revision: list.revision, ...part } });
export const removeList = (list: { id: string; name: string }) => ask<void>('delete', '/app/v1/lists/{id}', { path: { id: list.id }, query: { confirm: list.name } });
export const addPeople = (id: string, people: { profiles?: string[]; emails?: string[] }) => ask<Edited>('post', '/app/v1/lists/{id}/members', { path: { id }, body: people });
export const removePeople = (id: string, profiles: string[]) => ask<Edited>('post', '/app/v1/lists/{id}/members/remove', { path: { id }, body: { profiles } });
