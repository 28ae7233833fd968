// Consent of the stand-in: states, suppressions and the account's rules.
// SPDX-License-Identifier: Apache-2.0
import { isOnList } from './evaluate.mjs';
import { consentState, iso, profileDetail, saidOf } from './people.mjs';
import { Refusal } from './refusal.mjs';

const rulesOf = (world) => (world.rules ??= { revision: 'r1', unsubscribe_from: 'all', opt_in: 'double' });
const suppressionsOf = (world) => (world.suppressions ??= []);
const pendingOf = (world) => (world.pending ??= []);
const ref = (list) => (list ? { id: list.id, name: list.name } : null);

function channel(world, p, name, consent) {
  const address = (name === 'email' ? p.email : p.phone) ?? null;
  const suppressions = suppressionsOf(world).filter((s) => s.channel === name && s.address === address);
  const state = consent?.state ?? 'never_subscribed';
  const why = !address ? 'no_address' : suppressions[0]?.reason ?? (state === 'unsubscribed' ? 'unsubscribed' : name === 'sms' && state !== 'subscribed' ? 'never_subscribed' : null);
  return { channel: name, address, state, method: consent?.method ?? '', source: consent?.source ?? '', at: consent?.at ?? null, can_receive: why === null, why_not: why, suppressions: suppressions.map(({ reason, address: of, at, method, source }) => ({ reason, address: of, at, method, source })) };
}

function detail(world, p) {
  const full = profileDetail(world, p), of = (name) => full.consents.find((c) => c.channel === name);
  const own = (p.said ?? []).length, lists = new Set((p.said ?? []).map((line) => line.list?.id).filter(Boolean));
  const left = [...lists].map((id) => p.said.find((line) => line.list?.id === id)).filter((line) => line.state === 'unsubscribed');
  return {
    channels: [channel(world, p, 'email', of('email')), channel(world, p, 'sms', of('sms'))], list_suppressions: left.map(({ list, at, method, source }) => ({ list, at, method, source })),
    pending: pendingOf(world).filter((one) => one.email === p.email), ledger: full.ledger.map((line, i) => ({ ...line, list: i < own ? p.said[i].list : null })),
  };
}

/** Serves each of the body's people by `act(profile, channel)`, which says whether that changed something: changed, unchanged or pending. */
function each({ world, body }, act) {
  const edited = { changed: 0, unchanged: 0, pending: 0, created: 0, errors: [] };
  body.people.forEach((one, index) => {
    const p = world.profiles.find((x) => x.id === one.profile_id || (one.email && x.email === one.email));
    if (!p) return edited.errors.push({ index, code: 'not_found', detail: 'there is no such profile' });
    edited[act(p, one.channels?.[0] ?? 'email', one)]++;
  });
  return edited;
}
const say = (p, line) => { p.said = [{ id: 10 + (p.said?.length ?? 0), by: 'person', method: 'manual', opted_in_at: null, ...line }, ...(p.said ?? [])]; };

function subscribe(c) {
  const { world, body, session } = c, list = world.lists.find((l) => l.id === body.list_id) ?? null;
  const asks = !body.historical && (list?.opt_in ?? rulesOf(world).opt_in) === 'double';
  return each(c, (p, name, one) => {
    if (asks && name === 'email') { pendingOf(world).push({ list: ref(list), email: p.email, asked_at: iso(Date.now()), expires_at: iso(Date.now() + 72 * 3600000) }); return 'pending'; }
    say(p, { channel: name, state: 'subscribed', source: body.source || session.user.email, at: one.consented_at ?? iso(Date.now()), recorded_at: iso(Date.now()), proof: `recorded by ${session.user.email}`, list: null });
    if (list) { (list.added ??= new Set()).add(p.id); list.removed?.delete(p.id); p.said = p.said.filter((line) => line.list?.id !== list.id); }
    if (world.suppressions) world.suppressions = world.suppressions.filter((s) => s.address !== p.email || s.reason !== 'user_suppressed');
    return 'changed';
  });
}

function unsubscribe(c) {
  const { world, body, session } = c, list = (body.unsubscribe_from ?? rulesOf(world).unsubscribe_from) === 'list' ? world.lists.find((l) => l.id === body.list_id) : null;
  return each(c, (p, name) => {
    if (list ? !isOnList(world, list, p) : (name === 'email' ? consentState(p) : saidOf(p, name)?.state) === 'unsubscribed') return 'unchanged';
    say(p, { channel: name, state: 'unsubscribed', source: body.source || session.user.email, at: iso(Date.now()), recorded_at: iso(Date.now()), proof: '', list: ref(list) });
    if (list) { list.added?.delete(p.id); (list.removed ??= new Set()).add(p.id); }
    return 'changed';
  });
}

const isLine = (s, name, address, reason) => s.channel === name && s.address === address && s.reason === reason;
function hold(c, isOn) {
  const { world, body, session } = c, reason = body.reason ?? 'user_suppressed';
  if (!isOn && reason !== 'user_suppressed') throw new Refusal(400, 'invalid', 'only what was suppressed by hand can be lifted by hand', '/reason');
  return each(c, (p, name) => {
    const address = name === 'email' ? p.email : p.phone, held = suppressionsOf(world).some((s) => isLine(s, name, address, reason));
    if (held === isOn) return 'unchanged';
    if (isOn) world.suppressions.push({ channel: name, address, reason, at: iso(Date.now()), method: 'manual', source: session.user.email, profile: null });
    else world.suppressions = world.suppressions.filter((s) => !isLine(s, name, address, reason));
    return 'changed';
  });
}

/** [method, path pattern, least role, (context) → body] */
export const consentRoutes = (find, sameRevision) => [
  ['GET', '/profiles/:id/consent', 'analyst', ({ world, id }) => detail(world, find(world.profiles, id))],
  ['POST', '/consent/subscribe', 'admin', subscribe],
  ['POST', '/consent/unsubscribe', 'admin', unsubscribe],
  ['POST', '/consent/suppress', 'admin', (c) => hold(c, true)],
  ['POST', '/consent/unsuppress', 'admin', (c) => hold(c, false)],
  ['GET', '/consent/suppressions', 'analyst', ({ world, query }) => ({ data: suppressionsOf(world).filter((s) => s.channel === (query.get('channel') || 'email')), next: null })],
  ['GET', '/settings/consent', 'analyst', ({ world }) => rulesOf(world)],
  ['PATCH', '/settings/consent', 'admin', ({ world, body }) => {
    const rules = rulesOf(world);
    sameRevision(rules, body);
    for (const k of ['unsubscribe_from', 'opt_in']) if (k in body) rules[k] = body[k];
    rules.revision = 'r' + (Number(rules.revision.slice(1)) + 1);
    return rules;
  }],
];
