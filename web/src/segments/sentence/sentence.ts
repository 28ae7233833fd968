// The sentence that says a segment in plain language. What is said where is here; how it is said is each language's own.
// SPDX-License-Identifier: Apache-2.0
import { metricOf, readFunnel, readMetric, type FunnelForm, type MetricChoice, type MetricForm } from '../form';
import { ownProperty, type Compare, type ConsentCondition, type DateFilter, type Definition, type DistanceCondition, type Filter, type FunnelWindow, type KeptCondition, type OrderedBy, type PredictionCondition, type RegionCondition, type Unit } from '../grammar';

/** How the account and the reader call things. */
export type Names = {
  metric: (choice: MetricChoice) => string;
  property: (name: string) => string;
  value: (property: string, value: string) => string;
  /** A list's or a segment's name. */
  group: (id: string) => string;
  number: (n: number) => string;
  money: (n: number) => string;
  day: (iso: string) => string;
  month: (n: number) => string;
  country: (code: string) => string;
};
export type Where = { property: string; filter: Filter | null | undefined };
export type Step = { metric: string; exists: boolean; where: Where[] };

/** One language. A P is what it needs of a condition before it joins them: often a text. */
export interface Phrasebook<P> {
  everyone: string;
  join(groups: P[][]): string;
  metric(form: MetricForm, metric: string, names: Names): P;
  funnel(form: FunnelForm, steps: Step[], names: Names): P;
  property(name: string, filter: Filter, names: Names): P;
  group(isMember: boolean, ids: string[], timeframe: DateFilter | null, names: Names): P;
  consent(consent: ConsentCondition['consent'], names: Names): P;
  region(c: RegionCondition): P;
  distance(c: DistanceCondition, names: Names): P;
  prediction(c: PredictionCondition, names: Names): P;
  kept(type: KeptCondition['type']): P;
  ordered(by: OrderedBy, metric: string, names: Names): string;
}

const whereOf = (filters: { property: string; filter?: Filter | null }[]): Where[] => filters.filter((f) => f.property && f.filter).map((f) => ({ property: f.property, filter: f.filter }));

/** Conditions that are not finished are left out by the caller. Without any it is of everybody. */
export function sentenceOf<P>(definition: Definition, book: Phrasebook<P>, names: Names): string {
  const groups = definition.condition_groups.map((g) => g.conditions.map((c): P => {
    switch (c.type) {
      case 'profile-metric': { const form = readMetric(c); return book.metric({ ...form, filters: whereOf(form.filters) }, names.metric(form.metric), names); }
      case 'profile-metric-funnel': { const form = readFunnel(c); return book.funnel(form, form.steps.map((s) => ({ metric: names.metric(s.metric), exists: s.exists, where: whereOf(s.filters) })), names); }
      case 'profile-property': return book.property(ownProperty(c.property) ?? c.property, c.filter, names);
      case 'profile-group-membership': return book.group(c.is_member, c.group_ids, c.timeframe_filter ?? null, names);
      case 'profile-marketing-consent': return book.consent(c.consent, names);
      case 'profile-region': return book.region(c);
      case 'profile-postal-code-distance': return book.distance(c, names);
      case 'profile-predictive-analytics': return book.prediction(c, names);
      default: return book.kept(c.type);
    }
  })).filter((g) => g.length > 0);
  const by = definition.regulars?.order_by;
  const order = by && book.ordered(by, names.metric(metricOf(by.metric_id)), names);
  return [groups.length ? book.join(groups) : book.everyone, order].filter(Boolean).join(' ');
}

/** Is the number a sum of money, rather than a count or a measure of its own? */
export const isMoney = (of: MetricForm['of']) => of === 'sum';
/** "At least once" and "zero times" have words of their own. */
export const once = (n: { operator: Compare; value: number }) => (n.operator === 'greater-than-or-equal' && n.value === 1) || (n.operator === 'greater-than' && n.value === 0);
export const never = (n: { operator: Compare; value: number }) => (n.operator === 'equals' && n.value === 0) || (n.operator === 'less-than' && n.value === 1) || (n.operator === 'less-than-or-equal' && n.value === 0);
export const textsOf = (filter: Filter): string[] => ('value' in filter ? (Array.isArray(filter.value) ? filter.value : [String(filter.value ?? '')]) : []);
export const moneyDimensions = new Set(['average_order_value', 'historic_clv', 'predicted_clv', 'total_clv']);
/** How long a completion window is. */
export const windowDays: Record<FunnelWindow, [number, Unit]> = { HOURS_1: [1, 'hour'], DAYS_1: [1, 'day'], DAYS_3: [3, 'day'], DAYS_5: [5, 'day'], WEEKS_1: [1, 'week'], DAYS_30: [30, 'day'], DAYS_90: [90, 'day'], DAYS_180: [180, 'day'], YEARS_1: [365, 'day'] };
