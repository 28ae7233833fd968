// Segments in English: "People who have “Completed Reservation” at least once over all time."
// SPDX-License-Identifier: Apache-2.0
import { isDate, type Compare, type ConsentFilter, type DateFilter, type Filter, type Unit } from '../grammar';
import { isMoney, moneyDimensions, never, once, textsOf, windowDays, type Names, type Phrasebook, type Where } from './sentence';

const quote = (text: string) => `“${text}”`;
const list = (items: string[], last: 'and' | 'or') => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`);
const named = (unit: Unit) => unit.replace('regulars-', '');
const span = (n: number, unit: Unit) => (n === 1 ? named(unit) : `${n} ${named(unit)}s`);
const some = (n: number, unit: Unit) => `${n} ${named(unit)}${n === 1 ? '' : 's'}`;
const sizes: Record<Compare, string> = { equals: 'exactly', 'not-equals': 'not exactly', 'greater-than': 'more than', 'greater-than-or-equal': 'at least', 'less-than': 'less than', 'less-than-or-equal': 'at most' };
const size = (operator: Compare, n: string) => `${sizes[operator]} ${n}`;

function when(f: DateFilter, names: Names): string {
  switch (f.operator) {
    case 'alltime': return 'over all time';
    case 'in-the-last': return `in the last ${span(f.quantity, f.unit)}`;
    case 'in-the-next': return `in the next ${span(f.quantity, f.unit)}`;
    case 'at-least': return `at least ${some(f.quantity, f.unit)} ago`;
    case 'between': return `between ${f.start} and ${some(f.end, f.unit)} ago`;
    case 'before': return `before ${names.day(f.date)}`;
    case 'after': return `after ${names.day(f.date)}`;
    case 'between-static': return `from ${names.day(f.start)} to ${names.day(f.end)}`;
    case 'anniversary': return 'today, in any year';
    case 'anniversary-last': return `in the last ${span(f.quantity, f.unit)}, in any year`;
    case 'anniversary-next': return `in the next ${span(f.quantity, f.unit)}, in any year`;
    case 'anniversary-month': return 'in this month, in any year';
    case 'calendar-month': return `in ${names.month(f.value)}, in any year`;
  }
}

function is(property: string, f: Filter, names: Names): string {
  if (isDate(f)) return `is ${when(f, names)}`;
  if (f.type === 'existence') return f.operator === 'is-set' ? 'is set' : 'is not set';
  if (f.type === 'boolean') return f.value ? 'is true' : 'is false';
  if (f.type === 'numeric') return f.operator === 'equals' ? `is ${names.number(f.value)}` : f.operator === 'not-equals' ? `is not ${names.number(f.value)}` : `is ${size(f.operator, names.number(f.value))}`;
  const texts = textsOf(f).map((v) => quote(names.value(property, v))), any = list(texts, 'or'), all = list(texts, 'and');
  switch (f.operator) {
    case 'equals': return `is ${any}`;
    case 'not-equals': return `is not ${any}`;
    case 'contains': return f.type === 'list' ? `includes ${any}` : `contains ${any}`;
    case 'not-contains': return f.type === 'list' ? `does not include ${any}` : `does not contain ${any}`;
    case 'in': return `is ${any}`;
    case 'not-in': return `is not ${any}`;
    case 'starts-with': return `starts with ${any}`;
    case 'not-starts-with': return `does not start with ${any}`;
    case 'ends-with': return `ends with ${any}`;
    case 'not-ends-with': return `does not end with ${any}`;
    case 'regex': return `matches the pattern ${any}`;
    case 'nregex': return `does not match the pattern ${any}`;
    case 'phone-country-code-in': return `has the country code ${any}`;
    case 'phone-country-code-not-in': return `does not have the country code ${any}`;
    case 'contains-any': return `includes ${any}`;
    case 'contains-all': return `includes ${all}`;
    case 'not-contains-any': return `includes neither ${texts.join(' nor ')}`;
    case 'not-contains-all': return `does not include all of ${all}`;
    case 'contains-substring': return `contains the text ${any}`;
    case 'not-contains-substring': return `does not contain the text ${any}`;
    case 'length-equals': return f.value === 0 ? 'is empty' : `has ${some2(f.value)}`;
    default: {
      const operator = f.operator.slice('length-'.length) as Compare;
      return once({ operator, value: Number(f.value) }) ? 'has at least one item' : `has ${sizes[operator]} ${some2(Number(f.value))}`;
    }
  }
}
const some2 = (n: string | number | null) => `${n} item${n === 1 ? '' : 's'}`;
const where = (all: Where[], names: Names) => (all.length ? ` where ${list(all.map((w) => `${quote(names.property(w.property))} ${is(w.property, w.filter as Filter, names)}`), 'and')}` : '');
const times = (operator: Compare, n: number) => (once({ operator, value: n }) ? 'at least once' : `${operator === 'less-than' ? 'fewer than' : sizes[operator]} ${n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`}`.replace('than once', 'than 1 time').replace('than twice', 'than 2 times').replace('exactly once', 'exactly once'));

const measures = { 'regulars-sum': 'add up to', 'regulars-average': 'average' };
const statuses = { any: '', subscribed: 'because they subscribed', unsubscribed: 'because they unsubscribed', never_subscribed: 'and never subscribed' };
const channels = { email: 'email marketing', sms: 'SMS marketing', push: 'push notifications' };
const fields: Record<string, string> = { status_date: 'with the change', bounce_date: 'bounced', manual_suppression_date: 'suppressed by hand', invalid_email_date: 'with the address found invalid' };
const dimensions: Record<string, string> = { average_days_between_orders: 'average days between orders', average_order_value: 'average order value', churn_probability: 'churn risk', historic_clv: 'historic customer value', historic_number_of_orders: 'number of orders', predicted_clv: 'predicted customer value', predicted_number_of_orders: 'predicted number of orders', total_clv: 'total customer value', expected_date_of_next_purchase: 'expected date of the next order', predicted_gender: 'predicted gender', channel_affinity: 'channel affinity', 'regulars-rfm': 'customer group' };

function consentFilter(f: ConsentFilter, names: Names): string {
  if (f.field === 'is_double_opt_in') return f.filter && 'value' in f.filter && f.filter.value ? 'with double opt-in' : 'without double opt-in';
  if (f.field === 'method') return `by ${(f.method ?? '').replaceAll('_', ' ')}${f.filter ? ` (${textsOf(f.filter).join(', ')})` : ''}`;
  if (isDate(f.filter)) return `${fields[f.field] ?? f.field} ${when(f.filter, names)}`;
  return `${fields[f.field] ?? f.field.replaceAll('_', ' ')}${f.filter && f.filter.type !== 'existence' ? ` ${textsOf(f.filter).map(quote).join(', ')}` : ''}`;
}

export const book: Phrasebook<string> = {
  everyone: 'Everyone.',
  join: (groups) => `People ${groups.map((g) => g.join(' or ')).join(', and ')}.`,
  metric(form, metric, names) {
    const { operator, value } = form.number, at = `${when(form.timeframe, names)}${where(form.filters as Where[], names)}`;
    if (form.of === 'count') return never(form.number) ? `who do not have ${quote(metric)} ${at}` : `who have ${quote(metric)} ${times(operator, value)} ${at}`;
    if (isMoney(form.of)) return `whose ${quote(metric)} is worth ${size(operator, names.money(value))} in all ${at}`;
    return `whose ${quote(names.property(form.property))} values of ${quote(metric)} ${measures[form.of as 'regulars-sum']} ${size(operator, names.number(value))} ${at}`;
  },
  funnel(form, steps, names) {
    const [first, ...rest] = steps.map((s) => `${s.exists ? '' : 'not '}${quote(s.metric)}${where(s.where, names)}`);
    const limit = form.window ? `, within ${some(...windowDays[form.window])}` : '';
    return `who have ${first} ${when(form.timeframe, names)}${rest.map((s) => `, and after it ${s}`).join('')}${limit}`;
  },
  property: (name, filter, names) => `whose ${quote(names.property(name))} ${is(name, filter, names)}`,
  group: (isMember, ids, timeframe, names) => `who are ${isMember ? '' : 'not '}in ${list(ids.map((id) => quote(names.group(id))), 'or')}${timeframe ? ` and were added ${when(timeframe, names)}` : ''}`,
  consent: (c, names) => [`who ${c.can_receive_marketing ? 'can' : 'cannot'} receive ${channels[c.channel]}`, statuses[c.consent_status.subscription], list((c.consent_status.filters ?? []).map((f) => consentFilter(f, names)), 'and')].filter(Boolean).join(' '),
  region: (c) => `who are ${c.in_region ? '' : 'not '}in the ${c.region === 'european_union' ? 'European Union' : 'United States'}`,
  distance: (c, names) => `who are ${c.filter.operator === 'less-than' ? 'within' : 'more than'} ${names.number(c.filter.value)} ${c.unit} ${c.filter.operator === 'less-than' ? 'of' : 'from'} ${c.postal_code}, ${names.country(c.country_code)}`,
  prediction(c, names) {
    const f = c.filter, affinity = c.predicted_channel ? ` for ${c.predicted_channel}` : '';
    const read = f.type === 'numeric' && moneyDimensions.has(c.dimension) ? { ...names, number: names.money } : names;
    return `whose ${dimensions[c.dimension]}${affinity} ${is('', f, read)}`;
  },
  kept: (type) => (type === 'profile-permissions' ? 'who may or may not be reached by WhatsApp' : 'who have a matching custom object'),
  ordered: (by, metric, names) => {
    const what = by.measurement !== 'count' ? (by.regulars_property ? `${quote(names.property(by.regulars_property))} of ${quote(metric)}` : `the value of ${quote(metric)}`) : `the number of ${quote(metric)}`;
    return `Ordered by ${what}${by.timeframe_filter.operator !== 'alltime' ? ` ${when(by.timeframe_filter, names)}` : ''}, ${by.direction === 'descending' ? 'highest first' : 'lowest first'}.`;
  },
};
