// A made-up restaurant group: three OpenTable locations, their guests and two years of reservations; what they ordered and bought besides.
// SPDX-License-Identifier: Apache-2.0
import { sampleImports } from './imports.mjs';
import { chance } from './chance.mjs';
import { makePairs } from './duplicates.mjs';
import { addOrders } from './orders.mjs';
import { sampleSegments } from './sample_segments.mjs';
import { addDays, dayOf, startOf } from './zone.mjs';

const first = ['Amelia', 'Noah', 'Sofía', 'Mateo', 'Camille', 'Lucien', '서연', '민준', 'Priya', 'Tomás', 'Grace', 'Elias', 'Hannah', 'Olu', 'Inès', 'Jonas', 'Marta', 'Theo', 'Wren', 'Ada', 'Rafael', 'Nina', 'Pablo', 'Zoé', 'Iris', 'Marcus', 'Leila', 'Dmitri', 'Yara', 'Felix'];
const last = ['Alvarez', 'Bennett', 'Castellanos', 'Dubois', 'Eriksen', 'Fontaine', '김', '이', 'García', 'Hughes', 'Ivers', 'Jensen', 'Kowalski', 'Laurent', 'Moreau', 'Nakamura', "O'Connor", 'Pereira', 'Quinn', 'Romero', 'Sandoval', 'Takahashi', 'Ueda', 'Vasquez', 'Whitfield', 'Ximenes', 'Young', 'Zimmermann'];
const servers = ['Dana', 'Luis', 'Mei', 'Anton', 'Rosa', 'Caleb'];
const requests = ['Quiet corner if possible', 'High chair, please', 'Gluten free for one guest', 'We are celebrating a promotion', 'Allergic to walnuts', '<script>alert("requests are text")</script>', 'Window table please', 'One guest uses a wheelchair'];
const tags = ['birthday', 'anniversary', 'window seating', 'date', 'VIP', 'business'];
export const METRICS = ['Created Reservation', 'Confirmed Reservation', 'Completed Reservation', 'Cancelled Reservation', 'No Showed Reservation'];

export function makeWorld(now) {
  const r = chance(20260514);
  const zone = 'America/New_York';
  const iso = (ms) => new Date(ms).toISOString();
  const world = {
    now, zone, version: 48211,
    organization: { id: 'L7KQ2M', revision: 'r1', name: 'Lucia Restaurants', time_zone: zone, currency: 'USD', country: 'US', locale: 'en', segment_days: 'account', created_at: iso(now - 400 * 86400000) },
    users: [
      { id: '01J9ZQ0000000000000OWNER', email: 'lucia@example.com', name: 'Lucia Marchetti', role: 'owner', created_at: iso(now - 400 * 86400000) },
      { id: '01J9ZQ0000000000000ADMIN', email: 'ben@example.com', name: 'Ben Ortega', role: 'admin', created_at: iso(now - 200 * 86400000) },
      { id: '01J9ZQ00000000000ANALYST', email: 'jiwoo@example.com', name: 'Ji-woo Han', role: 'analyst', created_at: iso(now - 90 * 86400000) },
    ],
    apiKeys: [
      { id: '01J9ZKEY00000000000000001', name: 'Weekly report', hint: 'f3Qa', scopes: ['metrics:read', 'events:read'], created_at: iso(now - 50 * 86400000), revoked_at: null },
      { id: '01J9ZKEY00000000000000002', name: 'Old website form', hint: '9xTe', scopes: ['profiles:write', 'subscriptions:write'], created_at: iso(now - 300 * 86400000), revoked_at: iso(now - 20 * 86400000) },
    ],
    imports: sampleImports(now),
    lists: [
      { id: 'Xk2PfQ', name: 'OpenTable Subscribers Ongoing', opt_in: 'single', profiles: 0, created_at: iso(now - 390 * 86400000) },
      { id: 'R9tWbn', name: 'Newsletter', opt_in: 'double', profiles: 412, created_at: iso(now - 380 * 86400000) },
    ],
    integrations: [], metrics: [], profiles: [], events: [], segments: [], pairs: [], merges: [],
  };
  const places = [
    { name: 'OpenTable: Harbor Street', restaurant: 'Lucia on Harbor Street', rid: '1048213', share: 5, pos: true },
    { name: 'OpenTable: Mill Lane', restaurant: 'Lucia at Mill Lane', rid: '1048977', share: 3, pos: false },
    { name: 'OpenTable: Union Square', restaurant: 'Piccola Lucia', rid: '1120455', share: 2, pos: false },
  ];
  places.forEach((place, i) => {
    const id = '01J8OPENTABLE0000000000' + (i + 1) + r.letters(2);
    world.integrations.push({
      id, kind: 'opentable', name: place.name, revision: 'r1', status: 'active', health: ['fresh', 'failing', 'backfilling'][i],
      created_at: iso(now - [390, 210, 0.02][i] * 86400000), history_since: iso(now - [390 + 730, 210 + 730, 730][i] * 86400000),
      last_sync_at: i === 2 ? null : iso(now - [11, 96][i] * 60000), next_sync_at: i === 2 ? null : iso(now + [19, 4][i] * 60000), interval_minutes: 30,
      notice: null,
      problem: i === 1 ? { code: 'vendor_failing', detail: 'Service Unavailable', http_status: 503 } : null,
      list: { id: 'Xk2PfQ', name: 'OpenTable Subscribers Ongoing', opt_in: 'single' },
      settings: { client_id: 'lucia-sync-' + (i + 1), restaurant_id: place.rid, restaurant_name: place.restaurant, time_zone: zone, pos_value_from: [] },
      counts: { profiles: 0, events: 0, records: 0, excluded: 0 },
      backfill: i === 2 ? { done: 0.36, stage: 'reservations', month: dayOf(now - 270 * 86400000, zone).slice(0, 7), months_done: 9, months_total: 25, records: 3120, records_per_minute: 640, seconds_left: 430, started_at: iso(now - 29 * 60000) } : null,
    });
    for (const metric of METRICS)
      world.metrics.push({ id: r.letters(6, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'), name: metric, integration: world.integrations[i], place: i });
  });

  for (let i = 0; i < 2300; i++) {
    const f = i === 6 ? '<b>Bold</b>' : r.pick(first);
    const l = i === 6 ? '<img src=x onerror=alert(1)>' : r.pick(last);
    const plain = `${f}.${l}`.toLowerCase().normalize('NFD').replace(/[^a-z.]/g, '') || 'guest';
    const email = r.hit(0.86) ? `${plain.replace(/^\.|\.$/g, '')}${i}@example.${r.pick(['com', 'org', 'net'])}` : null;
    const phone = r.hit(0.8) ? '+1617555' + String(1000 + (i * 37) % 9000) : null;
    const opted = email !== null && r.hit(0.55);
    world.profiles.push({
      id: '01J7' + String(i).padStart(6, '0') + r.letters(16), i, revision: 'r1', first_name: f, last_name: l, email, phone,
      birthday: r.hit(0.3) ? { year: r.hit(0.4) ? 1950 + r.below(50) : null, month: 1 + r.below(12), day: 1 + r.below(28) } : null,
      opted, left: opted && r.hit(0.06), created: 0, properties: {}, events: [], guest: r.letters(24, '0123456789abcdef'),
    });
  }
  const today = dayOf(now, zone);
  const weekday = [0.55, 0.7, 0.8, 0.9, 1.35, 1.6, 1.1];
  for (let back = 730; back >= -14; back--) {
    const day = addDays(today, -back);
    const season = 1 + 0.18 * Math.sin((back / 365) * 2 * Math.PI) + (730 - back) / 2400;
    const busy = weekday[(new Date(day + 'T00:00:00Z').getUTCDay() + 6) % 7] * season;
    for (let p = 0; p < 3; p++) {
      if (p === 2 && back > 270) continue;
      let n = Math.round(places[p].share * busy * (0.75 + r.next() * 0.5) * 1.25);
      if (back < 0) n = Math.round(n * Math.max(0.15, 0.8 + back / 16));
      while (n-- > 0) addReservation(world, r, p, places[p], day, now);
    }
  }
  addOrders(world, now);
  for (let i = 0; i < world.profiles.length; i++) {
    const profile = world.profiles[i];
    if (!profile.events.length) profile.created = now - (1 + r.below(380)) * 86400000;
  }
  world.events.sort((a, b) => b.time - a.time);
  world.events.forEach((event, i) => { event.id = 'E' + String(i).padStart(8, '0'); });
  for (const profile of world.profiles) profile.events.sort((a, b) => b.time - a.time);
  for (const integration of world.integrations) {
    const own = world.events.filter((e) => e.metric.integration === integration);
    integration.counts = { profiles: new Set(own.map((e) => e.profile)).size, events: own.length, records: Math.round(own.length * 0.71), excluded: Math.round(own.length * 0.19) };
  }
  Object.assign(world, { pairs: makePairs(world), merges: [] });
  world.segments = sampleSegments(world);
  world.lists[0].profiles = world.profiles.filter((p) => p.opted && !p.left).length;
  return world;
}

function addReservation(world, r, p, place, day, now) {
  // Some guests come often: the lower the index, the likelier.
  const profile = world.profiles[Math.floor(Math.pow(r.next(), 2.2) * world.profiles.length)];
  const scheduled = startOf(day, world.zone, r.weighted([[12, 2], [13, 2], [18, 4], [19, 6], [20, 5], [21, 2]]), r.pick([0, 15, 30, 45]));
  const created = scheduled - Math.floor(Math.pow(r.next(), 2) * 21 * 86400000) - 3600000;
  if (created > now) return;
  const party = r.weighted([[1, 1], [2, 9], [3, 3], [4, 5], [5, 1], [6, 2], [8, 1]]);
  const outcome = scheduled > now ? null : r.weighted([['Completed Reservation', 82], ['Cancelled Reservation', 13], ['No Showed Reservation', 5]]);
  const value = place.pos && outcome === 'Completed Reservation' ? Math.round(party * (3200 + r.below(4200))) : null;
  const visit = r.hit(0.2) ? [r.pick(tags)] : [];
  const request = r.hit(0.12) ? r.pick(requests) : null;
  const facts = {
    'Scheduled Time': new Date(scheduled).toISOString().slice(0, 16) + 'Z', 'Table Number': [String(1 + r.below(40))], 'Party Size': party,
    'Visit Tags': visit, 'Reservation Origin': r.weighted([['Web', 6], ['Phone', 3], ['Walk-in', 1]]), 'Guest Request': request,
    'Table Category': r.weighted([['default', 6], ['Bar', 1], ['Hightop', 1], ['Outdoor', 1]]), 'Server': outcome === 'Completed Reservation' ? r.pick(servers) : null,
    'Currency Code': value === null ? null : 'USD', 'Restaurant ID': place.rid, 'Restaurant Name': place.restaurant,
  };
  const add = (name, time) => {
    const event = {
      id: '', metric: world.metrics.find((m) => m.place === p && m.name === name), profile, time, day: dayOf(time, world.zone), scheduled,
      cents: name === 'Completed Reservation' ? value : null, properties: { 'Created Date': new Date(time).toISOString().slice(0, 16) + 'Z', ...facts },
    };
    world.events.push(event);
    profile.events.push(event);
    if (!profile.created || time < profile.created) profile.created = time;
  };
  add('Created Reservation', created);
  if (r.hit(0.35)) add('Confirmed Reservation', Math.min(now, created + (scheduled - created) * 0.8));
  if (outcome === 'Cancelled Reservation') add(outcome, created + (scheduled - created) * r.next());
  else if (outcome) add(outcome, Math.min(now, scheduled + (r.below(20) - 5) * 60000));
}
