// What is known of someone: a property, a list or segment, a region, a distance, a prediction.
// SPDX-License-Identifier: Apache-2.0
import { MultiSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listsQuery } from '../../api/queries';
import { countryName } from '../../parts/places';
import { useFormat } from '../../i18n/format';
import { fitting, withDateOperator } from '../choices';
import { builtInProperties, compares, isDate, ownProperty, propertyPath, timeframes, type Dimension, type DistanceCondition, type Filter, type GroupCondition, type PredictionCondition, type PropertyCondition, type RegionCondition } from '../grammar';
import { segmentsQuery } from '../queries';
import { NumberField, PropertyName } from './basic';
import { Choice } from './Choice';
import { DateFields } from './DateFields';
import { FilterFields } from './FilterFields';
import styles from '../builder.module.css';

type Props<C> = { condition: C; onChange: (condition: C) => void };

export function PropertyFields({ condition, onChange }: Props<PropertyCondition>) {
  const { t } = useTranslation();
  const shown = ownProperty(condition.property) ?? condition.property;
  const pathOf = (name: string) => (ownProperty(name) !== null ? name : propertyPath(name, builtInProperties));
  return (
    <div className={styles.row}>
      <PropertyName label={t('segment.property')} of="profile_properties" source={{}} value={shown} onChange={(name, type) => onChange({ ...condition, property: name ? pathOf(name) : '', filter: fitting(condition.filter, type, 'profile') })} />
      <FilterFields filter={condition.filter} place="profile" property={condition.property} source={{}} onChange={(filter) => onChange({ ...condition, filter })} />
    </div>
  );
}

/** `self`: the segment that is edited; it cannot be in itself. */
export function GroupFields({ condition, onChange, self }: Props<GroupCondition> & { self: string }) {
  const { t } = useTranslation();
  const lists = useQuery(listsQuery).data ?? [], segments = useQuery(segmentsQuery).data ?? [];
  const timeframe = condition.timeframe_filter ?? null;
  const known = new Set([...lists, ...segments].map((g) => g.id));
  const strangers = condition.group_ids.filter((id) => !known.has(id));
  return (
    <div className={styles.row}>
      <Choice label={t('segment.membership')} value={condition.is_member ? 'in' : 'not_in'} options={[['in', t('segment.member_in')], ['not_in', t('segment.member_not_in')]]} onChange={(next) => onChange({ type: condition.type, is_member: next === 'in', group_ids: condition.group_ids, ...(next === 'in' ? { timeframe_filter: null } : {}) })} />
      <MultiSelect
        className={styles.texts ?? ''} aria-label={t('segment.groups')} placeholder={condition.group_ids.length ? '' : t('segment.groups')} searchable value={condition.group_ids} nothingFoundMessage={t('state.nothing_found')} maxDropdownHeight={300}
        data={[{ group: t('segment.kind_lists'), items: lists.map((l) => ({ value: l.id, label: l.name })) }, { group: t('segment.kind_segments'), items: segments.filter((s) => s.id !== self).map((s) => ({ value: s.id, label: s.name })) }, ...(strangers.length ? [{ group: t('segment.unknown'), items: strangers.map((id) => ({ value: id, label: id })) }] : [])]}
        onChange={(group_ids) => onChange({ ...condition, group_ids })}
      />
      {condition.is_member && (
        <>
          <Choice label={t('segment.added')} value={timeframe ? 'when' : 'ever'} options={[['ever', t('segment.added_ever')], ['when', t('segment.added_when')]]} onChange={(next) => onChange({ ...condition, timeframe_filter: next === 'when' ? withDateOperator(null, 'in-the-last') : null })} />
          {timeframe && <DateFields value={timeframe} operators={timeframes.group} onChange={(timeframe_filter) => onChange({ ...condition, timeframe_filter })} />}
        </>
      )}
    </div>
  );
}

export function RegionFields({ condition, onChange }: Props<RegionCondition>) {
  const { t } = useTranslation();
  return (
    <div className={styles.row}>
      <Choice label={t('segment.membership')} value={condition.in_region ? 'in' : 'not_in'} options={[['in', t('segment.region_in')], ['not_in', t('segment.region_not_in')]]} onChange={(next) => onChange({ ...condition, in_region: next === 'in' })} />
      <Choice label={t('segment.region')} value={condition.region} options={[['european_union', t('segment.region_eu')], ['united_states', t('segment.region_us')]]} onChange={(region) => onChange({ ...condition, region })} />
    </div>
  );
}

/** Those whose postal codes the reference knows. */
const countries = ['US', 'CA', 'GB', 'AU', 'NZ', 'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'];

export function DistanceFields({ condition, onChange }: Props<DistanceCondition>) {
  const { t } = useTranslation();
  const format = useFormat();
  const known = countries.includes(condition.country_code) ? countries : [condition.country_code, ...countries];
  return (
    <div className={styles.row}>
      <Choice label={t('segment.operator')} value={condition.filter.operator} options={[['less-than', t('segment.distance_within')], ['greater-than', t('segment.distance_beyond')]]} onChange={(operator) => onChange({ ...condition, filter: { ...condition.filter, operator } })} />
      <NumberField label={t('segment.distance')} value={condition.filter.value} onChange={(value) => onChange({ ...condition, filter: { ...condition.filter, value } })} />
      <Choice label={t('segment.unit')} value={condition.unit} options={[['miles', t('segment.miles')], ['kilometers', t('segment.kilometers')]]} onChange={(unit) => onChange({ ...condition, unit })} />
      <span>{t('segment.distance_of')}</span>
      <TextInput className={styles.postal ?? ''} aria-label={t('segment.postal_code')} placeholder={t('segment.postal_code')} maxLength={16} autoComplete="off" value={condition.postal_code} onChange={(e) => onChange({ ...condition, postal_code: e.currentTarget.value })} />
      <Choice label={t('field.country')} value={condition.country_code} options={known.map((code) => [code, countryName(code, format.tag)] as const)} onChange={(country_code) => onChange({ ...condition, country_code })} />
    </div>
  );
}

const dimensions: Dimension[] = ['historic_clv', 'historic_number_of_orders', 'average_order_value', 'average_days_between_orders', 'predicted_clv', 'predicted_number_of_orders', 'total_clv', 'churn_probability', 'expected_date_of_next_purchase', 'predicted_gender', 'channel_affinity', 'regulars-rfm'];
/** Recency, frequency and amount together (klaviyo-product §5.6). */
const groups = ['Champions', 'Loyal', 'Recent', 'Needs attention', 'At risk', 'Inactive'];
const number: Filter = { type: 'numeric', operator: 'greater-than-or-equal', value: 1 };

function begun(dimension: Dimension): PredictionCondition {
  const type = 'profile-predictive-analytics';
  if (dimension === 'expected_date_of_next_purchase') return { type, dimension, filter: withDateOperator(null, 'in-the-next') };
  if (dimension === 'predicted_gender') return { type, dimension, filter: { type: 'string', operator: 'equals', value: 'likely_female' } };
  if (dimension === 'channel_affinity') return { type, dimension, measurement: 'rank', predicted_channel: 'email', filter: { type: 'string', operator: 'equals', value: 'high' } };
  if (dimension === 'regulars-rfm') return { type, dimension, filter: { type: 'string', operator: 'in', value: ['Champions', 'Loyal'] } };
  return { type, dimension, filter: number };
}

export function PredictionFields({ condition, onChange }: Props<PredictionCondition>) {
  const { t } = useTranslation();
  const { filter } = condition;
  const values = condition.dimension === 'predicted_gender' ? (['likely_female', 'likely_male', 'uncertain'] as const) : (['high', 'medium', 'low'] as const);
  return (
    <div className={styles.row}>
      <Choice label={t('segment.prediction')} value={condition.dimension} options={dimensions.map((d) => [d, t(`segment.dimension_${d.replace('regulars-', '')}`)] as const)} onChange={(dimension) => onChange(begun(dimension))} />
      {condition.dimension === 'channel_affinity' && (
        <>
          <Choice label={t('segment.channel')} value={condition.predicted_channel ?? 'email'} options={(['email', 'sms', 'push', 'whatsapp'] as const).map((c) => [c, t(`segment.channel_${c}`)] as const)} onChange={(predicted_channel) => onChange({ ...condition, predicted_channel })} />
          <Choice label={t('segment.measure')} value={condition.measurement ?? 'rank'} options={[['rank', t('segment.affinity_rank')], ['priority', t('segment.affinity_priority')]]} onChange={(measurement) => onChange({ ...condition, measurement, filter: measurement === 'rank' ? { type: 'string', operator: 'equals', value: 'high' } : { type: 'numeric', operator: 'equals', value: 1 } })} />
        </>
      )}
      {isDate(filter) && <DateFields value={filter} operators={timeframes.property} onChange={(next) => onChange({ ...condition, filter: next })} />}
      {filter.type === 'numeric' && (
        <>
          {condition.dimension !== 'channel_affinity' && <Choice label={t('segment.operator')} value={filter.operator} options={compares.map((c) => [c, t(`segment.number_${c}`)] as const)} onChange={(operator) => onChange({ ...condition, filter: { ...filter, operator } })} />}
          <NumberField label={t('segment.value')} value={filter.value} onChange={(value) => onChange({ ...condition, filter: { ...filter, value } })} />
        </>
      )}
      {condition.dimension === 'regulars-rfm' && filter.type === 'string' && <MultiSelect className={styles.texts ?? ''} aria-label={t('segment.value')} data={groups.map((g) => ({ value: g, label: t(`segment.rfm_${g.toLowerCase().replaceAll(' ', '_')}`) }))} value={Array.isArray(filter.value) ? filter.value : filter.value ? [filter.value] : []} onChange={(value) => onChange({ ...condition, filter: { type: 'string', operator: filter.operator === 'not-in' || filter.operator === 'not-equals' ? 'not-in' : 'in', value } })} />}
      {condition.dimension !== 'regulars-rfm' && filter.type === 'string' && (
        <>
          <Choice label={t('segment.operator')} value={filter.operator} options={[['equals', t('segment.is_equals')], ['not-equals', t('segment.is_not-equals')]]} onChange={(operator) => onChange({ ...condition, filter: { ...filter, operator } as Filter })} />
          <Choice label={t('segment.value')} value={String(filter.value)} options={values.map((v) => [v as string, t(`segment.predicted_${v}`)] as const)} onChange={(value) => onChange({ ...condition, filter: { ...filter, value } as Filter })} />
        </>
      )}
    </div>
  );
}
