// Names and values of properties, as the made-up data has them.
// SPDX-License-Identifier: Apache-2.0
import { text } from './chart.mjs';
import { about, propertyOf } from './evaluate.mjs';

const ofPeople = ['email', 'phone_number', 'first_name', 'last_name', 'created', 'location.city', 'location.country', "properties['Birthday']", "properties['OpenTable Restaurants Visited']", "properties['Favorite dish']"];
const typeOf = (v) => (Array.isArray(v) ? 'list' : typeof v === 'number' ? 'number' : typeof v === 'boolean' ? 'boolean' : /^\d{4}-\d\d-\d\d/.test(v) ? 'date' : 'text');

export function suggestions(world, query) {
  const of = query.get('of'), low = (query.get('q') ?? '').toLowerCase(), property = query.get('property') ?? '';
  const id = query.get('metric_id');
  const events = id ? world.events.filter(about(id)) : world.events;
  const found = new Map();
  const add = (key, type) => { const old = found.get(key); found.set(key, { text: key, type: old?.type ?? type, count: (old?.count ?? 0) + 1 }); };
  const see = (v, act) => { if (v !== null && v !== undefined && v !== '' && !(Array.isArray(v) && !v.length)) act(v); };
  if (of === 'profile_properties') {
    for (const p of world.profiles) for (const key of [...ofPeople, ...Object.keys(p.properties).map((k) => `properties['${k}']`)]) see(propertyOf(p, key), (v) => add(key, typeOf(v)));
  } else if (of === 'event_properties') {
    for (const e of events) for (const [key, value] of Object.entries(e.properties)) see(value, (v) => add(key, typeOf(v)));
  } else {
    const values = id ? events.map((e) => e.properties[property]) : world.profiles.map((p) => propertyOf(p, property));
    for (const value of values) see(value, (v) => { for (const one of Array.isArray(v) ? v : [v]) add(text(one), null); });
  }
  return { data: [...found.values()].filter((s) => s.text.toLowerCase().includes(low)).sort((a, b) => b.count - a.count).slice(0, 50) };
}
