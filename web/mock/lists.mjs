// Lists of the stand-in: settings, members, growth.
// SPDX-License-Identifier: Apache-2.0
import { isOnList } from './evaluate.mjs';
import { iso, profileRow, refOf } from './people.mjs';
import { Refusal } from './refusal.mjs';
import { addDays, dayOf } from './zone.mjs';

const people = (world, l) => world.profiles.filter((p) => isOnList(world, l, p));
const joined = (world, l, p) => (l.added?.has(p.id) ? Date.parse(l.created_at) : p.created + 4500000);

export const shownList = (world, l) => ({
  id: l.id, revision: l.revision ?? 'r1', name: l.name, opt_in: l.opt_in, has_page: l.has_page ?? true, page_path: `/s/${l.id}`, profiles: people(world, l).length,
  fed_by: world.integrations.filter((i) => i.list?.id === l.id).map(refOf), created_at: l.created_at,
});

function growth(world, l, query) {
  const days = people(world, l).map((p) => dayOf(joined(world, l, p), world.zone)), data = [];
  for (let day = query.get('from'); day <= query.get('to'); day = addDays(day, 1)) data.push({ day, members: days.filter((d) => d <= day).length, joined: days.filter((d) => d === day).length, left: 0 });
  return { data };
}

function edit(world, l, body, isAdding) {
  const wanted = [...(body.profiles ?? []).map((id) => world.profiles.find((p) => p.id === id)), ...(body.emails ?? []).map((email) => world.profiles.find((p) => p.email === email))];
  l.added ??= new Set();
  l.removed ??= new Set();
  const errors = wanted.flatMap((p, index) => (p ? [] : [{ index, code: 'not_found', detail: 'Nobody has this address.' }]));
  const known = wanted.filter(Boolean), changed = known.filter((p) => isOnList(world, l, p) !== isAdding);
  for (const p of known) { if (isAdding) { l.added.add(p.id); l.removed.delete(p.id); } else { l.added.delete(p.id); l.removed.add(p.id); } }
  return { changed: changed.length, unchanged: known.length - changed.length, created: 0, errors };
}

/** [method, path pattern, least role, (context) → body or {status, body}] */
export const listRoutes = (find, sameRevision) => {
  const of = ({ world, id }) => find(world.lists, id);
  return [
    ['GET', '/lists', 'analyst', ({ world }) => ({ data: world.lists.map((l) => shownList(world, l)) })],
    ['POST', '/lists', 'admin', ({ world, body }) => {
      if (world.lists.some((l) => l.name.toLowerCase() === body.name.toLowerCase())) throw new Refusal(409, 'name_taken', 'Another list has this name.', '/name');
      const l = { id: 'New' + (100 + world.lists.length), revision: 'r1', name: body.name, opt_in: body.opt_in, profiles: 0, created_at: iso(world.now) };
      world.lists.push(l);
      return { status: 201, body: shownList(world, l) };
    }],
    ['GET', '/lists/:id', 'analyst', (c) => shownList(c.world, of(c))],
    ['PATCH', '/lists/:id', 'admin', (c) => {
      const l = of(c);
      l.revision ??= 'r1';
      sameRevision(l, c.body);
      for (const k of ['name', 'opt_in', 'has_page']) if (k in c.body) l[k] = c.body[k];
      l.revision = 'r' + (Number(l.revision.slice(1)) + 1);
      return shownList(c.world, l);
    }],
    ['DELETE', '/lists/:id', 'admin', (c) => {
      const l = of(c);
      if (c.query.get('confirm') !== l.name) throw new Refusal(409, 'not_confirmed', 'The name of the list is not right.');
      c.world.lists.splice(c.world.lists.indexOf(l), 1);
      return { status: 204 };
    }],
    ['GET', '/lists/:id/members', 'analyst', (c) => {
      const l = of(c), all = people(c.world, l).sort((a, b) => joined(c.world, l, b) - joined(c.world, l, a)), limit = Number(c.query.get('limit') || 50), at = Number(c.query.get('after') || 0);
      return { data: all.slice(at, at + limit).map((p) => ({ profile: profileRow(p), joined_at: iso(joined(c.world, l, p)), how: l.added?.has(p.id) ? 'manual' : 'integration', source: l.added?.has(p.id) ? '' : 'OpenTable: Harbor Street', starts_flows: false })), total: all.length, next: at + limit < all.length ? String(at + limit) : null };
    }],
    ['POST', '/lists/:id/members', 'admin', (c) => edit(c.world, of(c), c.body, true)],
    ['POST', '/lists/:id/members/remove', 'admin', (c) => edit(c.world, of(c), c.body, false)],
    ['GET', '/lists/:id/growth', 'analyst', (c) => growth(c.world, of(c), c.query)],
    ['GET', '/lists/:id/members.csv', 'admin', (c) => ({ status: 200, text: ['id,email', ...people(c.world, of(c)).map((p) => `${p.id},${p.email ?? ''}`)].join('\r\n'), type: 'text/csv; charset=utf-8' })],
  ];
};
