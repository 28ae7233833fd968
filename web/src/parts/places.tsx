// Choosing a time zone and a currency.
// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatTag } from '../i18n/languages';

type Props = { label: string; description?: string; value: string; onChange: (value: string) => void; error?: string | undefined; disabled?: boolean };

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

const byRegion: Record<string, string> = { US: 'USD', CA: 'CAD', MX: 'MXN', GB: 'GBP', IE: 'EUR', ES: 'EUR', FR: 'EUR', DE: 'EUR', IT: 'EUR', PT: 'EUR', NL: 'EUR', BE: 'EUR', KR: 'KRW', JP: 'JPY', AU: 'AUD', NZ: 'NZD', CH: 'CHF' };
export const guessCurrency = () => byRegion[new Intl.Locale(navigator.language).maximize().region ?? ''] ?? 'USD';

/** "GMT-4", for telling zones apart. */
function offset(zone: string, tag: string) {
  return new Intl.DateTimeFormat(tag, { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(new Date()).find((part) => part.type === 'timeZoneName')?.value ?? '';
}

export function ZoneSelect({ value, onChange, description, error, ...rest }: Props) {
  const { t, i18n } = useTranslation();
  const tag = formatTag(i18n.language);
  const data = useMemo(() => {
    const zones = Intl.supportedValuesOf('timeZone');
    return (zones.includes(value) || !value ? zones : [value, ...zones]).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
  }, [value]);
  const known = value ? offset(value, tag) : '';
  return <Select {...rest} {...(error ? { error } : {})} description={[description, known].filter(Boolean).join(' · ')} data={data} value={value} searchable allowDeselect={false} limit={80} maxDropdownHeight={260} nothingFoundMessage={t('state.nothing_found')} onChange={(next) => next && onChange(next)} />;
}

export function CurrencySelect({ value, onChange, error, description, ...rest }: Props) {
  const { t, i18n } = useTranslation();
  const tag = formatTag(i18n.language);
  const data = useMemo(() => {
    const names = new Intl.DisplayNames(tag, { type: 'currency' });
    return Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
  }, [tag]);
  return <Select {...rest} {...(error ? { error } : {})} {...(description ? { description } : {})} data={data} value={value} searchable allowDeselect={false} limit={60} maxDropdownHeight={260} nothingFoundMessage={t('state.nothing_found')} onChange={(next) => next && onChange(next)} />;
}

export function countryName(code: string, tag: string) {
  return new Intl.DisplayNames(tag, { type: 'region' }).of(code) ?? code;
}
