// What the profile page asks and does about one person's consent.
// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/call';
import { Problem } from '../api/problem';
import type { ConsentEdited, SuppressionReason } from '../api/schema';

export type Channel = 'email' | 'sms';

export const consentQuery = (id: string) => queryOptions({ queryKey: ['profiles', id, 'consent'], queryFn: ({ signal }) => call('get', '/app/v1/profiles/{id}/consent', { path: { id }, signal }) });
export const consentRulesQuery = queryOptions({ queryKey: ['settings', 'consent'], queryFn: ({ signal }) => call('get', '/app/v1/settings/consent', { signal }), staleTime: 60_000 });

/** These endpoints serve many and refuse by index; of one person a refusal is the answer. */
async function ofOne(asked: Promise<ConsentEdited>): Promise<ConsentEdited> {
  const edited = await asked, refused = edited.errors[0];
  if (refused) throw new Problem(400, refused.code, refused.detail);
  return edited;
}
const person = (id: string, channel: Channel) => [{ profile_id: id, channels: [channel] }];

export const subscribe = (id: string, channel: Channel, list: string | null, source: string) => ofOne(call('post', '/app/v1/consent/subscribe', { body: { people: person(id, channel), list_id: list, source } }));
/** Puts back a subscription that was ended at `left`: a word just after it. Nobody is asked to confirm, no flow starts. */
export const subscribeAgain = (id: string, channel: Channel, list: string | null, source: string, left: string) =>
  ofOne(call('post', '/app/v1/consent/subscribe', { body: { people: [{ profile_id: id, channels: [channel], consented_at: new Date(Date.parse(left) + 1).toISOString() }], list_id: list, source, historical: true } }));
export const unsubscribe = (id: string, channel: Channel, list: string | null) => ofOne(call('post', '/app/v1/consent/unsubscribe', { body: { people: person(id, channel), list_id: list, unsubscribe_from: list ? 'list' : 'all' } }));
export const suppress = (id: string, channel: Channel, reason: SuppressionReason) => ofOne(call('post', '/app/v1/consent/suppress', { body: { people: person(id, channel), reason } }));
export const unsuppress = (id: string, channel: Channel, reason: SuppressionReason) => ofOne(call('post', '/app/v1/consent/unsuppress', { body: { people: person(id, channel), reason } }));
