// What each endpoint of src/api/openapi.json answers.
// SPDX-License-Identifier: Apache-2.0
import { chart, text } from './chart.mjs';
import { duplicates, merge, openPairs, undo } from './duplicates.mjs';
import { add, change, check, reasons } from './connections.mjs';
import { home } from './home.mjs';
import { addImport, addPart, preview, problems, settle, shownImport } from './imports.mjs';
import { consentRoutes } from './consents.mjs';
import { listRoutes } from './lists.mjs';
import { authorize, comeBack } from './lightspeed.mjs';
import { eventPage, iso, profileDetail, profileRef, profileRow, refOf } from './people.mjs';
import { Refusal } from './refusal.mjs';
import { segmentRoutes } from './segment_answers.mjs';
import { checkDays, reconciledDay, reconciliation } from './verify.mjs';
import { addDays, dayOf } from './zone.mjs';

const missing = () => new Refusal(404, 'not_found', 'There is no such thing, or it was removed.');
const find = (list, id) => list.find((x) => x.id === id) ?? (() => { throw missing(); })();
const bump = (thing) => { thing.revision = 'r' + (Number(thing.revision.slice(1)) + 1); };
const sameRevision = (thing, body) => { if (body.revision !== thing.revision) throw new Refusal(409, 'changed_meanwhile', 'Somebody else changed this meanwhile.', '/revision'); };

function metricRow(world, m) {
  const own = world.events.filter((e) => e.metric === m);
  const today = dayOf(world.now, world.zone);
  const days = Array.from({ length: 30 }, (_, i) => addDays(today, i - 29));
  const per = new Map();
  for (const e of own) per.set(e.day, (per.get(e.day) ?? 0) + 1);
  return { id: m.id, name: m.name, integration: refOf(m.integration), events: own.length, last_event_at: own[0] ? iso(own[0].time) : null, days: days.map((d) => per.get(d) ?? 0) };
}

function properties(world, m) {
  const found = new Map();
  for (const e of world.events.filter((x) => x.metric === m)) {
    for (const [name, v] of Object.entries(e.properties)) {
      if (!found.has(name)) found.set(name, { type: null, values: new Map() });
      const p = found.get(name);
      if (v === null) continue;
      p.type = Array.isArray(v) ? 'list' : typeof v === 'number' ? 'number' : /^\d{4}-\d\d-\d\dT/.test(v) ? 'date' : 'text';
      for (const one of Array.isArray(v) ? v : [v]) p.values.set(text(one), (p.values.get(text(one)) ?? 0) + 1);
    }
  }
  return { data: [...found].map(([name, p]) => ({ name, type: p.type ?? 'text', distinct: Math.min(1000, p.values.size), values: [...p.values].sort((a, b) => b[1] - a[1]).slice(0, 50).map(([value, count]) => ({ value, count })) })) };
}

function runs(world, i) {
  const out = [];
  if (i.health === 'backfilling') return [{ id: 'run1', kind: 'backfill', outcome: 'running', started_at: i.backfill.started_at, ended_at: null, pages: 41, records: i.backfill.records, profiles_created: 812, profiles_updated: 63, events_created: 4120, events_updated: 12, events_retracted: 0, problem: null }];
  for (let n = 0; n < 12; n++) {
    const failed = (i.health === 'failing' && n < 3) || (i.health === 'stopped' && n < 1);
    const start = world.now - (11 + n * 30) * 60000;
    out.push({ id: 'run' + (90 - n), kind: n === 5 ? 'manual' : 'scheduled', outcome: failed ? 'failed' : 'succeeded', started_at: iso(start), ended_at: iso(start + 4200 + n * 310), pages: 2, records: failed ? 0 : 14 + n, profiles_created: failed ? 0 : n % 4, profiles_updated: failed ? 0 : 5 + n, events_created: failed ? 0 : 9 + n, events_updated: failed ? 0 : 3, events_retracted: n === 4 ? 1 : 0, problem: failed ? i.problem : null });
  }
  out.push({ id: 'run1', kind: 'backfill', outcome: 'succeeded', started_at: i.created_at, ended_at: iso(Date.parse(i.created_at) + 1860000), pages: 210, records: i.counts.records, profiles_created: i.counts.profiles, profiles_updated: 210, events_created: i.counts.events, events_updated: 87, events_retracted: 2, problem: null });
  return out;
}

/** The backfill of an integration added here takes seven seconds. */
function moveOn(i) {
  if (!i.since) return i;
  const done = (Date.now() - i.since) / 7000;
  if (done >= 1) return Object.assign(i, { since: 0, health: 'fresh', backfill: null, last_sync_at: iso(Date.now()), next_sync_at: iso(Date.now() + 1800000), counts: { profiles: 640, events: 2310, records: 1800, excluded: 402 } });
  Object.assign(i.backfill, { done, stage: done < 0.1 ? 'guests' : 'reservations', month: done < 0.1 ? null : iso(Date.now() - done * 730 * 86400000).slice(0, 7), months_done: Math.floor(done * 25), records: Math.floor(done * 1800), records_per_minute: 15400, seconds_left: Math.ceil(7 - done * 7) });
  return i;
}
const shown = ({ since, ...i }) => i;

function detail(world, i) {
  return {
    ...shown(moveOn(i)), runs: runs(world, i),
    metrics: world.metrics.filter((m) => m.integration === i).map((m) => { const own = world.events.filter((e) => e.metric === m); return { id: m.id, name: m.name, listed: true, events: own.length, last_event_at: own[0] ? iso(own[0].time) : null }; }),
    exclusions: i.counts.excluded ? reasons[i.kind].map(([reason, share]) => ({ reason, count: Math.max(1, Math.round(share * i.counts.excluded)) })) : [],
  };
}

function searchAll(world, q) {
  const low = q.toLowerCase();
  return {
    profiles: world.profiles.filter((p) => matches(p, low)).slice(0, 8).map(profileRef),
    metrics: world.metrics.filter((m) => m.name.toLowerCase().includes(low)).slice(0, 8).map((m) => ({ id: m.id, name: m.name, integration: refOf(m.integration) })),
    integrations: world.integrations.filter((i) => i.name.toLowerCase().includes(low)).slice(0, 8).map(refOf),
  };
}

const matches = (p, low) => (p.email ?? '').startsWith(low) || `${p.first_name} ${p.last_name}`.toLowerCase().split(' ').some((w) => w.startsWith(low)) || `${p.first_name} ${p.last_name}`.toLowerCase().startsWith(low) || (/^[+\d ()-]{3,}$/.test(low) && (p.phone ?? '').includes(low.replace(/\D/g, '')));

function profilePage(world, query) {
  const low = (query.get('q') ?? '').trim().toLowerCase();
  const sort = query.get('sort') || '-last_seen_at';
  const sign = sort.startsWith('-') ? -1 : 1, key = sort.replace('-', '');
  const value = { name: (p) => `${p.last_name} ${p.first_name}`, email: (p) => p.email ?? '\uffff', created_at: (p) => p.created, last_seen_at: (p) => p.events[0]?.time ?? 0 }[key];
  const found = world.profiles.filter((p) => !low || matches(p, low)).sort((a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : 0));
  const limit = Number(query.get('limit') || 50), at = Number(query.get('after') || 0);
  return { data: found.slice(at, at + limit).map(profileRow), total: found.length, total_is_exact: true, next: at + limit < found.length ? String(at + limit) : null };
}

function csv(world, m, query) {
  const c = chart(world, m, query);
  return [`start,end,total,people,value (${c.currency})`, ...c.buckets.map((b) => `${b.start},${b.end},${b.total},${b.people},${b.value ?? ''}`)].join('\r\n') + '\r\n';
}

/** [method, path pattern, least role, (context) → body or {status, body}] */
export const routes = [
  ['GET', '/home', 'analyst', ({ world }) => home(world)],
  ['GET', '/live', 'analyst', ({ world }) => ({ version: world.version, syncing: world.integrations.some((i) => i.health === 'syncing' || i.health === 'backfilling'), now: iso(world.now) })],
  ['GET', '/search', 'analyst', ({ world, query }) => searchAll(world, query.get('q') ?? '')],
  ['PATCH', '/me', 'analyst', ({ session, body }) => { if (body.new_password && body.current_password !== 'regulars-demo') throw new Refusal(400, 'wrong_current_password', 'The current password is wrong.', '/current_password'); if (body.name) session.user.name = body.name; return session.user; }],
  ['GET', '/integrations', 'analyst', ({ world }) => ({ data: world.integrations.map((i) => shown(moveOn(i))) })],
  ['POST', '/integrations', 'admin', ({ world, body }) => ({ status: 201, body: shown(add(world, body)) })],
  ['POST', '/integrations/check', 'admin', ({ world, body }) => check(world, body)],
  ['POST', '/integrations/lightspeed/authorize', 'admin', ({ body, origin }) => authorize(body, origin)],
  ['POST', '/integrations/lightspeed/return', 'admin', ({ body }) => comeBack(body)],
  ['GET', '/integrations/:id', 'analyst', ({ world, id }) => detail(world, find(world.integrations, id))],
  ['PATCH', '/integrations/:id', 'admin', ({ world, id, body }) => {
    const i = find(world.integrations, id); sameRevision(i, body); change(world, i, body); bump(i);
    return shown(i);
  }],
  ['DELETE', '/integrations/:id', 'admin', ({ world, id, query }) => {
    const i = find(world.integrations, id);
    i.removed = world.integrations.indexOf(i) + 1;
    world.integrations.splice(i.removed - 1, 1);
    if (query.get('erase') === 'true') { world.events = world.events.filter((e) => e.metric.integration !== i); world.metrics = world.metrics.filter((m) => m.integration !== i); }
    return { status: 204 };
  }],
  ['GET', '/integrations/:id/locations', 'analyst', ({ world, id }) => {
    const { kind, settings } = find(world.integrations, id);
    if (kind === 'lightspeed') return { data: [{ id: '1', name: 'Bottle shop' }, { id: '2', name: 'Market hall' }] };
    return { data: (settings.restaurants ?? []).map((guid, n) => ({ id: guid, name: ['Lucia - Downtown', 'Lucia - Harbor'][n] ?? guid })) };
  }],
  ['GET', '/integrations/:id/excluded', 'analyst', ({ world, id, query }) => ({ data: Array.from({ length: 5 }, (_, n) => ({ key: `${{ opentable: 'reservation/1048213-49bcffdf-0476-4464-9bd0-66e87dc289d', toast: 'order/5f0c2b7e-1111-4222-8333-44445555666', lightspeed: 'sale/2210' }[find(world.integrations, id).kind]}${n}`, updated_at: iso(world.now - (n + 1) * 7400000), state: query.get('reason') === 'assumed_seated' ? 'AssumedSeated' : 'Done' })) })],
  ['GET', '/integrations/:id/reconciliation', 'analyst', ({ world, id, query }) => reconciliation(world, find(world.integrations, id), query.get('from'), query.get('to'))],
  ['POST', '/integrations/:id/reconciliation', 'admin', ({ world, id, body }) => {
    const i = find(world.integrations, id);
    if (i.status !== 'active') throw new Refusal(409, 'not_running', 'The integration is paused; resume it first.');
    const check = checkDays(world, i, body.from, body.to);
    if (!check) throw new Refusal(409, 'conflict', 'Days of this integration are being checked already.');
    return { status: 202, body: { check } };
  }],
  ['GET', '/integrations/:id/reconciliation/:day', 'analyst', ({ world, id, part }) => { const day = reconciledDay(world, find(world.integrations, id), part); if (!day) throw missing(); return day; }],
  ['POST', '/integrations/:id/sync', 'admin', ({ world, id }) => { const i = find(world.integrations, id); i.health = 'syncing'; setTimeout(() => { i.health = 'fresh'; i.problem = null; i.last_sync_at = iso(Date.now()); world.version++; }, 1500).unref(); return { status: 202, body: shown(i) }; }],
  ['POST', '/integrations/:id/pause', 'admin', ({ world, id }) => { const i = find(world.integrations, id); i.status = i.health = 'paused'; i.next_sync_at = null; return i; }],
  ['POST', '/integrations/:id/resume', 'admin', ({ world, id }) => { const i = find(world.integrations, id); i.status = 'active'; i.health = 'fresh'; i.next_sync_at = iso(world.now + 60000); return i; }],
  ['GET', '/imports', 'analyst', ({ world }) => ({ data: world.imports.map((one) => shownImport(settle(one))) })],
  ['POST', '/imports', 'admin', ({ world, body, session }) => ({ status: 201, body: shownImport(addImport(world, body, session.user)) })],
  ['GET', '/imports/:id', 'analyst', ({ world, id }) => shownImport(settle(find(world.imports, id)))],
  ['POST', '/imports/:id/parts', 'admin', ({ world, id, raw }) => shownImport(addPart(find(world.imports, id), raw))],
  ['GET', '/imports/:id/preview', 'analyst', ({ world, id }) => preview(find(world.imports, id))],
  ['GET', '/imports/:id/problems', 'analyst', ({ world, id }) => ({ data: problems(find(world.imports, id)) })],
  ['GET', '/imports/:id/problems.csv', 'analyst', ({ world, id }) => ({ status: 200, text: ['line,column,reason,value,row skipped', ...problems(find(world.imports, id)).map((p) => `${p.line},${p.column},${p.reason},${p.value},yes`)].join('\r\n'), type: 'text/csv; charset=utf-8' })],
  ['PATCH', '/imports/:id', 'admin', ({ world, id, body }) => {
    const one = find(world.imports, id);
    body.columns?.forEach((column, i) => Object.assign(one.columns[i], { type: 'text', property: '' }, column));
    for (const k of ['day_first', 'decimal_comma', 'encoding']) if (k in body) one[k] = body[k];
    const list = world.lists.find((l) => l.id === body.list_id);
    if ('list_id' in body) one.list = list ? { id: list.id, name: list.name } : null;
    return shownImport(one);
  }],
  ...['check', 'start', 'undo'].map((what) => ['POST', `/imports/:id/${what}`, 'admin', ({ world, id }) => {
    const one = find(world.imports, id);
    Object.assign(one, { state: { check: 'checking', start: 'importing', undo: 'undoing' }[what], since: Date.now() });
    if (what === 'start') one.started_at = iso(Date.now());
    return { status: 202, body: shownImport(one) };
  }]),
  ['DELETE', '/imports/:id', 'admin', ({ world, id }) => { world.imports.splice(world.imports.indexOf(find(world.imports, id)), 1); return { status: 204 }; }],
  ...listRoutes(find, sameRevision),
  ...consentRoutes(find, sameRevision),
  ...segmentRoutes(find, matches, sameRevision),
  ['GET', '/metrics', 'analyst', ({ world, query }) => ({ data: world.metrics.filter((m) => !query.get('integration') || m.integration.id === query.get('integration')).map((m) => metricRow(world, m)) })],
  ['GET', '/metrics/:id', 'analyst', ({ world, id }) => metricRow(world, find(world.metrics, id))],
  ['GET', '/metrics/:id/chart', 'analyst', ({ world, id, query }) => chart(world, find(world.metrics, id), query)],
  ['GET', '/metrics/:id/chart.csv', 'analyst', ({ world, id, query }) => ({ status: 200, text: csv(world, find(world.metrics, id), query), type: 'text/csv; charset=utf-8' })],
  ['GET', '/metrics/:id/properties', 'analyst', ({ world, id }) => properties(world, find(world.metrics, id))],
  ['GET', '/metrics/:id/events', 'analyst', ({ world, id, query }) => { const m = find(world.metrics, id); return eventPage(world.events.filter((e) => e.metric === m), query); }],
  ['GET', '/profiles', 'analyst', ({ world, query }) => profilePage(world, query)],
  ['GET', '/profiles/:id', 'analyst', ({ world, id }) => profileDetail(world, find(world.profiles, id))],
  ['PATCH', '/profiles/:id', 'admin', ({ world, id, body }) => {
    const p = find(world.profiles, id); sameRevision(p, body);
    for (const k of ['first_name', 'last_name']) if (k in body) p[k] = body[k];
    for (const [k, v] of Object.entries(body.properties ?? {})) if (v === null) delete p.properties[k]; else p.properties[k] = v;
    bump(p); return profileDetail(world, p);
  }],
  ['DELETE', '/profiles/:id', 'admin', ({ world, id }) => { const p = find(world.profiles, id); world.profiles.splice(world.profiles.indexOf(p), 1); world.events = world.events.filter((e) => e.profile !== p); return { status: 204 }; }],
  ['GET', '/profiles/:id/events', 'analyst', ({ world, id, query }) => eventPage(find(world.profiles, id).events.filter((e) => !query.get('metric') || e.metric.id === query.get('metric')), query)],
  ['GET', '/profiles/:id/export', 'admin', ({ world, id }) => profileDetail(world, find(world.profiles, id))],
  ['GET', '/duplicates', 'analyst', ({ world, query }) => duplicates(world, query)],
  ['POST', '/duplicates/:id/merge', 'admin', ({ world, id, body }) => merge(world, find(openPairs(world), id), body.keep)],
  ['POST', '/duplicates/:id/apart', 'admin', ({ world, id }) => { find(world.pairs, id).apart = true; return { status: 204 }; }],
  ['DELETE', '/duplicates/:id/apart', 'admin', ({ world, id }) => { find(world.pairs, id).apart = false; return { status: 204 }; }],
  ['POST', '/merges/:id/undo', 'admin', ({ world, id }) => { const done = find(world.merges, id); if (done.undone) throw new Refusal(409, 'conflict', 'The merge is undone already.'); undo(world, done); return { status: 204 }; }],
  ['GET', '/settings/organization', 'analyst', ({ world }) => world.organization],
  ['PATCH', '/settings/organization', 'owner', ({ world, body }) => { sameRevision(world.organization, body); const { revision, ...rest } = body; Object.assign(world.organization, rest); bump(world.organization); return world.organization; }],
  ['GET', '/settings/users', 'admin', ({ world }) => ({ data: world.users })],
  ['POST', '/settings/users', 'owner', ({ world, body }) => { if (world.users.some((u) => u.email === body.email)) throw new Refusal(409, 'email_taken', 'A user with this email exists.', '/email'); const u = { id: '01J9NEW' + world.users.length, email: body.email, name: body.name, role: body.role, created_at: iso(world.now) }; world.users.push(u); return { status: 201, body: u }; }],
  ['PATCH', '/settings/users/:id', 'owner', ({ world, id, body }) => { const u = find(world.users, id); if (u.role === 'owner' && body.role && body.role !== 'owner' && world.users.filter((x) => x.role === 'owner').length === 1) throw new Refusal(409, 'last_owner', 'An organization needs an owner.', '/role'); if (body.role) u.role = body.role; if (body.name) u.name = body.name; return u; }],
  ['DELETE', '/settings/users/:id', 'owner', ({ world, id }) => { const u = find(world.users, id); if (u.role === 'owner' && world.users.filter((x) => x.role === 'owner').length === 1) throw new Refusal(409, 'last_owner', 'An organization needs an owner.'); world.users.splice(world.users.indexOf(u), 1); return { status: 204 }; }],
  ['GET', '/settings/api-keys', 'admin', ({ world }) => ({ data: world.apiKeys })],
  ['POST', '/settings/api-keys', 'admin', ({ world, body }) => { const k = { id: '01J9ZKEYNEW' + world.apiKeys.length, name: body.name, hint: 'w7Rd', scopes: body.scopes, created_at: iso(world.now), revoked_at: null }; world.apiKeys.unshift(k); return { status: 201, body: { ...k, key: `pk_${world.organization.id}_3b1f0c8e77d24c0f9a56e2d1c4b8w7Rd` } }; }],
  ['DELETE', '/settings/api-keys/:id', 'admin', ({ world, id }) => { find(world.apiKeys, id).revoked_at = iso(world.now); return { status: 204 }; }],
];
