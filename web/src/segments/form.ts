// Conditions as the builder's forms hold them, and back.
// SPDX-License-Identifier: Apache-2.0
import { alltime, isDate, type Condition, type DateFilter, type FunnelCondition, type FunnelStep, type Measurement, type MetricCondition, type MetricOfKind, type Num, type PropertyFilter } from './grammar';

/** One metric of one integration, or the metric of a name over all integrations of a kind. */
export type MetricChoice = { id: string } | MetricOfKind | null;
export type MetricForm = { metric: MetricChoice; of: Measurement; property: string; number: Num; timeframe: DateFilter; filters: PropertyFilter[] };
export type FunnelForm = { timeframe: DateFilter; window: FunnelCondition['completion_window_seconds']; steps: { metric: MetricChoice; exists: boolean; filters: PropertyFilter[] }[] };

export function metricOf(id: string): MetricChoice {
  const of = /^regulars:(opentable|toast|lightspeed):(.+)$/s.exec(id);
  return of ? { kind: of[1] as MetricOfKind['kind'], name: of[2] ?? '' } : id ? { id } : null;
}
export const metricId = (metric: MetricChoice) => (metric === null ? '' : 'id' in metric ? metric.id : `regulars:${metric.kind}:${metric.name}`);

/** Filters as forms hold them: a date is a date, wherever it stands. */
const readFilters = (filters: PropertyFilter[] | null | undefined) => (filters ?? []).map((f) => (isDate(f.filter) ? { ...f, filter: { ...f.filter, type: 'date' as const } } : f));
function writeFilters(filters: PropertyFilter[]) {
  const written = filters.map((f) => (isDate(f.filter) ? { ...f, filter: { ...f.filter, type: 'regulars-date' as const } } : f));
  return written.length ? written : null;
}

export const readMetric = (c: MetricCondition): MetricForm => ({ metric: metricOf(c.metric_id), of: c.measurement, property: c.regulars_property ?? '', number: c.measurement_filter, timeframe: c.timeframe_filter, filters: readFilters(c.metric_filters) });
export const isOfProperty = (of: Measurement) => of === 'regulars-sum' || of === 'regulars-average';
export const writeMetric = (form: MetricForm): MetricCondition => ({
  type: 'profile-metric', metric_id: metricId(form.metric), measurement: form.of, ...(isOfProperty(form.of) ? { regulars_property: form.property } : {}), measurement_filter: form.number, timeframe_filter: form.timeframe, metric_filters: writeFilters(form.filters),
});

export const readFunnel = (c: FunnelCondition): FunnelForm => ({ timeframe: c.timeframe_filter, window: c.completion_window_seconds ?? null, steps: c.steps.map((s) => ({ metric: metricOf(s.metric_id), exists: s.metric_exists, filters: readFilters(s.metric_filters) })) });
export const writeFunnel = (form: FunnelForm): FunnelCondition => ({
  type: 'profile-metric-funnel', timeframe_filter: form.timeframe, completion_window_seconds: form.window ?? null, steps: form.steps.map((s): FunnelStep => ({ metric_exists: s.exists, metric_id: metricId(s.metric), metric_filters: writeFilters(s.filters) })),
});

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
    case 'profile-property': return { type: c.type, property: c.property, filter: c.filter };
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
