// Buckets of a metric, as the analytics of the server count them.
// SPDX-License-Identifier: Apache-2.0
import { addDays, dayOf, hoursOf, weekOf } from './zone.mjs';

export const text = (v) => (typeof v === 'boolean' ? String(v) : Array.isArray(v) ? v.join(', ') : String(v));

function holds(condition, properties) {
  const v = properties[condition.property];
  const set = v !== null && v !== undefined && !(Array.isArray(v) && v.length === 0);
  const list = Array.isArray(v) ? v.map(String) : set ? [String(v)] : [];
  switch (condition.operator) {
    case 'is_set': return set;
    case 'is_not_set': return !set;
    case 'equals': return list.includes(condition.value);
    case 'not_equals': return set && !list.includes(condition.value);
    case 'contains': return list.some((x) => x.toLowerCase().includes(condition.value.toLowerCase()));
    case 'at_least': return set && Number(v) >= Number(condition.value);
    case 'at_most': return set && Number(v) <= Number(condition.value);
    default: return false;
  }
}

function spans(from, to, by) {
  const out = [];
  for (let at = from; at <= to;) {
    let end = at;
    if (by === 'week') end = addDays(weekOf(at), 6);
    if (by === 'month') end = addDays(at.slice(0, 8) + '01', 31).slice(0, 8) + '01', end = addDays(end, -1);
    if (end > to) end = to;
    out.push([at, end]);
    at = addDays(end, 1);
  }
  return out;
}

const measure = (events) => {
  const valued = events.filter((e) => e.cents !== null);
  return { total: events.length, people: new Set(events.map((e) => e.profile)).size, value: valued.length ? (valued.reduce((s, e) => s + e.cents, 0) / 100).toFixed(2) : null };
};

function series(events, from, to, by) {
  const ranges = spans(from, to, by);
  const filled = ranges.map(() => []);
  for (const e of events) {
    if (e.day < from || e.day > to) continue;
    const i = ranges.findIndex(([a, b]) => e.day >= a && e.day <= b);
    filled[i].push(e);
  }
  return { ranges, filled };
}

export function chart(world, metric, query) {
  const from = query.get('from'), to = query.get('to'), by = query.get('by');
  const where = JSON.parse(query.get('where') || '[]');
  const own = world.events.filter((e) => e.metric === metric && where.every((c) => holds(c, e.properties)));
  const today = dayOf(world.now, world.zone);
  const buckets = (list, a, b) => {
    const { ranges, filled } = series(list, a, b, by);
    return ranges.map(([start, end], i) => ({
      start, end, hours: hoursOf(start, end, world.zone),
      complete: end < today && (by === 'day' || (by === 'week' ? weekOf(start) === start && addDays(start, 6) === end : start.endsWith('-01') && addDays(end, 1).endsWith('-01'))),
      ...measure(filled[i]),
    }));
  };
  const inRange = (list, a, b) => list.filter((e) => e.day >= a && e.day <= b);
  const answer = {
    metric_id: metric.id, by, from, to, time_zone: world.organization.time_zone, currency: world.organization.currency,
    buckets: buckets(own, from, to), totals: measure(inRange(own, from, to)), groups: null, previous: null, other_currencies: [],
  };
  const groupBy = query.get('group_by');
  if (groupBy) {
    const groups = new Map();
    for (const e of inRange(own, from, to)) {
      const v = e.properties[groupBy];
      const keys = Array.isArray(v) ? (v.length ? v : [null]) : [v ?? null];
      for (const k of keys) {
        const key = k === null ? null : text(k);
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(e);
      }
    }
    const sorted = [...groups].sort((a, b) => b[1].length - a[1].length);
    const row = (value, list, rest) => {
      const { filled } = series(list, from, to, by);
      return { value, rest, totals: measure(list), buckets: filled.map(measure) };
    };
    answer.groups = sorted.slice(0, 8).map(([value, list]) => row(value, list, false));
    if (sorted.length > 8) answer.groups.push(row(null, sorted.slice(8).flatMap(([, list]) => list), true));
  }
  if (query.get('compare') === 'previous') {
    const days = Math.round((Date.parse(to) - Date.parse(from)) / 86400000) + 1;
    const a = addDays(from, -days), b = addDays(from, -1);
    answer.previous = { from: a, to: b, buckets: buckets(own, a, b), totals: measure(inRange(own, a, b)) };
  }
  return answer;
}
