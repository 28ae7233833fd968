// Pairs that may be one person, merging and taking it back.
// SPDX-License-Identifier: Apache-2.0
import { iso, profileRef, profileRow, refOf } from './people.mjs';

/** Families that share a phone: made when the world is. */
export function makePairs(world) {
  const couples = [[0, 17], [3, 41], [6, 8], [11, 12], [30, 95], [52, 53], [61, 200]];
  return couples.flatMap(([i, k]) => {
    const a = world.profiles[i], b = world.profiles[k];
    if (!a || !b) return [];
    a.phone ??= '+16175550111';
    b.phone = a.phone;
    for (const p of [a, b]) p.email ??= `guest${p.i}@example.org`;
    return [{ id: `${a.i + 1}-${b.i + 1}`, a, b, apart: false }];
  });
}

const side = (p) => ({
  ...profileRow(p), reservations: p.events.filter((e) => e.metric.name === 'Created Reservation').length,
  first_seen_at: p.events.length ? iso(p.events[p.events.length - 1].time) : null,
  integrations: [...new Set(p.events.map((e) => e.metric.integration))].sort((x, y) => x.name.localeCompare(y.name)).map(refOf),
});

export const openPairs = (world) => world.pairs.filter((pair) => !pair.apart && world.profiles.includes(pair.a) && world.profiles.includes(pair.b));

export function duplicates(world, query) {
  const all = openPairs(world), limit = Number(query.get('limit') || 20);
  const start = query.get('after') ? all.findIndex((pair) => pair.id === query.get('after')) + 1 : 0;
  const shown = all.slice(start, start + limit);
  return {
    data: shown.map((pair) => ({ id: pair.id, why: 'phone', shared: pair.a.phone, profiles: [side(pair.a), side(pair.b)] })),
    total: all.length, next: start + limit < all.length ? shown[shown.length - 1].id : null,
  };
}

export function merge(world, pair, keep) {
  const into = pair.a.id === keep ? pair.a : pair.b, from = into === pair.a ? pair.b : pair.a;
  const moved = from.events;
  world.profiles.splice(world.profiles.indexOf(from), 1);
  for (const e of moved) e.profile = into;
  into.events = [...into.events, ...moved].sort((x, y) => y.time - x.time);
  world.merges.push({ id: String(world.merges.length + 1), from, into, moved, undone: false });
  return { id: String(world.merges.length), profile: profileRef(into) };
}

export function undo(world, done) {
  done.undone = true;
  for (const e of done.moved) e.profile = done.from;
  done.into.events = done.into.events.filter((e) => !done.moved.includes(e));
  world.profiles.push(done.from);
}
