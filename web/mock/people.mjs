// Profiles as the API shows them.
// SPDX-License-Identifier: Apache-2.0
import { isOnList } from './evaluate.mjs';

export const iso = (ms) => new Date(ms).toISOString();
export const money = (cents) => (cents === null ? null : { amount: (cents / 100).toFixed(2), currency: 'USD' });
export const refOf = (i) => (i.removed ? { id: `removed-${i.removed}`, kind: 'removed', name: i.name, was: i.kind } : { id: i.id, kind: i.kind, name: i.name });
export const profileRef = (p) => ({ id: p.id, name: `${p.first_name} ${p.last_name}`.trim(), email: p.email, phone: p.phone });
/** `said`: what was said of a person in the app, newest first. */
export const saidOf = (p, channel) => p.said?.find((line) => line.channel === channel && !line.list);
export const consentState = (p) => saidOf(p, 'email')?.state ?? (p.left ? 'unsubscribed' : p.opted ? 'subscribed' : 'never_subscribed');
const named = (p, name) => p.events.filter((e) => e.metric.name === name);
const sum = (events) => { const known = events.filter((e) => e.cents !== null); return known.length ? money(known.reduce((s, e) => s + e.cents, 0)) : null; };

export const profileRow = (p) => ({
  id: p.id, first_name: p.first_name, last_name: p.last_name, email: p.email, phone: p.phone, email_consent: consentState(p),
  created_at: iso(p.created), last_seen_at: p.events[0] ? iso(p.events[0].time) : null,
  visits: named(p, 'Completed Reservation').length, no_shows: named(p, 'No Showed Reservation').length, value: sum(p.events),
});

export const eventRow = (e) => ({
  id: e.id, metric: { id: e.metric.id, name: e.metric.name, integration: refOf(e.metric.integration) }, profile: profileRef(e.profile),
  time: iso(e.time), value: money(e.cents), properties: e.properties,
});

export function eventPage(events, query) {
  const limit = Number(query.get('limit') || 25);
  const at = Number(query.get('before') || 0);
  return { data: events.slice(at, at + limit).map(eventRow), next: at + limit < events.length ? String(at + limit) : null };
}

export function profileDetail(world, p) {
  const places = [...new Set(p.events.map((e) => e.metric.integration))];
  const visited = [...new Set(named(p, 'Completed Reservation').map((e) => e.properties['Restaurant Name']))];
  const tables = places.filter((i) => i.kind === 'opentable');
  const guestIds = tables.map((i) => `${i.settings.restaurant_id}-${p.guest}`);
  const birthday = p.birthday ? {
    Birthday: `${p.birthday.year ?? 1904}-${String(p.birthday.month).padStart(2, '0')}-${String(p.birthday.day).padStart(2, '0')}`,
    'OpenTable Birthday Month': p.birthday.month, 'OpenTable Birthday Day': p.birthday.day,
  } : {};
  const properties = { ...birthday, ...(guestIds.length ? { 'OpenTable Guest IDs': guestIds } : {}), ...(visited.length ? { 'OpenTable Restaurants Visited': visited } : {}), ...p.properties };
  const opted = p.created + 3600000;
  const ledger = [];
  if (p.left) ledger.push({ id: 2, channel: 'email', state: 'unsubscribed', by: 'person', method: 'preference_page', source: 'Preference page', at: iso(opted + 40 * 86400000), recorded_at: iso(opted + 40 * 86400000), opted_in_at: null, proof: 'One-click link in a message' });
  if (p.opted) ledger.push({ id: 1, channel: 'email', state: 'subscribed', by: 'vendor', method: 'integration', source: tables[0]?.name ?? 'OpenTable: Harbor Street', at: iso(opted), recorded_at: iso(opted + 900000), opted_in_at: iso(opted), proof: `guest/${guestIds[0] ?? p.guest}` });
  const lines = [...(p.said ?? []).map(({ list, ...line }) => line), ...ledger], email = saidOf(p, 'email') ?? ledger[0], sms = saidOf(p, 'sms');
  const joined = world.lists.filter((l) => isOnList(world, l, p)).map((l) => ({ id: l.id, name: l.name, joined_at: iso(opted + 900000), source: l.added?.has(p.id) ? 'lucia@example.com' : tables[0]?.name ?? '' }));
  const gone = new Set(named(p, 'Cancelled Reservation').map((e) => e.scheduled));
  const upcoming = named(p, 'Created Reservation').filter((e) => e.scheduled > world.now && !gone.has(e.scheduled)).sort((a, b) => a.scheduled - b.scheduled);
  const counts = new Map();
  for (const e of p.events) counts.set(e.metric, (counts.get(e.metric) ?? 0) + 1);
  return {
    id: p.id, revision: p.revision, first_name: p.first_name, last_name: p.last_name, email: p.email, phone: p.phone, birthday: p.birthday,
    created_at: iso(p.created), updated_at: p.events[0] ? iso(p.events[0].time) : iso(p.created), properties,
    identifiers: [...guestIds.map((value) => ({ kind: 'vendor', value: 'opentable:' + value })), ...(p.email ? [{ kind: 'email', value: p.email }] : []), ...(p.phone ? [{ kind: 'phone', value: p.phone }] : [])],
    facets: tables.map((i) => ({
      key: `opentable:${i.settings.restaurant_id}-${p.guest}`, integration: refOf(i), as_of: iso(p.events[0]?.time ?? p.created), opted_in: p.opted, email: p.email, phone: p.phone,
      first_name: p.first_name, last_name: p.last_name, birthday: p.birthday, properties: { 'OpenTable Guest IDs': [`${i.settings.restaurant_id}-${p.guest}`] },
    })),
    consents: [
      { channel: 'email', state: consentState(p), method: email?.method ?? '', source: email?.source ?? '', at: email?.at ?? null },
      { channel: 'sms', state: sms?.state ?? 'never_subscribed', method: sms?.method ?? '', source: sms?.source ?? '', at: sms?.at ?? null },
    ],
    ledger: lines, lists: joined,
    upcoming: upcoming.map((e) => ({
      event_id: e.id, integration: refOf(e.metric.integration), scheduled_at: iso(e.scheduled), time_zone: world.zone, restaurant_name: e.properties['Restaurant Name'], party_size: e.properties['Party Size'],
      tables: e.properties['Table Number'], visit_tags: e.properties['Visit Tags'], request: e.properties['Guest Request'] ?? '', confirmed: p.events.some((c) => c.metric.name === 'Confirmed Reservation' && c.scheduled === e.scheduled),
    })),
    lifetime: {
      visits: named(p, 'Completed Reservation').length, reservations: named(p, 'Created Reservation').length, cancellations: named(p, 'Cancelled Reservation').length, no_shows: named(p, 'No Showed Reservation').length,
      covers: named(p, 'Completed Reservation').reduce((s, e) => s + e.properties['Party Size'], 0), value: sum(p.events),
      first_seen_at: p.events.length ? iso(p.events[p.events.length - 1].time) : null, last_seen_at: p.events.length ? iso(p.events[0].time) : null,
    },
    metrics: [...counts].map(([m, n]) => ({ id: m.id, name: m.name, integration: refOf(m.integration), events: n })),
    possible_duplicates: world.pairs.flatMap((pair) => (pair.apart || !world.profiles.includes(pair.a) || !world.profiles.includes(pair.b) ? [] : pair.a === p ? [profileRef(pair.b)] : pair.b === p ? [profileRef(pair.a)] : [])),
    timeline: eventPage(p.events, new URLSearchParams()),
  };
}
