// When: one way of saying it, with its numbers or days.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { withDateOperator } from '../choices';
import type { DateFilter, DateOperator, Unit } from '../grammar';
import { DayField, NumberField } from './basic';
import { Choice } from './Choice';

type Props = { value: DateFilter; operators: readonly DateOperator[]; months?: boolean; onChange: (value: DateFilter) => void };

export function DateFields({ value, operators, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Choice label={t('segment.timeframe')} value={value.operator} options={operators.map((o) => [o, t(`segment.when_${o}`)] as const)} onChange={(operator) => rest.onChange(withDateOperator(value, operator))} />
      <DateInputs value={value} {...rest} />
    </>
  );
}

/** Only what the operator needs; `months`: also by months, which are ours. */
export function DateInputs({ value, months = true, onChange }: Omit<Props, 'operators'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const units: Unit[] = months ? ['hour', 'day', 'week', 'regulars-month'] : ['hour', 'day', 'week'];
  const unit = (of: Unit) => <Choice label={t('segment.unit')} value={of} options={units.map((u) => [u, t(`segment.unit_${u.replace('regulars-', '')}`)] as const)} onChange={(next) => onChange({ ...value, unit: next } as DateFilter)} />;
  switch (value.operator) {
    case 'alltime': case 'anniversary': case 'anniversary-month': return null;
    case 'before': case 'after': return <DayField label={t('segment.day')} value={value.date} onChange={(date) => onChange({ ...value, date })} />;
    case 'between-static':
      return <><DayField label={t('segment.first_day')} value={value.start} onChange={(start) => onChange({ ...value, start })} /><span>{t('segment.and')}</span><DayField label={t('segment.last_day')} value={value.end} onChange={(end) => onChange({ ...value, end })} /></>;
    case 'between':
      return <><NumberField label={t('segment.from')} value={value.start} onChange={(start) => onChange({ ...value, start })} /><span>{t('segment.and')}</span><NumberField label={t('segment.to')} value={value.end} onChange={(end) => onChange({ ...value, end })} />{unit(value.unit)}</>;
    case 'calendar-month':
      return <Choice label={t('segment.month')} value={String(value.value)} options={Array.from({ length: 12 }, (_, i) => [String(i + 1), format.monthName(i + 1)] as const)} onChange={(month) => onChange({ ...value, value: Number(month) })} />;
    default:
      return <><NumberField label={t('segment.quantity')} value={value.quantity} onChange={(quantity) => onChange({ ...value, quantity })} />{unit(value.unit)}</>;
  }
}
