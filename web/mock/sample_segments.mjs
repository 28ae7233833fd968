// Segments that the made-up restaurants keep.
// SPDX-License-Identifier: Apache-2.0
const numeric = (operator, value) => ({ type: 'numeric', operator, value });
const done = (metric_id, operator, value, timeframe_filter = { type: 'date', operator: 'alltime' }, more = {}) => ({ type: 'profile-metric', metric_id, measurement: 'count', measurement_filter: numeric(operator, value), timeframe_filter, metric_filters: null, ...more });
const last = (quantity, unit = 'day') => ({ type: 'date', operator: 'in-the-last', unit, quantity });
const all = (...conditions) => ({ condition_groups: conditions.map((c) => ({ conditions: [c] })) });

export function sampleSegments(world) {
  const completed = world.metrics.find((m) => m.name === 'Completed Reservation').id;
  const anywhere = 'regulars:opentable:Completed Reservation';
  const at = (days) => new Date(world.now - days * 86400000).toISOString();
  const one = (n, name, description, definition, more = {}) => ({ id: 'Sg' + n, name, description, starred: false, revision: 'r1', is_active: true, created_at: at(200 - n * 20), updated_at: at(40 - n), definition, ...more });
  return [
    one(1, 'Regulars', 'Three visits or more in 90 days', all(done(anywhere, 'greater-than-or-equal', 3, last(90))), { starred: true }),
    one(2, 'Lapsed regulars', '', all(done(anywhere, 'greater-than-or-equal', 4), done(anywhere, 'equals', 0, last(120)))),
    one(3, 'Harbor Street guests who may be mailed', 'For the monthly letter', all(done(completed, 'greater-than-or-equal', 1), { type: 'profile-marketing-consent', consent: { channel: 'email', can_receive_marketing: true, consent_status: { subscription: 'subscribed', filters: null } } }), { starred: true }),
    one(4, 'Big tables', '', all(done(completed, 'greater-than-or-equal', 1, last(52, 'week'), { metric_filters: [{ property: 'Party Size', filter: numeric('greater-than-or-equal', 6) }] }))),
    one(5, 'VIP program', 'Brought over from Klaviyo', all({ type: 'profile-has-custom-object', object_type_id: 'vip', object_type_relationship_id: 'member', filter: numeric('greater-than-or-equal', 1), filters: [] })),
  ];
}
