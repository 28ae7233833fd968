// What an integration reads, in a few words: a restaurant, a number of restaurants, or an account.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { Integration } from '../api/schema';
import { byKind } from './byKind';

export function usePlace() {
  const { t } = useTranslation();
  return (integration: Integration): string => {
    const one = byKind(integration);
    if (one.kind === 'opentable') return one.settings.restaurant_name;
    return one.kind === 'toast' ? t('place.restaurants', { count: one.settings.restaurants.length }) : t('place.account', { id: one.settings.account });
  };
}
