// Date filters of a segment's definition, as windows in the account's days.
// SPDX-License-Identifier: Apache-2.0
import { addDays, dayOf, startOf } from './zone.mjs';

const hourMs = 3600000;

/** The day so many units before (or after) another; a month has no day beyond its end. */
function moved(day, unit, n) {
  if (unit !== 'regulars-month') return addDays(day, n * (unit === 'week' ? 7 : 1));
  const [year, month, date] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + n, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last))).toISOString().slice(0, 10);
}

/** Does an instant fall into the window? The filter is compiled once for a given now. */
export function window(filter, now, zone) {
  const today = dayOf(now, zone);
  const start = (day) => startOf(day, zone);
  const back = (n) => (filter.unit === 'hour' ? now - n * hourMs : start(moved(today, filter.unit, -n)));
  const between = (low, high) => (ms) => ms >= low && ms < high;
  const day = (text) => text.slice(0, 10);
  switch (filter.operator) {
    case 'alltime': return () => true;
    case 'after': return between(start(addDays(day(filter.date), 1)), Infinity);
    case 'before': return between(-Infinity, start(day(filter.date)));
    case 'between-static': return between(start(day(filter.start)), start(addDays(day(filter.end), 1)));
    case 'in-the-last': return between(back(filter.quantity), now + 1);
    case 'at-least': return between(-Infinity, back(filter.quantity));
    case 'in-the-next': return between(now, filter.unit === 'hour' ? now + filter.quantity * hourMs : start(addDays(moved(today, filter.unit, filter.quantity), 1)));
    case 'between': return between(back(filter.end), filter.unit === 'hour' ? now - filter.start * hourMs : start(addDays(moved(today, filter.unit, -filter.start), 1)));
    default: return yearless(filter, now, zone);
  }
}

/** Conditions that ignore the year. */
function yearless(filter, now, zone) {
  const today = dayOf(now, zone);
  const span = { anniversary: [0, 0], 'anniversary-next': [0, filter.quantity], 'anniversary-last': [-filter.quantity, 0] }[filter.operator];
  const month = filter.operator === 'calendar-month' ? filter.value : filter.operator === 'anniversary-month' ? Number(today.slice(5, 7)) : 0;
  if (month) return (ms) => Number(dayOf(ms, zone).slice(5, 7)) === month;
  const days = new Set();
  for (let n = span[0] * (filter.unit === 'week' ? 7 : 1); n <= span[1] * (filter.unit === 'week' ? 7 : 1); n++) days.add(addDays(today, n).slice(5));
  return (ms) => days.has(dayOf(ms, zone).slice(5));
}
