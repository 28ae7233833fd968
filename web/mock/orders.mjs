// What the guests ordered through Toast, and bought in the shop through Lightspeed.
// SPDX-License-Identifier: Apache-2.0
import { chance } from './chance.mjs';
import { addDays, dayOf, startOf } from './zone.mjs';

const iso = (ms) => new Date(ms).toISOString();
const dishes = [['Focaccia', 900], ['Burrata', 1600], ['Tagliatelle al ragù', 2400], ['Margherita', 1800], ['Tiramisù', 1100], ['Cold brew', 600], ['Gem salad', 1400], ['Polpette', 1700]];
const goods = [['Barbera d’Asti 2022', 2600, ['Wine', 'Red']], ['Vermentino 2023', 2200, ['Wine', 'White']], ['Olive oil, 500 ml', 1900, ['Pantry']], ['Gift box', 5400, ['Gifts']], ['Espresso beans', 1700, ['Pantry', 'Coffee']]];
export const GUIDS = ['3f2a9c10-7b1e-4c55-9d02-5a1b6c7d8e90', '8d41e7b2-0c6f-4f3a-b7c8-112233445566'];
const money = (cents) => cents / 100;

function integration(world, now, part) {
  const i = {
    revision: 'r1', status: 'active', created_at: iso(now - 120 * 86400000), history_since: iso(now - (120 + 1095) * 86400000), last_sync_at: iso(now - 14 * 60000), next_sync_at: iso(now + 16 * 60000), interval_minutes: 30,
    notice: null, problem: null, list: null, counts: { profiles: 0, events: 0, records: 0, excluded: 0 }, backfill: null, ...part,
  };
  world.integrations.push(i);
  return i;
}

export function addOrders(world, now) {
  const r = chance(77);
  const toast = integration(world, now, { id: '01J8TOAST000000000000000A1', kind: 'toast', name: 'Toast: both restaurants', health: 'fresh', settings: { client_id: 'lucia-toast', restaurants: GUIDS, currency: 'USD', country: 'US', interval_minutes: 30 } });
  const shop = integration(world, now, {
    id: '01J8LIGHTSPEED0000000000B2', kind: 'lightspeed', name: 'Lightspeed: bottle shop', status: 'stopped', health: 'stopped', interval_minutes: 60, last_sync_at: iso(now - 9 * 3600000), next_sync_at: null,
    problem: { code: 'credentials_wrong', detail: 'invalid_grant', http_status: 400 }, settings: { client_id: 'lucia-shop', account: '184227', include_zero_value: true }, list: { id: 'R9tWbn', name: 'Newsletter', opt_in: 'double' },
  });
  const metricsOf = (of, names) => Object.fromEntries(names.map((name) => {
    const metric = { id: r.letters(6, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'), name, integration: of, place: world.integrations.indexOf(of) };
    world.metrics.push(metric);
    return [name, metric];
  }));
  const ordered = metricsOf(toast, ['Placed Order', 'Ordered Product', 'Fulfilled Order', 'Refunded Order']);
  const sold = metricsOf(shop, ['Placed Order', 'Ordered Product', 'Refunded Order', 'Shipped Order']);
  const add = (metric, profile, time, cents, properties) => {
    const event = { id: '', metric, profile, time, day: dayOf(time, world.zone), scheduled: 0, cents, properties };
    world.events.push(event);
    profile.events.push(event);
    if (!profile.created || time < profile.created) profile.created = time;
  };
  const guest = () => world.profiles[20 + Math.floor(Math.pow(r.next(), 2) * (world.profiles.length - 20))];
  for (let n = 0; n < 420; n++) {
    const time = startOf(addDays(dayOf(now, world.zone), -1 - r.below(400)), world.zone, r.weighted([[12, 3], [18, 4], [19, 4], [20, 2]]), r.below(60)), who = guest();
    const lines = Array.from({ length: 1 + r.below(4) }, () => r.pick(dishes)), cents = Math.round(lines.reduce((sum, [, price]) => sum + price, 0) * 1.07);
    const place = r.pick(['Lucia on Harbor Street', 'Lucia at Mill Lane']);
    const facts = {
      Items: lines.map(([name]) => name), 'Item Count': lines.length, 'Fulfillment Method': r.weighted([['Take Out', 6], ['Delivery', 3], ['Dine In', 1]]), 'Order ID': `${r.letters(8, '0123456789abcdef')}-41c2-4f0a-9b3d-${r.letters(12, '0123456789abcdef')}`,
      'Discount Applied': r.hit(0.1), Source: r.weighted([['Online', 6], ['Toast Local', 2], ['Toast Pickup App', 1]]), 'Restaurant Name': place, 'Guest Count': 1 + r.below(3), 'Payment Type': r.weighted([['CREDIT', 8], ['GIFTCARD', 1]]),
    };
    add(ordered['Placed Order'], who, time, cents, facts);
    for (const [name, price] of lines) add(ordered['Ordered Product'], who, time, price, { Name: name, ProductID: `menu-${dishes.findIndex((d) => d[0] === name)}`, Quantity: 1, 'Item Price': money(price), 'Order ID': facts['Order ID'], 'Restaurant Name': place });
    add(ordered['Fulfilled Order'], who, time + 1900000, cents, facts);
    if (r.hit(0.03)) add(ordered['Refunded Order'], who, time + 7200000, cents, { ...facts, 'Refund Amount': money(lines[0][1]) });
  }
  for (let n = 0; n < 260; n++) {
    const time = startOf(addDays(dayOf(now, world.zone), -1 - r.below(700)), world.zone, 11 + r.below(8), r.below(60)), who = guest();
    if (!who.email) continue;
    const lines = Array.from({ length: 1 + r.below(3) }, () => r.pick(goods)), cents = lines.reduce((sum, [, price]) => sum + price, 0);
    const facts = { Items: lines.map(([name]) => name), 'Item Count': lines.length, Categories: [...new Set(lines.flatMap(([, , categories]) => categories))], 'Discount Codes': [], 'Is Discounted': false, 'Total Discounts': 0, 'Email Domain': who.email.split('@')[1], 'Sale ID': String(2200 + n), 'Ticket Number': `2200000${2200 + n}` };
    add(sold['Placed Order'], who, time, cents, { ...facts, Shop: 'Bottle shop', ShopID: '1' });
    for (const [name, price, categories] of lines) add(sold['Ordered Product'], who, time, price, { Name: name, 'Product ID': String(10 + goods.findIndex((g) => g[0] === name)), Quantity: 1, Category: categories.at(-1), 'Email Domain': facts['Email Domain'], 'Sale ID': facts['Sale ID'] });
    if (r.hit(0.1)) add(sold['Shipped Order'], who, time + 86400000, cents, { Items: facts.Items, Collections: facts.Categories, 'Discount Codes': [], 'Total Discounts': 0 });
    if (r.hit(0.04)) add(sold['Refunded Order'], who, time + 2 * 86400000, lines[0][1], { ...facts, Items: [lines[0][0]], 'Item Count': 1 });
  }
}
