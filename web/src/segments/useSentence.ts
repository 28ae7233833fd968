// A definition as a sentence in the reader's language, with the account's own names.
// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listsQuery, metricsQuery, sessionQuery } from '../api/queries';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { useSourceName } from '../i18n/sources';
import { kindNames } from '../parts/Mark';
import { countryName } from '../parts/places';
import { isIncomplete } from './complete';
import { fitsForm } from './form';
import { builtInProperties, type Definition } from './grammar';
import { segmentsQuery } from './queries';
import { sentenceOf, type Names, type Phrasebook } from './sentence/sentence';

const books: Record<string, () => Promise<Phrasebook<unknown>>> = {
  en: async () => (await import('./sentence/en')).book as Phrasebook<unknown>,
  es: async () => (await import('./sentence/es')).book as Phrasebook<unknown>,
  fr: async () => (await import('./sentence/fr')).book as Phrasebook<unknown>,
  ko: async () => (await import('./sentence/ko')).book as Phrasebook<unknown>,
};

export function useSegmentNames(): Names {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const sourceName = useSourceName();
  const metrics = useQuery(metricsQuery).data, lists = useQuery(listsQuery).data, segments = useQuery(segmentsQuery).data;
  const currency = useQuery({ ...sessionQuery, select: (s) => s.organization?.currency }).data ?? 'USD';
  return useMemo(() => {
    const shared = new Map<string, number>();
    for (const m of metrics ?? []) shared.set(m.name, (shared.get(m.name) ?? 0) + 1);
    const groups = new Map([...(lists ?? []), ...(segments ?? [])].map((g) => [g.id, g.name]));
    const money = new Intl.NumberFormat(format.tag, { style: 'currency', currency, minimumFractionDigits: 0 });
    const number = new Intl.NumberFormat(format.tag, { maximumFractionDigits: 6 });
    const inUtc = (iso: string) => (/^\d{4}-\d\d-\d\d/.test(iso) ? format.day(iso.slice(0, 10)) : iso);
    return {
      metric: (choice) => {
        if (choice === null) return '…';
        if (!('id' in choice)) return t('segment.metric_of_kind', { metric: names.metric(choice.name), vendor: kindNames[choice.kind] });
        const found = metrics?.find((m) => m.id === choice.id);
        if (!found) return choice.id;
        return (shared.get(found.name) ?? 0) > 1 && found.integration ? `${names.metric(found.name)} (${sourceName(found.integration)})` : names.metric(found.name);
      },
      property: (name) => (builtInProperties.includes(name as (typeof builtInProperties)[number]) ? t(`segment.known_${name.replace('.', '_')}`) : names.property(name)),
      value: names.value, group: (id) => groups.get(id) ?? id, number: (n) => number.format(n), money: (n) => money.format(n), day: inUtc, month: format.monthName, country: (code) => (/^[A-Z]{2}$/.test(code) ? countryName(code, format.tag) : code),
    };
  }, [metrics, lists, segments, currency, format, names, sourceName, t]);
}

/** Empty until there is something finished to say. */
export function useSentence(definition: Definition | undefined): string {
  const { i18n } = useTranslation();
  const names = useSegmentNames();
  const language = i18n.language in books ? i18n.language : 'en';
  const book = useQuery({ queryKey: ['phrasebook', language], queryFn: () => (books[language] ?? (() => Promise.reject(new Error(language))))(), staleTime: Infinity, gcTime: Infinity }).data;
  return useMemo(() => {
    if (!book || !definition) return '';
    const isSaid = (c: Definition['condition_groups'][number]['conditions'][number]) => c.type === 'profile-has-custom-object' || c.type === 'profile-permissions' || (fitsForm(c) && !isIncomplete(c));
    const groups = definition.condition_groups.map((g) => ({ conditions: g.conditions.filter(isSaid) }));
    if (groups.length > 0 && groups.every((g) => g.conditions.length === 0)) return '';
    return sentenceOf({ ...definition, condition_groups: groups }, book, names);
  }, [book, definition, names]);
}
