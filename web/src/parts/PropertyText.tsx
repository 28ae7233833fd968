// A property's value as text: names translated where a vendor's word is known, dates and numbers by the reader's language.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { PropertyValue } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { instantIn } from './instantText';

export function PropertyText({ name, value, zone }: { name: string; value: PropertyValue; zone?: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const nothing = <span className="dimmed">{t('state.none')}</span>;
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return nothing;
  if (typeof value === 'boolean') return <>{value ? t('state.yes') : t('state.no')}</>;
  if (typeof value === 'number') return <>{name.endsWith('Month') && value >= 1 && value <= 12 ? format.monthName(value) : format.exact(value)}</>;
  if (Array.isArray(value)) return <>{value.map((item) => names.value(name, item)).join(', ')}</>;
  const instant = instantIn(value);
  if (instant) return <>{format.instant(instant, zone)}</>;
  if (name === 'Birthday' && /^\d{4}-\d\d-\d\d$/.test(value)) {
    const [year = 0, month = 1, day = 1] = value.split('-').map(Number);
    return <>{format.birthday({ year: year === 1904 ? null : year, month, day })}</>;
  }
  return <>{names.value(name, value)}</>;
}
