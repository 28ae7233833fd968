// What each vendor's settings say, as facts for an integration's page.
// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Integration } from '../api/schema';
import { byKind } from './byKind';
import { choicesOf, onlineSources } from './toastSettings';
import styles from './OpenTableForm.module.css';

export function useVendorFacts() {
  const { t } = useTranslation();
  const listed = ({ list }: Integration) => (list ? `${list.name} (${list.opt_in === 'single' ? t('list.single') : t('list.double')})` : t('opentable.no_list'));
  return (integration: Integration): [string, ReactNode][] => {
    const one = byKind(integration);
    if (one.kind === 'opentable')
      return [[t('opentable.restaurant_id'), one.settings.restaurant_id], [t('opentable.time_zone'), one.settings.time_zone.replaceAll('_', ' ')], [t('opentable.list'), listed(one)]];
    if (one.kind === 'lightspeed')
      return [
        [t('lightspeed.account_id'), one.settings.account], [t('lightspeed.list'), listed(one)],
        [t('lightspeed.zero_fact'), one.settings.include_zero_value ? t('state.yes') : t('state.no')], [t('lightspeed.no_email_fact'), one.settings.include_no_email ? t('state.yes') : t('state.no')],
        ...(one.list ? [[t('lightspeed.welcome_fact'), one.settings.start_welcome_flow ? t('state.yes') : t('state.no')] as [string, ReactNode]] : []),
      ];
    const choices = choicesOf(one.settings);
    const online = onlineSources.every((source) => choices.sources.includes(source)) && choices.sources.length === onlineSources.length;
    return [
      [t('toast.restaurants'), choices.restaurants.map((guid) => <span key={guid} className={styles.guid}>{guid}</span>)],
      [t('toast.sources'), online ? t('toast.sources_online') : choices.sources.join(', ')],
      [t('toast.per'), choices.product_per === 'unit' ? t('toast.per_unit') : t('toast.per_line')],
      [t('toast.worth'), choices.product_value === 'order' ? t('toast.worth_order') : t('toast.worth_line')],
      [t('toast.fulfilled'), t(`toast.fulfilled_${choices.fulfilled_when}`)],
    ];
  };
}
