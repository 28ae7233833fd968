// Consent of the stand-in: states, suppressions and the account's rules.
// SPDX-License-Identifier: Apache-2.0
import { profileDetail } from './people.mjs';

const rulesOf = (world) => (world.rules ??= { revision: 'r1', unsubscribe_from: 'all', opt_in: 'double' });
const suppressionsOf = (world) => (world.suppressions ??= []);

function channel(world, p, name, consent) {
  const address = (name === 'email' ? p.email : p.phone) ?? null;
  const suppressions = suppressionsOf(world).filter((s) => s.channel === name && s.address === address);
  const state = consent?.state ?? 'never_subscribed';
  const why = !address ? 'no_address' : suppressions[0]?.reason ?? (state === 'unsubscribed' ? 'unsubscribed' : name === 'sms' && state !== 'subscribed' ? 'never_subscribed' : null);
  return { channel: name, address, state, method: consent?.method ?? '', source: consent?.source ?? '', at: consent?.at ?? null, can_receive: why === null, why_not: why, suppressions: suppressions.map(({ reason, address: of, at, method, source }) => ({ reason, address: of, at, method, source })) };
}

function detail(world, p) {
  const full = profileDetail(world, p), of = (name) => full.consents?.find((c) => c.channel === name);
  return { channels: [channel(world, p, 'email', of('email')), channel(world, p, 'sms', of('sms'))], list_suppressions: [], pending: [], ledger: (full.ledger ?? []).map((line) => ({ ...line, list: null })) };
}

/** [method, path pattern, least role, (context) → body] */
export const consentRoutes = (find, sameRevision) => [
  ['GET', '/profiles/:id/consent', 'analyst', ({ world, id }) => detail(world, find(world.profiles, id))],
  ['GET', '/consent/suppressions', 'analyst', ({ world, query }) => ({ data: suppressionsOf(world).filter((s) => s.channel === (query.get('channel') || 'email')), next: null })],
  ['GET', '/settings/consent', 'analyst', ({ world }) => rulesOf(world)],
  ['PATCH', '/settings/consent', 'admin', ({ world, body }) => {
    const rules = rulesOf(world);
    sameRevision(rules, body);
    for (const k of ['unsubscribe_from', 'opt_in']) if (k in body) rules[k] = body[k];
    rules.revision = 'r' + (Number(rules.revision.slice(1)) + 1);
    return rules;
  }],
];
