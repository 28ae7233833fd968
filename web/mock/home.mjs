// The home page's numbers.
// SPDX-License-Identifier: Apache-2.0
import { addDays, dayOf, startOf, weekOf } from './zone.mjs';
import { openPairs } from './duplicates.mjs';
import { iso, money, refOf } from './people.mjs';
import { differingDays } from './verify.mjs';

function stretch(world, from, until) {
  const events = world.events.filter((e) => e.time >= from && e.time <= until);
  const of = (name) => events.filter((e) => e.metric.name === name);
  const done = of('Completed Reservation'), missed = of('No Showed Reservation');
  const cents = done.filter((e) => e.cents !== null);
  return {
    reservations: of('Created Reservation').length, covers: done.reduce((s, e) => s + e.properties['Party Size'], 0),
    no_show_rate: done.length + missed.length ? missed.length / (done.length + missed.length) : null,
    new_guests: world.profiles.filter((p) => { const first = p.events.at(-1)?.time; return first >= from && first <= until; }).length,
    known_value: cents.length ? cents.reduce((s, e) => s + e.cents, 0) : null,
  };
}

export function home(world) {
  const today = dayOf(world.now, world.zone);
  const monday = weekOf(today);
  const empty = world.events.length === 0;
  const into = (from) => world.now - startOf(from, world.zone);
  const periods = [['today', today, today], ['week', monday, addDays(monday, 6)]].map(([key, from, to]) => {
    const now = stretch(world, startOf(from, world.zone), world.now);
    const weeks = [4, 3, 2, 1].map((w) => { const start = startOf(addDays(from, -7 * w), world.zone); return empty ? null : stretch(world, start, start + into(from)); });
    const figure = (name, convert) => {
      const known = weeks.map((w) => (w ? w[name] : null));
      const set = known.filter((v) => v !== null);
      const mean = set.length ? set.reduce((a, b) => a + b, 0) / set.length : null;
      return { now: convert(now[name]), before: convert(mean === null ? null : name === 'known_value' ? Math.round(mean) : mean), weeks: known.map(convert) };
    };
    const plain = (v) => v;
    return { key, from, to, reservations: figure('reservations', plain), covers: figure('covers', plain), no_show_rate: figure('no_show_rate', plain), new_guests: figure('new_guests', plain), known_value: figure('known_value', money) };
  });
  const days = [];
  for (let back = 27; back >= 0; back--) {
    const day = addDays(today, -back);
    const own = world.events.filter((e) => e.day === day);
    days.push({
      day, reservations: own.filter((e) => e.metric.name === 'Created Reservation').length,
      covers: own.filter((e) => e.metric.name === 'Completed Reservation').reduce((s, e) => s + e.properties['Party Size'], 0),
      no_shows: own.filter((e) => e.metric.name === 'No Showed Reservation').length,
    });
  }
  const attention = [];
  if (!world.integrations.length) attention.push({ code: 'no_integration', integration: null, count: null, detail: null });
  for (const i of world.integrations) {
    if (i.health === 'failing') attention.push({ code: 'integration_failing', integration: refOf(i), count: null, detail: i.problem?.detail ?? null });
    if (i.health === 'stopped') attention.push({ code: 'integration_stopped', integration: refOf(i), count: null, detail: i.problem?.detail ?? null });
    if (i.status === 'paused') attention.push({ code: 'integration_paused', integration: refOf(i), count: null, detail: null });
  }
  for (const i of world.integrations) {
    const differing = differingDays(world, i);
    if (differing.length) attention.push({ code: 'reconciliation_differs', integration: refOf(i), count: differing.length, detail: differing.at(-1) });
  }
  if (openPairs(world).length) attention.push({ code: 'possible_duplicates', integration: null, count: openPairs(world).length, detail: null });
  return { generated_at: iso(world.now), time_zone: world.zone, periods, days, profiles: world.profiles.length, events: world.events.length, integrations: world.integrations, attention };
}
