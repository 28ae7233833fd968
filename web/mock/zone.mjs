// Calendar days of instants in a time zone.
// SPDX-License-Identifier: Apache-2.0

const formats = new Map();
function format(zone) {
  if (!formats.has(zone))
    formats.set(zone, new Intl.DateTimeFormat('en-CA', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    }));
  return formats.get(zone);
}

function wall(ms, zone) {
  const parts = {};
  for (const { type, value } of format(zone).formatToParts(ms)) parts[type] = value;
  return parts;
}

export function dayOf(ms, zone) {
  const p = wall(ms, zone);
  return `${p.year}-${p.month}-${p.day}`;
}

export function addDays(day, n) {
  return new Date(Date.parse(day + 'T00:00:00Z') + n * 86400000).toISOString().slice(0, 10);
}

/** The instant at which a day begins in the zone. */
export function startOf(day, zone, hour = 0, minute = 0) {
  const want = Date.parse(`${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`);
  let guess = want;
  for (let i = 0; i < 3; i++) {
    const p = wall(guess, zone);
    guess += want - Date.UTC(+p.year, +p.month - 1, +p.day, +p.hour, +p.minute, +p.second);
  }
  return guess;
}

export function hoursOf(from, to, zone) {
  return (startOf(addDays(to, 1), zone) - startOf(from, zone)) / 3600000;
}

/** Monday of the day's week. */
export function weekOf(day) {
  return addDays(day, -((new Date(day + 'T00:00:00Z').getUTCDay() + 6) % 7));
}
