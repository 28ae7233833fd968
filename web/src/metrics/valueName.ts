// A property's value as a chart says it: in the reader's words, yes or no, decimals as the reader writes them.
// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Property } from '../api/schema';
import { decimalsOf } from '../i18n/decimals';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';

export type ValueName = (property: string, value: string) => string;

export function useValueName(properties: Property[]): ValueName {
  const { t } = useTranslation();
  const { tag } = useFormat();
  const names = useNames();
  return useMemo(() => {
    const types = new Map(properties.map((p) => [p.name, p.type])), decimals = decimalsOf(tag);
    return (property, value) => {
      const type = types.get(property);
      if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true' ? t('state.yes') : t('state.no');
      return type === 'number' && value !== '' && Number.isFinite(Number(value)) ? decimals.write(Number(value)) : names.value(property, value);
    };
  }, [properties, t, tag, names]);
}
