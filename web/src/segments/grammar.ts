// The grammar of segment definitions: Klaviyo's, and what Regulars adds, always with "regulars" in the value or the name.
// SPDX-License-Identifier: Apache-2.0
import type { IntegrationKind } from '../api/schema';

export type Compare = 'equals' | 'not-equals' | 'greater-than' | 'greater-than-or-equal' | 'less-than' | 'less-than-or-equal';
/** Months are ours. */
export type Unit = 'hour' | 'day' | 'week' | 'regulars-month';
/** Dates inside events are ours too, and have a type of their own. */
type DateType = 'date' | 'regulars-date';
export type Num = { type: 'numeric'; operator: Compare; value: number };
export type DateFilter =
  | { type: DateType; operator: 'alltime' | 'anniversary' | 'anniversary-month' }
  | { type: DateType; operator: 'after' | 'before'; date: string }
  | { type: DateType; operator: 'between-static'; start: string; end: string }
  | { type: DateType; operator: 'in-the-last' | 'at-least' | 'in-the-next' | 'anniversary-last' | 'anniversary-next'; unit: Unit; quantity: number }
  | { type: DateType; operator: 'between'; unit: Unit; start: number; end: number }
  | { type: DateType; operator: 'calendar-month'; value: number };
export type DateOperator = DateFilter['operator'];
export type TextOperator = 'equals' | 'not-equals' | 'contains' | 'not-contains' | 'starts-with' | 'not-starts-with' | 'ends-with' | 'not-ends-with' | 'regex' | 'nregex';
export type Text = { type: 'string'; operator: TextOperator; value: string | null };
export type TextIn = { type: 'string'; operator: 'in' | 'not-in' | 'phone-country-code-in' | 'phone-country-code-not-in'; value: string[] };
export type Existence = { type: 'existence'; operator: 'is-set' | 'not-set' };
export type Bool = { type: 'boolean'; operator: 'equals'; value: boolean };
export type ListAny = { type: 'list'; operator: 'contains-all' | 'contains-any' | 'not-contains-all' | 'not-contains-any'; value: string[] };
export type ListLength = { type: 'list'; operator: `length-${Exclude<Compare, 'not-equals'>}`; value: number };
export type ListText = { type: 'list'; operator: 'contains-substring' | 'not-contains-substring'; value: string | null };
export type ListHas = { type: 'list'; operator: 'contains' | 'not-contains'; value: string | number | null };
export type Filter = Num | DateFilter | Text | TextIn | Existence | Bool | ListAny | ListLength | ListText | ListHas;
export type PropertyFilter = { property: string; filter?: Filter | null };

export type MetricOfKind = { kind: IntegrationKind; name: string };
/** The last two are ours: of any numeric property, `regulars_property`. */
export type Measurement = 'count' | 'sum' | 'regulars-sum' | 'regulars-average';

/** `metric_id`: "regulars:opentable:Completed Reservation" is the metric of this name over all integrations of the kind. */
export type MetricCondition = { type: 'profile-metric'; metric_id: string; measurement: Measurement; regulars_property?: string; measurement_filter: Num; timeframe_filter: DateFilter; metric_filters?: PropertyFilter[] | null };
export type FunnelWindow = 'HOURS_1' | 'DAYS_1' | 'DAYS_3' | 'DAYS_5' | 'WEEKS_1' | 'DAYS_30' | 'DAYS_90' | 'DAYS_180' | 'YEARS_1';
export type FunnelStep = { metric_exists: boolean; metric_id: string; metric_filters?: PropertyFilter[] | null };
export type FunnelCondition = { type: 'profile-metric-funnel'; timeframe_filter: DateFilter; completion_window_seconds?: FunnelWindow | null; steps: FunnelStep[] };
export type PropertyCondition = { type: 'profile-property'; property: string; filter: Filter };
export type GroupCondition = { type: 'profile-group-membership'; is_member: boolean; group_ids: string[]; timeframe_filter?: DateFilter | null };
export type Subscription = 'any' | 'subscribed' | 'unsubscribed' | 'never_subscribed';
export type ConsentFilter = { field: string; method?: string; filter?: Filter | null };
export type ConsentCondition = { type: 'profile-marketing-consent'; consent: { channel: 'email' | 'sms' | 'push'; can_receive_marketing: boolean; consent_status: { subscription: Subscription; filters?: ConsentFilter[] | null } } };
export type RegionCondition = { type: 'profile-region'; in_region: boolean; region: 'european_union' | 'united_states' };
export type DistanceCondition = { type: 'profile-postal-code-distance'; country_code: string; postal_code: string; unit: 'kilometers' | 'miles'; filter: Num };
export type Dimension = 'average_days_between_orders' | 'average_order_value' | 'churn_probability' | 'historic_clv' | 'historic_number_of_orders' | 'predicted_clv' | 'predicted_number_of_orders' | 'total_clv' | 'expected_date_of_next_purchase' | 'predicted_gender' | 'channel_affinity' | 'regulars-rfm';
export type PredictionCondition = { type: 'profile-predictive-analytics'; dimension: Dimension; filter: Filter; measurement?: 'priority' | 'rank'; predicted_channel?: 'email' | 'push' | 'sms' | 'whatsapp' };
/** Understood and kept, but nothing here can answer them. */
export type KeptCondition = { type: 'profile-has-custom-object' | 'profile-permissions' };

export type Condition = MetricCondition | FunnelCondition | PropertyCondition | GroupCondition | ConsentCondition | RegionCondition | DistanceCondition | PredictionCondition | KeptCondition;
export type ConditionType = Condition['type'];
export type OrderedBy = { metric_id: string; measurement: Measurement; regulars_property?: string; timeframe_filter: DateFilter; metric_filters?: PropertyFilter[] | null; direction: 'ascending' | 'descending' };
/** Without a group it holds everybody. */
export type Definition = { condition_groups: { conditions: Condition[] }[]; regulars?: { order_by?: OrderedBy | null } };

export const mostConditions = 100;
export const mostFilters = 10;

/** In the order in which the builder offers them. */
export const conditionTypes: ConditionType[] = ['profile-metric', 'profile-property', 'profile-group-membership', 'profile-marketing-consent', 'profile-metric-funnel', 'profile-region', 'profile-postal-code-distance', 'profile-predictive-analytics', 'profile-has-custom-object', 'profile-permissions'];
export const compares: Compare[] = ['greater-than-or-equal', 'less-than-or-equal', 'equals', 'not-equals', 'greater-than', 'less-than'];
export const textOperators: (TextOperator | TextIn['operator'])[] = ['equals', 'not-equals', 'contains', 'not-contains', 'in', 'not-in', 'starts-with', 'not-starts-with', 'ends-with', 'not-ends-with', 'regex', 'nregex'];
export const phoneOperators: TextIn['operator'][] = ['phone-country-code-in', 'phone-country-code-not-in'];
export const funnelWindows: FunnelWindow[] = ['HOURS_1', 'DAYS_1', 'DAYS_3', 'DAYS_5', 'WEEKS_1', 'DAYS_30', 'DAYS_90', 'DAYS_180', 'YEARS_1'];
/** Which timeframes each place of the grammar allows. */
export const timeframes = {
  metric: ['alltime', 'in-the-last', 'between', 'at-least', 'before', 'after', 'between-static', 'in-the-next', 'anniversary-last', 'anniversary-next'],
  funnel: ['in-the-last', 'between', 'between-static', 'at-least', 'in-the-next'],
  group: ['in-the-last', 'between', 'at-least', 'before', 'after', 'between-static', 'in-the-next'],
  property: ['in-the-last', 'at-least', 'between', 'in-the-next', 'before', 'after', 'between-static', 'anniversary', 'anniversary-next', 'anniversary-last', 'anniversary-month', 'calendar-month'],
} satisfies Record<string, DateOperator[]>;

export const alltime: DateFilter = { type: 'date', operator: 'alltime' };
export const isDate = (filter: Filter | null | undefined): filter is DateFilter => filter?.type === 'date' || filter?.type === 'regulars-date';

/** The name inside properties['…'], or null for a property that every profile has. */
export const ownProperty = (property: string) => /^properties\['(.*)'\]$/s.exec(property)?.[1] ?? null;
export const propertyPath = (name: string, builtIn: readonly string[]) => (builtIn.includes(name) ? name : `properties['${name}']`);
export const builtInProperties = ['email', 'phone_number', 'first_name', 'last_name', 'birthday', 'created', 'external_id', 'organization', 'title', 'locale', 'location.address1', 'location.city', 'location.region', 'location.country', 'location.zip', 'location.timezone'] as const;
