// One definition of every condition of the grammar, as Klaviyo and Regulars write them; for the tests of forms and sentences.
// SPDX-License-Identifier: Apache-2.0
import type { Condition, DateFilter, Filter } from '../src/segments/grammar';

const num = (operator: string, value: number) => ({ type: 'numeric', operator, value }) as Filter;
const last = (quantity: number, unit = 'day') => ({ type: 'date', operator: 'in-the-last', unit, quantity }) as DateFilter;
const alltime: DateFilter = { type: 'date', operator: 'alltime' };
const metric = (more: object) => ({ type: 'profile-metric', metric_id: 'M1', measurement: 'count', measurement_filter: num('greater-than-or-equal', 1), timeframe_filter: alltime, metric_filters: null, ...more }) as Condition;
const where = (...metric_filters: object[]) => metric({ metric_filters });
const property = (filter: object, name = 'first_name') => ({ type: 'profile-property', property: name, filter }) as Condition;
const consent = (channel: string, can: boolean, subscription: string, filters: object[] | null = null) => ({ type: 'profile-marketing-consent', consent: { channel, can_receive_marketing: can, consent_status: { subscription, filters } } }) as Condition;
const prediction = (dimension: string, filter: object, more: object = {}) => ({ type: 'profile-predictive-analytics', dimension, filter, ...more }) as Condition;
const text = (operator: string, value: unknown) => ({ type: 'string', operator, value });
const listed = (operator: string, value: unknown) => ({ type: 'list', operator, value });
const date = (operator: string, more: object = {}) => ({ type: 'date', operator, ...more });

const compares = ['equals', 'not-equals', 'greater-than', 'greater-than-or-equal', 'less-than', 'less-than-or-equal'];
const dates: [string, object][] = [
  ['after', date('after', { date: '2026-01-15T00:00:00Z' })], ['before', date('before', { date: '2026-01-15T00:00:00Z' })], ['between dates', date('between-static', { start: '2026-01-01T00:00:00Z', end: '2026-01-31T00:00:00Z' })],
  ['at least', date('at-least', { unit: 'week', quantity: 2 })], ['last', last(3)], ['next', date('in-the-next', { unit: 'hour', quantity: 12 })], ['between', date('between', { unit: 'day', start: 3, end: 5 })],
  ['day in the last', date('anniversary-last', { unit: 'day', quantity: 7 })], ['day in the next', date('anniversary-next', { unit: 'day', quantity: 7 })],
];
const texts: [string, object][] = [
  ...['equals', 'not-equals', 'contains', 'not-contains', 'starts-with', 'not-starts-with', 'ends-with', 'not-ends-with', 'regex', 'nregex'].map((o): [string, object] => [o, text(o, 'Ana')]),
  ['in', text('in', ['Ana', 'Ben', 'Cleo'])], ['not in', text('not-in', ['Ana', 'Ben'])],
];
const lists: [string, object][] = [
  ...['contains-any', 'contains-all', 'not-contains-any', 'not-contains-all'].map((o): [string, object] => [o, listed(o, ['birthday', 'VIP'])]),
  ...['equals', 'greater-than', 'greater-than-or-equal', 'less-than', 'less-than-or-equal'].map((o): [string, object] => [`length ${o}`, listed(`length-${o}`, o === 'equals' ? 0 : 2)]),
];
const both: [string, object][] = [['set', { type: 'existence', operator: 'is-set' }], ['not set', { type: 'existence', operator: 'not-set' }], ['true', { type: 'boolean', operator: 'equals', value: true }], ['false', { type: 'boolean', operator: 'equals', value: false }], ...compares.map((o): [string, object] => [`number ${o}`, num(o, 6)])];
const methods = ['preference_page', 'inbound_message', 'back_in_stock', 'sftp', 'manual_remove', 'spam_complaint', 'mailbox_provider', 'one_click_unsubscribe'];

export const everyCondition: [string, Condition][] = [
  ...compares.map((o): [string, Condition] => [`count ${o}`, metric({ measurement_filter: num(o, 3) })]),
  ['at least once', metric({})], ['zero times', metric({ measurement_filter: num('equals', 0) })],
  ...compares.map((o): [string, Condition] => [`value ${o}`, metric({ measurement: 'sum', measurement_filter: num(o, 500) })]),
  ...dates.map(([name, f]): [string, Condition] => [`event ${name}`, metric({ timeframe_filter: f })]),
  ...[...texts, ...lists, ...both, ['contains text', listed('contains-substring', 'VI')] as [string, object], ['without text', listed('not-contains-substring', 'VI')] as [string, object]].map(([name, f]): [string, Condition] => [`event property ${name}`, where({ property: 'Party Size', filter: f })]),
  ['ten filters', where(...Array.from({ length: 10 }, (_, i) => ({ property: `P${i}`, filter: num('equals', i) })))],
  ['event in months', metric({ timeframe_filter: last(12, 'regulars-month') })],
  ['event of a kind', metric({ metric_id: 'regulars:opentable:Completed Reservation' })],
  ...['regulars-sum', 'regulars-average'].map((measurement): [string, Condition] => [`event ${measurement}`, metric({ measurement, regulars_property: 'Party Size', measurement_filter: num('greater-than-or-equal', 4) })]),
  ['date inside an event', metric({ metric_filters: [{ property: 'Party Size', filter: num('greater-than', 2) }, { property: 'Scheduled Time', filter: { type: 'regulars-date', operator: 'in-the-next', unit: 'day', quantity: 7 } }] })],
  ['funnel', { type: 'profile-metric-funnel', timeframe_filter: last(30), completion_window_seconds: null, steps: [{ metric_exists: true, metric_id: 'M1', metric_filters: null }, { metric_exists: true, metric_id: 'M2', metric_filters: [{ property: 'Party Size', filter: num('equals', 2) }] }] } as Condition],
  ...['HOURS_1', 'DAYS_1', 'DAYS_3', 'DAYS_5', 'WEEKS_1', 'DAYS_30', 'DAYS_90', 'DAYS_180', 'YEARS_1'].map((w): [string, Condition] => [`funnel ${w}`, { type: 'profile-metric-funnel', timeframe_filter: date('between', { unit: 'day', start: 1, end: 30 }), completion_window_seconds: w, steps: [{ metric_exists: true, metric_id: 'M1', metric_filters: null }, { metric_exists: true, metric_id: 'M1', metric_filters: null }, { metric_exists: false, metric_id: 'M2', metric_filters: null }] } as Condition]),
  ['funnel between dates', { type: 'profile-metric-funnel', timeframe_filter: dates[2]![1], completion_window_seconds: null, steps: [{ metric_exists: true, metric_id: 'M1', metric_filters: null }, { metric_exists: false, metric_id: 'regulars:toast:Placed Order', metric_filters: null }] } as Condition],
  ...[...texts, ...lists.filter(([name]) => name.startsWith('length')), ...both, ...dates, ['contains', listed('contains', 'VIP')] as [string, object], ['not contains', listed('not-contains', 'VIP')] as [string, object], ['today', date('anniversary')] as [string, object], ['this month', date('anniversary-month')] as [string, object], ['month', date('calendar-month', { value: 5 })] as [string, object]].map(([name, f]): [string, Condition] => [`property ${name}`, property(f)]),
  ['phone code', property(text('phone-country-code-in', ['+1', '+44']), 'phone_number')], ['not phone code', property(text('phone-country-code-not-in', ['+1']), 'phone_number')],
  ['own property', property(text('equals', 'Tiramisù'), "properties['Favorite dish']")],
  ['property in months', property(last(6, 'regulars-month'), 'created')],
  ['in a list', { type: 'profile-group-membership', is_member: true, group_ids: ['L1'], timeframe_filter: null }], ['in one of several, since', { type: 'profile-group-membership', is_member: true, group_ids: ['L1', 'S1'], timeframe_filter: last(7) }], ['not in', { type: 'profile-group-membership', is_member: false, group_ids: ['L1', 'S1'] }],
  ...['any', 'subscribed', 'never_subscribed'].map((s): [string, Condition] => [`can be mailed ${s}`, consent('email', true, s)]), ...['any', 'unsubscribed', 'never_subscribed', 'subscribed'].map((s): [string, Condition] => [`cannot be mailed ${s}`, consent('email', false, s, s === 'any' ? null : [{ field: 'manual_suppression_date', filter: { type: 'existence', operator: 'is-set' } }])]),
  ['subscribed by a form since', consent('email', true, 'subscribed', [{ field: 'method', method: 'form', filter: text('in', ['F1']) }, { field: 'status_date', filter: last(30) }, { field: 'is_double_opt_in', filter: { type: 'boolean', operator: 'equals', value: true } }])],
  ['custom source', consent('email', true, 'subscribed', [{ field: 'custom_source', filter: text('equals', 'Counter') }])], ...methods.map((m): [string, Condition] => [`method ${m}`, consent('email', false, 'unsubscribed', [{ field: 'method', method: m }])]),
  ['bounced', consent('email', false, 'any', [{ field: 'bounce_date', filter: last(30) }])], ['invalid', consent('email', false, 'any', [{ field: 'invalid_email_date', filter: date('calendar-month', { value: 2 }) }])],
  ['can be texted', consent('sms', true, 'subscribed', [{ field: 'method', method: 'checkout' }])], ['cannot be texted', consent('sms', false, 'any')], ['can be pushed', consent('push', true, 'any')], ['cannot be pushed', consent('push', false, 'any')],
  ['in the EU', { type: 'profile-region', in_region: true, region: 'european_union' }], ['not in the US', { type: 'profile-region', in_region: false, region: 'united_states' }],
  ['near', { type: 'profile-postal-code-distance', country_code: 'US', postal_code: '02110', unit: 'miles', filter: num('less-than', 10) } as Condition], ['far', { type: 'profile-postal-code-distance', country_code: 'FR', postal_code: '75011', unit: 'kilometers', filter: num('greater-than', 40) } as Condition],
  ...['average_days_between_orders', 'average_order_value', 'churn_probability', 'historic_clv', 'historic_number_of_orders', 'predicted_clv', 'predicted_number_of_orders', 'total_clv'].map((d): [string, Condition] => [`prediction ${d}`, prediction(d, num('greater-than-or-equal', 0.5))]),
  ['next purchase', prediction('expected_date_of_next_purchase', date('in-the-next', { unit: 'week', quantity: 2 }))], ['gender', prediction('predicted_gender', text('equals', 'likely_female'))],
  ['affinity priority', prediction('channel_affinity', num('equals', 1), { measurement: 'priority', predicted_channel: 'email' })], ['affinity rank', prediction('channel_affinity', text('not-equals', 'low'), { measurement: 'rank', predicted_channel: 'sms' })],
  ['RFM', prediction('regulars-rfm', text('in', ['Champions', 'Loyal']))],
  ['custom object', { type: 'profile-has-custom-object', object_type_id: 'T', object_type_relationship_id: 'R', filter: num('greater-than-or-equal', 1), filters: [] } as Condition], ['WhatsApp', { type: 'profile-permissions', channel: 'whatsapp_marketing', permission: { reachable_status: 'explicitly_reachable', filters: [] } } as Condition],
];
