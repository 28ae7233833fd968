// Conditions as the builder's forms hold them, and back: what the grammar keeps in several places stands in one.
// SPDX-License-Identifier: Apache-2.0
import { alltime, isDate, isInMonths, type Condition, type DateFilter, type Filter, type FunnelCondition, type FunnelStep, type Measure, type MetricCondition, type MetricOfKind, type Num, type PropertyCondition, type PropertyFilter } from './grammar';

/** One metric of one integration, or the metric of a name over all integrations of a kind. */
export type MetricChoice = { id: string } | MetricOfKind | null;
export type MetricForm = { metric: MetricChoice; of: 'count' | 'value' | Measure['of']; property: string; number: Num; timeframe: DateFilter; filters: PropertyFilter[] };
export type FunnelForm = { timeframe: DateFilter; window: FunnelCondition['completion_window_seconds']; steps: { metric: MetricChoice; exists: boolean; filters: PropertyFilter[] }[] };
export type PropertyForm = { property: string; filter: Filter };

const chosen = (id: string, kind?: MetricOfKind): MetricChoice => kind ?? (id ? { id } : null);
const named = (metric: MetricChoice) => ({ metric_id: metric && 'id' in metric ? metric.id : '', kind: metric && 'kind' in metric ? metric : undefined });
const withOwn = <T extends object>(condition: T, own: object): T => (Object.keys(own).length ? { ...condition, regulars: own } : condition);

export function readMetric(c: MetricCondition): MetricForm {
  const own = c.regulars ?? {};
  return {
    metric: chosen(c.metric_id, own.metric), of: c.measurement === 'count' ? 'count' : own.measure?.of ?? 'value', property: own.measure?.property ?? '', number: c.measurement_filter,
    timeframe: own.timeframe_filter ?? c.timeframe_filter, filters: [...(c.metric_filters ?? []), ...(own.metric_filters ?? [])],
  };
}

export function writeMetric(form: MetricForm): MetricCondition {
  const { metric_id, kind } = named(form.metric);
  const dates = form.filters.filter((f) => isDate(f.filter)), plain = form.filters.filter((f) => !isDate(f.filter));
  const months = isInMonths(form.timeframe);
  return withOwn<MetricCondition>(
    { type: 'profile-metric', metric_id, measurement: form.of === 'count' ? 'count' : 'sum', measurement_filter: form.number, timeframe_filter: months ? alltime : form.timeframe, metric_filters: plain.length ? plain : null },
    {
      ...(kind ? { metric: kind } : {}), ...(form.of !== 'count' && form.of !== 'value' ? { measure: { of: form.of, property: form.property } } : {}),
      ...(months ? { timeframe_filter: form.timeframe } : {}), ...(dates.length ? { metric_filters: dates } : {}),
    },
  );
}

export function readFunnel(c: FunnelCondition): FunnelForm {
  return { timeframe: c.regulars?.timeframe_filter ?? c.timeframe_filter, window: c.completion_window_seconds ?? null, steps: c.steps.map((s) => ({ metric: chosen(s.metric_id, s.regulars?.metric), exists: s.metric_exists, filters: s.metric_filters ?? [] })) };
}

/** The widest plain timeframe a funnel may have: it stands where ours takes the place. */
const anyTime: DateFilter = { type: 'date', operator: 'in-the-last', unit: 'week', quantity: 520 };

export function writeFunnel(form: FunnelForm): FunnelCondition {
  const months = isInMonths(form.timeframe);
  const steps = form.steps.map((s): FunnelStep => {
    const { metric_id, kind } = named(s.metric);
    return withOwn<FunnelStep>({ metric_exists: s.exists, metric_id, metric_filters: s.filters.length ? s.filters : null }, kind ? { metric: kind } : {});
  });
  return withOwn<FunnelCondition>({ type: 'profile-metric-funnel', timeframe_filter: months ? anyTime : form.timeframe, completion_window_seconds: form.window ?? null, steps }, months ? { timeframe_filter: form.timeframe } : {});
}

export const readProperty = (c: PropertyCondition): PropertyForm => ({ property: c.property, filter: c.regulars?.filter ?? c.filter });
export const writeProperty = (form: PropertyForm): PropertyCondition => {
  const months = isInMonths(form.filter);
  return withOwn<PropertyCondition>({ type: 'profile-property', property: form.property, filter: months ? { type: 'existence', operator: 'is-set' } : form.filter }, months ? { filter: form.filter } : {});
};

/** Missing, null and empty mean the same in the grammar's optional places. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined && !(Array.isArray(v) && v.length === 0)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, plain(v)]));
}
export const same = (a: unknown, b: unknown) => JSON.stringify(plain(a)) === JSON.stringify(plain(b));

/** Through the form and back. */
export function rewritten(c: Condition): Condition {
  switch (c.type) {
    case 'profile-metric': return writeMetric(readMetric(c));
    case 'profile-metric-funnel': return writeFunnel(readFunnel(c));
    case 'profile-property': return writeProperty(readProperty(c));
    default: return c;
  }
}

/** A form may edit a condition only when it loses nothing of it; others are edited as text. */
export function fitsForm(c: Condition): boolean {
  try {
    switch (c.type) {
      case 'profile-metric': case 'profile-metric-funnel': case 'profile-property': return same(rewritten(c), c);
      case 'profile-group-membership': return Array.isArray(c.group_ids);
      case 'profile-marketing-consent': return typeof c.consent.consent_status.subscription === 'string';
      case 'profile-region': return typeof c.region === 'string';
      case 'profile-postal-code-distance': case 'profile-predictive-analytics': return typeof c.filter.operator === 'string';
      default: return false;
    }
  } catch {
    return false; // a shape the grammar does not have: its text says more than a form could
  }
}

export const starts: Record<Condition['type'], Condition> = {
  'profile-metric': { type: 'profile-metric', metric_id: '', measurement: 'count', measurement_filter: { type: 'numeric', operator: 'greater-than-or-equal', value: 1 }, timeframe_filter: alltime, metric_filters: null },
  'profile-metric-funnel': { type: 'profile-metric-funnel', timeframe_filter: { type: 'date', operator: 'in-the-last', unit: 'day', quantity: 30 }, completion_window_seconds: null, steps: [{ metric_exists: true, metric_id: '', metric_filters: null }, { metric_exists: true, metric_id: '', metric_filters: null }] },
  'profile-property': { type: 'profile-property', property: '', filter: { type: 'string', operator: 'equals', value: '' } },
  'profile-group-membership': { type: 'profile-group-membership', is_member: true, group_ids: [], timeframe_filter: null },
  'profile-marketing-consent': { type: 'profile-marketing-consent', consent: { channel: 'email', can_receive_marketing: true, consent_status: { subscription: 'any', filters: null } } },
  'profile-region': { type: 'profile-region', in_region: true, region: 'united_states' },
  'profile-postal-code-distance': { type: 'profile-postal-code-distance', country_code: 'US', postal_code: '', unit: 'miles', filter: { type: 'numeric', operator: 'less-than', value: 10 } },
  'profile-predictive-analytics': { type: 'profile-predictive-analytics', dimension: 'historic_clv', filter: { type: 'numeric', operator: 'greater-than-or-equal', value: 100 } },
  'profile-has-custom-object': { type: 'profile-has-custom-object', object_type_id: '', object_type_relationship_id: '', filter: { type: 'numeric', operator: 'greater-than-or-equal', value: 1 }, filters: [] } as Condition,
  'profile-permissions': { type: 'profile-permissions', channel: 'whatsapp_marketing', permission: { reachable_status: 'implicitly_or_explicitly_reachable' } } as Condition,
};
