// Adding, changing and trying connections of each kind.
// SPDX-License-Identifier: Apache-2.0
import { opened } from './lightspeed.mjs';
import { iso } from './people.mjs';
import { Refusal } from './refusal.mjs';

/** [reason, its share of what is left out] */
export const reasons = {
  opentable: [['walk_in_without_guest', 0.74], ['no_guest', 0.12], ['before_history', 0.08], ['created_before_history', 0.04], ['assumed_seated', 0.015], ['malformed', 0.002]],
  toast: [['source_not_selected', 0.71], ['no_contact', 0.2], ['voided', 0.04], ['before_history', 0.02], ['deleted', 0.01], ['test_mode', 0.006], ['excess_food', 0.004], ['not_approved', 0.004], ['no_items', 0.003], ['malformed', 0.001]],
  lightspeed: [['no_customer', 0.62], ['no_email', 0.21], ['zero_value', 0.06], ['not_completed', 0.05], ['voided', 0.03], ['archived', 0.01], ['shipment_without_customer', 0.008], ['shipment_zero_value', 0.004], ['before_history', 0.004], ['malformed', 0.002]],
};
const metrics = { opentable: ['Created Reservation', 'Completed Reservation'], toast: ['Placed Order', 'Ordered Product'], lightspeed: ['Placed Order', 'Ordered Product'] };
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function settingsOf(world, body, except) {
  const others = world.integrations.filter((i) => i !== except && i.kind === body.kind);
  if (body.kind === 'opentable') {
    if (others.some((i) => Number(i.settings.restaurant_id) === Number(body.restaurant_id))) throw new Refusal(409, 'restaurant_connected', 'Another integration reads this restaurant already.', '/restaurant_id');
    return { client_id: body.client_id, restaurant_id: body.restaurant_id, restaurant_name: body.restaurant_name, time_zone: body.time_zone, pos_value_from: body.pos_value_from ?? [] };
  }
  if (body.kind === 'toast') {
    const { restaurants = [] } = body.settings;
    restaurants.forEach((one, n) => { if (!guid.test(one)) throw new Refusal(400, 'invalid', 'is not a GUID', `/settings/restaurants/${n}`); });
    if (!restaurants.length) throw new Refusal(400, 'invalid', 'names no restaurant', '/settings/restaurants');
    if (others.some((i) => i.settings.restaurants.some((one) => restaurants.includes(one)))) throw new Refusal(409, 'restaurant_connected', 'Another integration reads this restaurant already.', '/settings/restaurants');
    return { ...body.settings, client_id: body.credentials?.client_id };
  }
  if (body.kind === 'none') return {};
  const agreed = opened(body.authorization ?? '');
  if (!agreed.account) throw new Refusal(400, 'authorization_expired', 'The authorization is too old.', '/authorization');
  return { ...body.settings, client_id: agreed.client_id, account: agreed.account };
}

/** Takes the values of some visits from orders, and says so of them. */
function takeValues(world, i, ids) {
  ids.forEach((id, n) => { if (!world.integrations.some((o) => o.id === id.split('/')[0] && o.kind !== 'opentable')) throw new Refusal(400, 'invalid', `There is no Toast or Lightspeed integration with the id '${id}'.`, `/pos_value_from/${n}`); });
  i.settings.pos_value_from = ids;
  world.events.filter((e) => e.metric.integration === i && e.metric.name === 'Completed Reservation' && e.cents === null).forEach((e, n) => {
    if (ids.length && n % 3 === 0) Object.assign(e, { cents: 8000 + n, properties: { ...e.properties, 'Value Source': 'Matched POS order' } });
  });
}

export function add(world, body) {
  if (world.integrations.some((i) => i.name.toLowerCase() === body.name.toLowerCase())) throw new Refusal(409, 'name_taken', 'Another integration has this name.', '/name');
  const years = body.kind === 'opentable' ? 2 : (body.settings.history_years ?? 3);
  const i = {
    id: '01J8NEW' + String(world.integrations.length).padStart(19, '0'), kind: body.kind, name: body.name, revision: 'r1', status: 'active', health: 'backfilling', created_at: iso(world.now), history_since: iso(world.now - years * 365 * 86400000),
    last_sync_at: null, next_sync_at: null, interval_minutes: body.kind === 'lightspeed' ? 60 : 30, notice: null, problem: null, list: world.lists.find((l) => l.id === body.list_id) ?? null,
    settings: settingsOf(world, body), counts: { profiles: 0, events: 0, records: 0, excluded: 0 },
    backfill: { done: 0.02, stage: 'guests', month: null, months_done: 0, months_total: 12 * years + 1, records: 180, records_per_minute: null, seconds_left: null, started_at: iso(world.now) },
  };
  i.since = Date.now();
  world.integrations.push(i);
  for (const name of metrics[body.kind]) world.metrics.push({ id: 'N' + world.metrics.length + name[1], name, integration: i, place: 9 });
  return i;
}

export function change(world, i, body) {
  if (body.name && world.integrations.some((o) => o !== i && o.name.toLowerCase() === body.name.toLowerCase())) throw new Refusal(409, 'name_taken', 'Another integration has this name.', '/name');
  if (body.settings) settingsOf(world, { kind: i.kind === 'lightspeed' ? 'none' : i.kind, settings: { ...i.settings, ...body.settings } }, i);
  if (body.authorization && opened(body.authorization).account !== i.settings.account) throw new Refusal(400, 'invalid', 'is of another account', '/authorization');
  if (body.name) i.name = body.name;
  if ('list_id' in body) i.list = world.lists.find((l) => l.id === body.list_id) ?? null;
  if (body.pos_value_from) takeValues(world, i, body.pos_value_from);
  for (const k of ['client_id', 'restaurant_name', 'time_zone']) if (body[k]) i.settings[k] = body[k];
  for (const [k, v] of Object.entries(body.settings ?? {})) if (v === null) delete i.settings[k]; else i.settings[k] = v;
  if (body.credentials?.client_id) i.settings.client_id = body.credentials.client_id;
  if (i.status === 'stopped' && (body.credentials || body.authorization || body.secret_id)) Object.assign(i, { status: 'active', health: 'fresh', problem: null, last_sync_at: iso(Date.now()), next_sync_at: iso(Date.now() + i.interval_minutes * 60000) });
}

const steps = ['reach', 'sign_in', 'restaurant', 'guests'];

export function check(world, body) {
  const known = world.integrations.find((i) => i.id === body.integration_id);
  const name = { opentable: 'OpenTable', toast: 'Toast', lightspeed: 'Lightspeed' }[body.kind];
  const fails = (code, at, status, words) => ({
    ok: false, code, elapsed_ms: 412,
    steps: steps.map((step, n) => ({ step, outcome: n < at ? 'passed' : n === at ? 'failed' : 'skipped', detail: n === at ? (status ? `${name} answered ${status}: ${words}` : words) : '' })),
  });
  if (body.kind === 'lightspeed' && known?.status === 'stopped') return fails('credentials_wrong', 1, 400, 'invalid_grant');
  if (body.kind === 'toast') body.settings.restaurants.forEach((one, n) => { if (!guid.test(one)) throw new Refusal(400, 'invalid', 'is not a GUID', `/settings/restaurants/${n}`); });
  const client = body.client_id ?? body.credentials?.client_id ?? '', secret = body.secret_id ?? body.credentials?.client_secret ?? 'stored';
  if (/offline/.test(client)) return fails('unreachable', 0, null, 'connect: timed out');
  if (/wrong|bad/.test(secret)) return fails('credentials_wrong', 1, 401, 'Unauthorized');
  if (body.restaurant_id === '999') return fails('restaurant_not_granted', 2, 403, 'No routing for RID:999');
  if (body.settings?.restaurants?.some((one) => one.startsWith('0000'))) return fails('restaurant_not_granted', 2, 403, 'Access denied');
  const mute = /copper|mute/.test(client);
  return { ok: true, code: mute ? 'no_email_at_tier' : 'ok', elapsed_ms: 640, steps: steps.map((step) => ({ step, outcome: mute && step === 'guests' ? 'warning' : 'passed', detail: '' })) };
}
