// Ready-made segments for restaurants and shops, from what the connected vendors report.
// SPDX-License-Identifier: Apache-2.0
import type { IntegrationKind } from '../api/schema';
import { writeMetric, type MetricForm } from './form';
import { alltime, type Condition, type DateFilter, type Definition, type Num, type Unit } from './grammar';

export const readyNames = ['first_timers', 'regulars', 'lapsed', 'big_spenders', 'no_show_risks', 'birthdays', 'booked_next_week', 'big_tables', 'cancels', 'reachable_regulars', 'takeout_fans', 'takeout_lapsed', 'shop_regulars', 'shop_lapsed', 'never_dined', 'refunded'] as const;
export type ReadyName = (typeof readyNames)[number];
export type Ready = { name: ReadyName; definition: Definition };

/** How many are offered. */
export const mostReady = 10;

const num = (operator: Num['operator'], value: number): Num => ({ type: 'numeric', operator, value });
const last = (quantity: number, unit: Unit = 'day'): DateFilter => ({ type: 'date', operator: 'in-the-last', unit, quantity });
const next = (quantity: number): DateFilter => ({ type: 'date', operator: 'in-the-next', unit: 'day', quantity });
const anyOf = (...groups: Condition[][]): Definition => ({ condition_groups: groups.map((conditions) => ({ conditions })) });
const all = (...conditions: Condition[]): Definition => anyOf(...conditions.map((c) => [c]));

/** `kinds`: the connected vendors; `spent`: from which sum in 12 months on somebody is a big spender. */
export function readyMade(kinds: Set<IntegrationKind>, spent: number): Ready[] {
  const did = (kind: IntegrationKind, name: string, part: Partial<MetricForm>) => writeMetric({ metric: { kind, name }, of: 'count', property: '', number: num('greater-than-or-equal', 1), timeframe: alltime, filters: [], ...part });
  // What counts as a visit: a reservation kept, or else an order.
  const main: [IntegrationKind, string] | null = kinds.has('opentable') ? ['opentable', 'Completed Reservation'] : kinds.has('toast') ? ['toast', 'Placed Order'] : kinds.has('lightspeed') ? ['lightspeed', 'Placed Order'] : null;
  if (!main) return [];
  const visit = (part: Partial<MetricForm>) => did(...main, part);
  const times = (operator: Num['operator'], value: number, timeframe: DateFilter = alltime) => ({ number: num(operator, value), timeframe });
  const upcoming = [{ property: 'Scheduled Time', filter: next(7) }];
  // More booked than cancelled, of at most two cancelled: nothing else says of a booking that it stands.
  const booked = (least: number) => did('opentable', 'Created Reservation', { ...times('greater-than-or-equal', least), filters: upcoming });
  const cancelled = (most: number) => did('opentable', 'Cancelled Reservation', { ...times(most ? 'less-than-or-equal' : 'equals', most), filters: upcoming });
  const regulars = visit(times('greater-than-or-equal', 3, last(90)));
  const mailable: Condition = { type: 'profile-marketing-consent', consent: { channel: 'email', can_receive_marketing: true, consent_status: { subscription: 'subscribed', filters: null } } };
  const made: [ReadyName, boolean, () => Definition][] = [
    ['first_timers', true, () => all(visit(times('equals', 1)), visit(times('greater-than-or-equal', 1, last(30))))],
    ['regulars', true, () => all(regulars)],
    ['lapsed', true, () => all(visit(times('greater-than-or-equal', 3)), visit(times('equals', 0, last(120))))],
    ['big_spenders', true, () => all(visit({ of: 'sum', ...times('greater-than-or-equal', spent, last(12, 'regulars-month')) }))],
    ['no_show_risks', kinds.has('opentable'), () => all(did('opentable', 'No Showed Reservation', times('greater-than-or-equal', 2, last(12, 'regulars-month'))))],
    ['birthdays', true, () => all({ type: 'profile-property', property: 'birthday', filter: { type: 'date', operator: 'anniversary-month' } })],
    ['booked_next_week', kinds.has('opentable'), () => anyOf([booked(1)], [cancelled(0), booked(2)], [cancelled(1), booked(3)], [cancelled(2)])],
    ['big_tables', kinds.has('opentable'), () => all(did('opentable', 'Completed Reservation', { ...times('greater-than-or-equal', 1, last(12, 'regulars-month')), filters: [{ property: 'Party Size', filter: num('greater-than-or-equal', 6) }] }))],
    ['takeout_fans', kinds.has('toast') && main[0] !== 'toast', () => all(did('toast', 'Placed Order', times('greater-than-or-equal', 2, last(90))))],
    ['shop_regulars', kinds.has('lightspeed') && main[0] !== 'lightspeed', () => all(did('lightspeed', 'Placed Order', times('greater-than-or-equal', 2, last(180))))],
    ['reachable_regulars', true, () => all(regulars, mailable)],
    ['never_dined', kinds.has('opentable') && kinds.has('toast'), () => all(did('toast', 'Placed Order', {}), visit(times('equals', 0)))],
    ['cancels', kinds.has('opentable'), () => all(did('opentable', 'Cancelled Reservation', times('greater-than-or-equal', 3, last(12, 'regulars-month'))))],
    ['takeout_lapsed', kinds.has('toast'), () => all(did('toast', 'Placed Order', times('greater-than-or-equal', 2)), did('toast', 'Placed Order', times('equals', 0, last(60))))],
    ['shop_lapsed', kinds.has('lightspeed'), () => all(did('lightspeed', 'Placed Order', times('greater-than-or-equal', 2)), did('lightspeed', 'Placed Order', times('equals', 0, last(180))))],
    ['refunded', kinds.has('toast') || kinds.has('lightspeed'), () => all(did(kinds.has('toast') ? 'toast' : 'lightspeed', 'Refunded Order', times('greater-than-or-equal', 1, last(60))))],
  ];
  return made.filter(([, fits]) => fits).slice(0, mostReady).map(([name, , define]) => ({ name, definition: define() }));
}
