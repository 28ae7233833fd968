// One list: its id for integrations, how people get on it, and how many there are.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { listsQuery } from '../api/queries';
import { useFormat } from '../i18n/format';
import { CopyText } from '../integrations/CopyText';
import { Ago } from '../parts/Ago';
import { Empty } from '../parts/Empty';
import { Facts } from '../parts/Facts';
import { Page, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const lists = useQuery(listsQuery);
  const list = lists.data?.find((one) => one.id === id);
  return (
    <Page title={list?.name ?? t('lists_page.one')} back={{ to: '/audience/lists', text: t('nav.lists') }} about={list && t('profiles.count', { count: list.profiles })}>
      {lists.isError && <Trouble error={lists.error} retry={() => void lists.refetch()} />}
      {lists.isPending && <Wait rows={5} />}
      {lists.data && !list && <Sheet><Empty title={t('problem.not_found')} /></Sheet>}
      {list && (
        <Sheet>
          <Facts items={[
            [t('lists_page.id'), <CopyText key="id" text={list.id} />, t('lists_page.id_about')],
            [t('lists_page.opt_in'), list.opt_in === 'single' ? t('lists_page.single') : t('lists_page.double'), list.opt_in === 'single' ? t('lists_page.single_about') : t('lists_page.double_about')],
            [t('segment.members'), format.number(list.profiles)],
            [t('lists_page.created'), <Ago key="at" at={list.created_at} dated />],
          ]} />
        </Sheet>
      )}
    </Page>
  );
}
