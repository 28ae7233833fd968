// Who is in a segment: each condition compiled once for a given now, then asked person by person.
// SPDX-License-Identifier: Apache-2.0
import { window } from './dates.mjs';
import { compare, passes } from './filters.mjs';

const dayMs = 86400000;
const sumOf = (events) => events.reduce((sum, e) => sum + (e.cents ?? 0), 0) / 100;
const countries = ['US', 'US', 'US', 'US', 'US', 'US', 'US', 'FR', 'CA', 'ES'];
const countryOf = (p) => countries[p.i % 10];
const distanceOf = (p) => ((p.i * 37) % 90) + 1;

export function propertyOf(p, name) {
  const own = /^properties\['(.*)'\]$/.exec(name)?.[1];
  const birthday = p.birthday && `${p.birthday.year ?? 1904}-${String(p.birthday.month).padStart(2, '0')}-${String(p.birthday.day).padStart(2, '0')}`;
  const known = { email: p.email, phone_number: p.phone, first_name: p.first_name, last_name: p.last_name, created: new Date(p.created).toISOString(), 'location.country': countryOf(p), 'location.city': countryOf(p) === 'US' ? 'Boston' : null };
  if (!own) return known[name] ?? null;
  if (own === 'Birthday') return birthday;
  if (own === 'OpenTable Restaurants Visited') return [...new Set(p.events.filter((e) => e.metric.name === 'Completed Reservation').map((e) => e.properties['Restaurant Name']))];
  return p.properties[own] ?? null;
}

/** Which events a condition is about: of one metric, or of a metric over all integrations of a kind. */
export function about(id) {
  const [, kind, name] = /^regulars:(\w+):(.+)$/.exec(id) ?? [];
  return kind ? (e) => e.metric.name === name && e.metric.integration.kind === kind : (e) => e.metric.id === id;
}

function where(filters, now, zone) {
  const all = filters.filter((f) => f.filter).map((f) => [f.property, passes(f.filter, now, zone)]);
  return (e) => all.every(([name, pass]) => pass(e.properties[name]));
}

function metric(c, now, zone) {
  const is = about(c.metric_id), inside = window(c.timeframe_filter, now, zone), fits = where(c.metric_filters ?? [], now, zone);
  const code = c.measurement.replace('regulars-', '');
  return (p) => {
    const events = p.events.filter((e) => e.time <= now && is(e) && inside(e.time) && fits(e));
    const numbers = c.regulars_property ? events.map((e) => e.properties[c.regulars_property]).filter((n) => typeof n === 'number') : [];
    const sum = c.regulars_property ? numbers.reduce((a, b) => a + b, 0) : sumOf(events);
    const value = code === 'count' ? events.length : code === 'sum' ? sum : numbers.length ? sum / numbers.length : null;
    return { holds: value !== null && compare(c.measurement_filter.operator, value, c.measurement_filter.value), code, values: code === 'count' ? { count: value } : { value, ...(c.regulars_property ? {} : { currency: 'USD' }) }, events };
  };
}

const windows = { HOURS_1: 1 / 24, DAYS_1: 1, DAYS_3: 3, DAYS_5: 5, WEEKS_1: 7, DAYS_30: 30, DAYS_90: 90, DAYS_180: 180, YEARS_1: 365 };
function funnel(c, now, zone) {
  const inside = window(c.timeframe_filter, now, zone);
  const steps = c.steps.map((s) => ({ ...s, is: about(s.metric_id), fits: where(s.metric_filters ?? [], now, zone) }));
  const most = c.completion_window_seconds ? windows[c.completion_window_seconds] * dayMs : Infinity;
  return (p) => {
    const events = p.events.filter((e) => e.time <= now).sort((a, b) => a.time - b.time);
    let best = [];
    for (const first of events.filter((e) => inside(e.time) && steps[0].is(e) && steps[0].fits(e))) {
      const path = [first];
      let passed = 1;
      for (const step of steps.slice(1)) {
        const next = events.find((e) => e.time > path.at(-1).time && e.time <= first.time + most && step.is(e) && step.fits(e));
        if (!!next !== step.metric_exists) break;
        if (next) path.push(next);
        passed++;
      }
      if (passed > best.passed || !best.length) best = Object.assign(path, { passed });
      if (passed === steps.length) break;
    }
    return { holds: best.passed === steps.length, code: 'funnel', values: { steps: best.passed ?? 0, of: steps.length }, events: [...best].reverse() };
  };
}

function consent({ consent: c }, now, zone) {
  return (p) => {
    const state = c.channel !== 'email' ? 'never_subscribed' : p.consent ?? (p.left ? 'unsubscribed' : p.opted ? 'subscribed' : 'never_subscribed');
    const suppressed = !!p.suppressed;
    const can = c.channel === 'email' ? !!p.email && state !== 'unsubscribed' && !suppressed : c.channel === 'sms' && state === 'subscribed';
    const at = new Date(p.created + 3600000).toISOString();
    const fits = (c.consent_status.filters ?? []).every((f) => (f.field === 'status_date' ? passes(f.filter, now, zone)(at) : f.field === 'method' ? f.method === (state === 'subscribed' ? 'integration' : 'preference_page') : f.field === 'is_double_opt_in' ? f.filter.value === false : suppressed));
    return { holds: can === c.can_receive_marketing && (c.consent_status.subscription === 'any' || c.consent_status.subscription === state) && fits, code: 'consent', values: { state, suppression: suppressed ? 'user_suppressed' : '' }, events: [] };
  };
}

const bought = (p, now) => p.events.filter((e) => e.cents !== null && e.time <= now);
const groupOf = (p, now) => { const all = bought(p, now); return !all.length ? null : now - all[0].time > 365 * dayMs ? 'Inactive' : all.length > 8 ? 'Champions' : all.length > 3 ? 'Loyal' : 'Recent'; };
const predictions = {
  'regulars-rfm': groupOf,
  historic_clv: (p, now) => sumOf(bought(p, now)), historic_number_of_orders: (p, now) => bought(p, now).length,
  average_order_value: (p, now) => { const all = bought(p, now); return all.length ? sumOf(all) / all.length : null; },
  average_days_between_orders: (p, now) => { const all = bought(p, now); return all.length < 2 ? null : (all[0].time - all.at(-1).time) / dayMs / (all.length - 1); },
  churn_probability: (p, now) => { const all = bought(p, now); return all.length ? Math.min(0.99, (now - all[0].time) / dayMs / 400) : null; },
  predicted_number_of_orders: (p, now) => bought(p, now).filter((e) => e.time > now - 365 * dayMs).length * 0.8,
  predicted_clv: (p, now) => sumOf(bought(p, now).filter((e) => e.time > now - 365 * dayMs)) * 0.8,
  total_clv: (p, now) => predictions.predicted_clv(p, now) + predictions.historic_clv(p, now),
  expected_date_of_next_purchase: (p, now) => { const gap = predictions.average_days_between_orders(p, now); return gap === null ? null : new Date(bought(p, now)[0].time + gap * dayMs).toISOString(); },
};
export const canPredict = (dimension) => dimension in predictions;

function compile(world, c, now) {
  const zone = world.zone;
  const value = (read, filter, code) => { const pass = passes(filter, now, zone); return (p) => { const v = read(p); return { holds: pass(v), code: v === null ? 'not_set' : code, values: v === null ? {} : { value: v }, events: [] }; }; };
  switch (c.type) {
    case 'profile-metric': return metric(c, now, zone);
    case 'profile-metric-funnel': return funnel(c, now, zone);
    case 'profile-property': return value((p) => propertyOf(p, c.property), c.filter, 'value');
    case 'profile-marketing-consent': return consent(c, now, zone);
    case 'profile-region': { const eu = new Set(['FR', 'ES', 'DE', 'IT']); return (p) => ({ holds: (c.region === 'united_states' ? countryOf(p) === 'US' : eu.has(countryOf(p))) === c.in_region, code: 'region', values: { country: countryOf(p) }, events: [] }); }
    case 'profile-postal-code-distance': return (p) => ({ holds: compare(c.filter.operator, distanceOf(p), c.filter.value), code: 'distance', values: { distance: distanceOf(p), unit: c.unit }, events: [] });
    case 'profile-predictive-analytics': return value((p) => predictions[c.dimension](p, now), c.filter, 'prediction');
    case 'profile-group-membership': {
      const inside = c.timeframe_filter ? window(c.timeframe_filter, now, zone) : () => true;
      const groups = c.group_ids.map((id) => [...world.lists, ...world.segments].find((g) => g.id === id)).filter(Boolean);
      const sets = groups.map((g) => (g.definition ? new Set(members(world, g.definition, now)) : null));
      return (p) => {
        const own = groups.filter((g, i) => (sets[i] ? sets[i].has(p) : isOnList(world, g, p) && inside(p.created + 4500000)));
        return { holds: own.length > 0 === c.is_member, code: 'groups', values: { names: own.map((g) => g.name) }, events: [] };
      };
    }
    default: return () => ({ holds: null, code: 'cannot_evaluate', values: {}, events: [] });
  }
}

export const isOnList = (world, list, p) => (list.added?.has(p.id) || (list === world.lists[0] ? p.opted && !p.left : list.id === 'R9tWbn' && p.i % 6 === 1 && !!p.email)) && !list.removed?.has(p.id);

export function compiled(world, definition, now = world.now) {
  const groups = definition.condition_groups.map((g) => g.conditions.map((c) => compile(world, c, now)));
  return { groups, holds: (p) => groups.every((conditions) => conditions.some((run) => run(p).holds)) };
}

export function members(world, definition, now = world.now) {
  const { holds } = compiled(world, definition, now);
  return world.profiles.filter((p) => p.created <= now && holds(p));
}
