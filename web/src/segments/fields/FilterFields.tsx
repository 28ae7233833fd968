// How a property's value is compared: kind of value, operator, and what it is compared with.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { kindOf, kinds, operatorOf, operatorsFor, startOf, withOperator, type Kind, type Place } from '../choices';
import { isDate, type Filter } from '../grammar';
import { NumberField, ValueText, ValueTexts, type Source } from './basic';
import { Choice } from './Choice';
import { DateInputs } from './DateFields';

type Props = { filter: Filter; place: Place; property: string; source: Source; onChange: (filter: Filter) => void };

export function FilterFields({ filter, place, property, source, onChange }: Props) {
  const { t } = useTranslation();
  const [kept, setKept] = useState<Kind>(kindOf(filter));
  const kind = kindOf(filter, kept), operator = operatorOf(filter), label = t('segment.value');
  return (
    <>
      <Choice label={t('segment.kind')} value={kind} options={kinds.map((k) => [k, t(`segment.kind_${k}`)] as const)} onChange={(next) => { setKept(next); onChange(startOf(next, place)); }} />
      <Choice label={t('segment.operator')} value={operator} options={operatorsFor(kind, place, property).map((o) => [o, kind === 'date' && o !== 'is-set' && o !== 'not-set' ? t(`segment.is_when_${o}`) : kind === 'number' ? t(`segment.number_${o}`) : kind === 'list' ? t(`segment.list_${o}`) : t(`segment.is_${o}`)] as const)} onChange={(next) => { setKept(kind); onChange(withOperator(filter, kind, next)); }} />
      {filter.type === 'numeric' && <NumberField label={label} value={filter.value} onChange={(value) => onChange({ ...filter, value })} />}
      {isDate(filter) && <DateInputs value={filter} onChange={onChange} />}
      {(filter.type === 'string' || filter.type === 'list') && operator !== 'empty' && operator !== 'some' && (
        Array.isArray(filter.value) ? <ValueTexts label={label} values={filter.value} property={property} source={source} onChange={(value) => onChange({ ...filter, value } as Filter)} />
        : filter.operator.startsWith('length-') ? <NumberField label={label} value={Number(filter.value)} onChange={(value) => onChange({ ...filter, value } as Filter)} />
        : <ValueText label={label} value={String(filter.value ?? '')} property={property} source={source} onChange={(value) => onChange({ ...filter, value } as Filter)} />
      )}
    </>
  );
}
