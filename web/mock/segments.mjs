// Segments of the stand-in: kept, counted, explained, followed through the past.
// SPDX-License-Identifier: Apache-2.0
import { compiled, isOnList, members } from './evaluate.mjs';
import { checked, evaluable, problems } from './grammar.mjs';
import { iso, money, profileRef, profileRow } from './people.mjs';
import { Refusal } from './refusal.mjs';
import { addDays, dayOf, startOf } from './zone.mjs';

const dayMs = 86400000;
const dayZone = (world) => (world.organization.segment_days === 'utc' ? 'UTC' : world.organization.time_zone);
const took = (start) => Math.round((performance.now() - start) * 1000);
const membersOf = (world, s) => (problems(s.definition).length ? [] : (s.cache?.version === world.version ? s.cache : (s.cache = { version: world.version, people: members(world, s.definition) })).people);

function growthOf(world, s) {
  if (problems(s.definition).length) return [];
  return (s.growth ??= Array.from({ length: 12 }, (_, i) => members(world, s.definition, world.now - (11 - i) * 7 * dayMs).length));
}

const named = (world, s, body) => {
  if (body.name !== undefined && !body.name.trim()) throw new Refusal(422, 'invalid', 'A name is missing.', '/name');
  if (world.segments.some((other) => other !== s && other.name.toLowerCase() === body.name?.toLowerCase())) throw new Refusal(409, 'name_taken', 'Another segment has this name.', '/name');
};

export const shownSegment = (world, s) => ({
  id: s.id, name: s.name, description: s.description, starred: s.starred, revision: s.revision, members: membersOf(world, s).length, is_processing: false, is_active: s.is_active,
  created_at: s.created_at, updated_at: s.updated_at, growth: growthOf(world, s), problems: problems(s.definition),
});
export const segmentDetail = (world, s) => ({ ...shownSegment(world, s), definition: s.definition });

export function addSegment(world, body) {
  named(world, null, body);
  checked(world, body.definition);
  const s = { id: 'Sg' + String(world.segments.length + 1001), name: body.name, description: body.description ?? '', starred: !!body.starred, revision: 'r1', is_active: true, created_at: iso(Date.now()), updated_at: iso(Date.now()), definition: body.definition };
  world.segments.push(s);
  return s;
}

export function changeSegment(world, s, body) {
  named(world, s, body);
  if (body.definition) { checked(world, body.definition); delete s.cache; delete s.growth; s.updated_at = iso(Date.now()); }
  for (const k of ['name', 'description', 'definition', 'starred', 'is_active']) if (k in body) s[k] = body[k];
  s.revision = 'r' + (Number(s.revision.slice(1)) + 1);
  return s;
}

export function count(world, { definition }) {
  const start = performance.now();
  const found = members(world, evaluable(world, definition));
  return { count: found.length, of: world.profiles.length, sample: found.slice(0, 8).map(profileRef), took_us: took(start), at: iso(Date.now()), day_zone: dayZone(world) };
}

/** When a person came in, as far as the stand-in knows, and why. */
function joined(world, s, p) {
  const first = compiled(world, s.definition).groups.flat().map((run) => run(p)).find((r) => r.holds && r.events.length);
  const event = first?.events.at(first.code === 'count' ? Math.max(0, first.events.length - 1) : 0);
  const kind = event ? 'event' : 'edit';
  return { at: iso(event?.time ?? Math.max(p.created, Date.parse(s.created_at))), cause: { kind, event: event ? { id: event.id, metric_id: event.metric.id, metric: event.metric.name, time: iso(event.time) } : null } };
}

export function memberPage(world, s, query, matches) {
  const low = (query.get('q') ?? '').trim().toLowerCase(), limit = Number(query.get('limit') || 50), from = Number(query.get('after') || 0);
  const found = membersOf(world, s).filter((p) => !low || matches(p, low)).map((p) => [p, joined(world, s, p)]).sort((a, b) => b[1].at.localeCompare(a[1].at));
  return { data: found.slice(from, from + limit).map(([p, j]) => ({ ...profileRow(p), joined_at: j.at, cause: j.cause })), total: found.length, next: from + limit < found.length ? String(from + limit) : null };
}

export function activity(world, s, query) {
  const limit = Number(query.get('limit') || 50), from = Number(query.get('after') || 0), now = new Set(membersOf(world, s));
  const left = problems(s.definition).length ? [] : members(world, s.definition, world.now - 10 * dayMs).filter((p) => !now.has(p)).map((p, i) => ({ profile: profileRef(p), what: 'left', at: iso(startOf(addDays(dayOf(world.now, world.zone), -(i % 10)), world.zone)), cause: { kind: 'instant', event: null } }));
  const entered = [...now].map((p) => [p, joined(world, s, p)]).map(([p, j]) => ({ profile: profileRef(p), what: 'entered', at: j.at, cause: j.cause }));
  const all = [...left, ...entered].sort((a, b) => b.at.localeCompare(a.at));
  return { data: all.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : null };
}

export function explain(world, body) {
  const s = body.segment_id ? world.segments.find((x) => x.id === body.segment_id) : null;
  const definition = s?.definition ?? checked(world, body.definition);
  const p = world.profiles.find((x) => x.id === body.profile_id);
  if (!p || (body.segment_id && !s)) throw new Refusal(404, 'not_found', 'There is no such person.');
  const faults = problems(definition);
  const groups = compiled(world, definition).groups.map((runs, g) => {
    const conditions = runs.map((run, i) => {
      const pointer = `/condition_groups/${g}/conditions/${i}`, fault = faults.find((f) => f.pointer === pointer);
      const r = fault ? { holds: null, code: 'cannot_evaluate', values: { code: fault.code, detail: fault.detail }, events: [] } : run(p);
      return { pointer, holds: r.holds, detail: { code: r.code, values: r.values }, count: r.events.length, events: r.events.slice(0, 5).map((e) => ({ id: e.id, metric_id: e.metric.id, metric: e.metric.name, time: iso(e.time), value: money(e.cents) })) };
    });
    return { holds: conditions.some((c) => c.holds) || (conditions.some((c) => c.holds === null) ? null : false), conditions };
  });
  const is_member = groups.every((g) => g.holds);
  return { is_member, since: is_member && s ? joined(world, s, p).at : null, next_change_at: is_member && JSON.stringify(definition).includes('in-the-last') ? iso(startOf(addDays(dayOf(world.now, world.zone), 12), world.zone)) : null, groups };
}

export function growth(world, body) {
  const start = performance.now();
  evaluable(world, body.definition);
  const days = { day: 1, week: 7, month: 30.44 }[body.by], points = [];
  const end = Math.min(world.now, startOf(addDays(body.to, 1), world.zone));
  for (let at = end; at >= startOf(body.from, world.zone); at -= days * dayMs) points.unshift({ at: iso(at), count: members(world, body.definition, at).length });
  return { points, day_zone: dayZone(world), took_us: took(start) };
}

export function overlap(world, body) {
  const own = new Set(members(world, evaluable(world, body.definition)));
  return { data: body.with.map((id) => [...world.lists, ...world.segments].find((g) => g.id === id)).filter(Boolean).map((g) => {
    const people = g.definition ? membersOf(world, g) : world.profiles.filter((p) => isOnList(world, g, p));
    return { id: g.id, name: g.name, kind: g.definition ? 'segment' : 'list', members: people.length, both: people.filter((p) => own.has(p)).length };
  }) };
}

export function snapshot(world, s, body) {
  if (world.lists.some((l) => l.name.toLowerCase() === body.name.toLowerCase())) throw new Refusal(409, 'name_taken', 'Another list has this name.', '/name');
  const people = membersOf(world, s);
  const list = { id: 'Snap' + (10 + world.lists.length), name: body.name, opt_in: 'single', profiles: people.length, created_at: iso(Date.now()), added: new Set(people.map((p) => p.id)) };
  world.lists.push(list);
  return list;
}

export function exportCsv(world, s) {
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return ['id,first name,last name,email,phone,member since', ...membersOf(world, s).map((p) => [p.id, p.first_name, p.last_name, p.email ?? '', p.phone ?? '', joined(world, s, p).at].map(cell).join(','))].join('\r\n') + '\r\n';
}
