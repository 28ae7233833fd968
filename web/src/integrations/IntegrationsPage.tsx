// All integrations.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { integrationsQuery, queryClient } from '../api/queries';
import { Empty } from '../parts/Empty';
import { Icon } from '../parts/icons';
import { Page, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { FreshnessList } from './FreshnessList';

/** Asks before the page is drawn. */
export function loader() {
  void queryClient.prefetchQuery(integrationsQuery);
  return null;
}

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const integrations = useQuery(integrationsQuery);
  const add = can.change ? <Button component={Link} to="/integrations/add" leftSection={<Icon name="plus" size={16} />}>{t('integrations.add')}</Button> : undefined;
  return (
    <Page title={t('nav.integrations')} about={t('integrations.about')} actions={integrations.data?.length ? add : undefined}>
      {integrations.isError && <Trouble error={integrations.error} retry={() => void integrations.refetch()} />}
      {integrations.isPending && <Wait />}
      {integrations.data?.length === 0 && (
        <Sheet>
          <Empty title={t('integrations.empty')} action={add}>
            <p>{t('integrations.empty_about')}</p>
          </Empty>
        </Sheet>
      )}
      {!!integrations.data?.length && <FreshnessList integrations={integrations.data} numbers />}
    </Page>
  );
}
