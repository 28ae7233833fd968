// Checked days of an integration: all match but a few.
// SPDX-License-Identifier: Apache-2.0
import { iso } from './people.mjs';
import { addDays, dayOf } from './zone.mjs';

const usd = (cents) => ({ amount: (cents / 100).toFixed(2), currency: 'USD' });
const tally = (count, cents) => ({ count, values: cents ? [usd(cents)] : [] });

const known = new WeakMap(), checks = new WeakMap();

/** Of the first integration, which days differ: so many days ago. */
const differing = { 0: [2, 9] };

function daysOf(world, i) {
  if (known.has(i)) return known.get(i);
  known.set(i, new Map());
  if (i.status !== 'active' || i.backfill || i.health === 'failing') return known.get(i);
  const today = dayOf(world.now, world.zone);
  const odd = differing[world.integrations.indexOf(i)] ?? [];
  for (let back = 1; back <= 40; back++) check(world, i, addDays(today, -back), odd.includes(back));
  return known.get(i);
}

function check(world, i, day, differs) {
  const n = Number(day.slice(8)), booked = 28 + n, walked = 11 + (n % 7), worth = 214350 + n * 1731;
  const figures = {
    equal: !differs, vendor: tally(booked + walked, worth), ours: tally(booked - (differs ? 1 : 0), worth - (differs ? 6400 : 0)),
    excluded: [{ reason: 'walk_in_without_guest', ...tally(walked, 0) }], differences: differs ? 3 : 0,
  };
  const record = (kind, label, vendor, ours, more) => ({ place: i.settings.restaurant_name ?? '', kind, label, unique_id: `opentable:${i.settings.restaurant_id}:${label}:Completed Reservation`, vendor, ours, reason: null, our_day: null, ...more });
  known.get(i).set(day, {
    day, checked_at: iso(world.now - 5 * 3600000), ...figures, places: [{ place: i.settings.restaurant_name ?? '', time_zone: i.settings.time_zone ?? world.zone, refusal: null, ...figures }],
    records: differs ? [record('event_missing', '1048213-49bcffdf-0476', usd(6400), null), record('value_differs', '1048213-7e21c0aa-118d', usd(12850), usd(12800)), record('not_at_vendor', '1048213-d1f09b3e-52c4', null, null)] : [],
  });
}

export const differingDays = (world, i) => [...daysOf(world, i).values()].filter((d) => !d.equal).map((d) => d.day).sort();

export function reconciliation(world, i, from, to) {
  const days = daysOf(world, i);
  const data = [...days.values()].filter((d) => d.day >= from && d.day <= to).sort((a, b) => (a.day < b.day ? -1 : 1)).map(({ records, ...d }) => d);
  return { time_zone: i.settings.time_zone, first_day: i.history_since.slice(0, 10), last_closed_day: addDays(dayOf(world.now, world.zone), -1), check: checks.get(i) ?? null, data };
}

export function reconciledDay(world, i, day) { return daysOf(world, i).get(day); }

/** Takes two seconds; afterwards everything matches. */
export function checkDays(world, i, from, to) {
  daysOf(world, i);
  if (checks.has(i)) return undefined;
  checks.set(i, { from, to, stage: 'waiting', error: null });
  setTimeout(() => checks.set(i, { from, to, stage: 'asking', error: null }), 600).unref();
  setTimeout(() => { for (let day = from; day <= to; day = addDays(day, 1)) check(world, i, day, false); checks.delete(i); world.version++; }, 2000).unref();
  return checks.get(i);
}
