// What a chart asks, kept in the address so that a view can be shared and found again.
// SPDX-License-Identifier: Apache-2.0
import type { Condition } from '../api/schema';
import { present } from '../api/clock';
import type { By } from '../i18n/format';

export type Measure = 'total' | 'people' | 'value';
export type Range = '7d' | '30d' | '90d' | '12m' | '24m' | 'custom';
export type Question = { range: Range; from: string; to: string; by: By; measure: Measure; group: string; where: Condition[]; compare: boolean };

export const ranges: Range[] = ['7d', '30d', '90d', '12m', '24m', 'custom'];
const days: Record<Exclude<Range, 'custom'>, number> = { '7d': 7, '30d': 30, '90d': 90, '12m': 365, '24m': 730 };
const fits: Record<Exclude<Range, 'custom'>, By> = { '7d': 'day', '30d': 'day', '90d': 'week', '12m': 'month', '24m': 'month' };
const operators = ['equals', 'not_equals', 'contains', 'at_least', 'at_most', 'is_set', 'is_not_set'];

export function addDays(day: string, n: number) {
  return new Date(Date.parse(day + 'T00:00:00Z') + n * 86_400_000).toISOString().slice(0, 10);
}

/** The calendar day of an instant in a zone. */
export function dayIn(zone: string, at: number) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

/** The day so many days before today, and today, by the server's clock. */
export function daysBack(zone: string, days: number): [from: string, to: string] {
  const today = dayIn(zone, present());
  return [addDays(today, -days), today];
}

const isDay = (text: string | null): text is string => !!text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text + 'T00:00:00Z'));

function conditionsIn(text: string | null): Condition[] {
  if (!text) return [];
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return [];
    return list.filter((c): c is Condition => typeof c === 'object' && c !== null && typeof (c as Condition).property === 'string' && operators.includes((c as Condition).operator)).slice(0, 10);
  } catch {
    return []; // an address someone cut short: the chart without its filter
  }
}

export function questionIn(search: URLSearchParams, today: string): Question {
  const asked = search.get('range') as Range | null;
  let range: Range = asked && ranges.includes(asked) ? asked : '30d';
  const from = search.get('from'), to = search.get('to');
  if (range === 'custom' && !(isDay(from) && isDay(to) && from <= to && addDays(from, 1100) >= to)) range = '30d';
  const span = range === 'custom' ? { from: from as string, to: to as string } : { from: addDays(today, 1 - days[range]), to: today };
  const by = search.get('by');
  const measure = search.get('measure');
  return {
    range, ...span,
    by: by === 'day' || by === 'week' || by === 'month' ? by : range === 'custom' ? 'day' : fits[range],
    measure: measure === 'people' || measure === 'value' ? measure : 'total',
    group: search.get('group') ?? '', where: conditionsIn(search.get('where')), compare: search.get('compare') === 'previous',
  };
}

/** The address of a question; what is usual stays out of it. */
export function searchOf(q: Question): URLSearchParams {
  const search = new URLSearchParams();
  if (q.range !== '30d') search.set('range', q.range);
  if (q.range === 'custom') { search.set('from', q.from); search.set('to', q.to); }
  if (q.range === 'custom' ? q.by !== 'day' : q.by !== fits[q.range]) search.set('by', q.by);
  if (q.measure !== 'total') search.set('measure', q.measure);
  if (q.group) search.set('group', q.group);
  if (q.where.length) search.set('where', JSON.stringify(q.where));
  if (q.compare) search.set('compare', 'previous');
  return search;
}

export const fitting = (range: Exclude<Range, 'custom'>) => fits[range];

export const apiQuery = (q: Question) => ({
  from: q.from, to: q.to, by: q.by, ...(q.group ? { group_by: q.group } : {}), ...(q.where.length ? { where: JSON.stringify(q.where) } : {}), ...(q.compare ? { compare: 'previous' as const } : {}),
});
