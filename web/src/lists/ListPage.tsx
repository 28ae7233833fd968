// One list: its id for integrations, its subscribe page, how people get on it, and who is on it.
// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { CopyText } from '../integrations/CopyText';
import { Ago } from '../parts/Ago';
import { Facts } from '../parts/Facts';
import { Icon } from '../parts/icons';
import { Page, Section, Sheet } from '../parts/Page';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { listQuery } from './ask';
import { exportList } from './exportList';
import { ListMembers } from './ListMembers';

const ListGrowth = lazy(() => import('./ListGrowth'));
const ListSettings = lazy(async () => ({ default: (await import('./ListSettings')).ListSettings }));
const DeleteList = lazy(async () => ({ default: (await import('./ListSettings')).DeleteList }));

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const { refuse } = useToasts();
  const { id = '' } = useParams();
  const found = useQuery(listQuery(id));
  const list = found.data;
  const [open, setOpen] = useState<'settings' | 'delete' | null>(null);
  return (
    <Page
      title={list?.name ?? t('lists_page.one')} back={{ to: '/audience/lists', text: t('nav.lists') }} about={list && t('profiles.count', { count: list.profiles })}
      actions={list && can.change && (
        <>
          {list.opt_in === 'single' && <Button variant="default" component={Link} to={`/audience/imports?list=${list.id}`}>{t('lists_page.import')}</Button>}
          <Button leftSection={<Icon name="edit" size={16} />} onClick={() => setOpen('settings')}>{t('action.edit')}</Button>
          <Menu position="bottom-end">
            <Menu.Target><Button variant="default">{t('action.more')}</Button></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Icon name="download" size={16} />} onClick={() => void exportList(id).catch(refuse)}>{t('segment.export')}</Menu.Item>
              <Menu.Item color="paprika" leftSection={<Icon name="trash" size={16} />} disabled={list.fed_by.length > 0} onClick={() => setOpen('delete')}>{t('lists_page.delete')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    >
      {found.isError && <Trouble error={found.error} retry={() => void found.refetch()} {...(list ? { shownFrom: t('state.kept') } : {})} />}
      {found.isPending && <Wait rows={5} />}
      {list && (
        <>
          <Sheet>
            <Facts items={[
              [t('lists_page.id'), <CopyText key="id" text={list.id} />, t('lists_page.id_about')],
              [t('lists_page.opt_in'), list.opt_in === 'single' ? t('lists_page.single') : t('lists_page.double'), list.opt_in === 'single' ? t('lists_page.single_about') : `${t('lists_page.double_about')} ${t('lists_page.no_import')}`],
              [t('lists_page.page'), list.has_page ? <a key="page" href={list.page_path} target="_blank" rel="noreferrer">{window.location.origin + list.page_path}</a> : t('lists_page.no_page')],
              [t('lists_page.created'), <Ago key="at" at={list.created_at} dated />],
            ]} />
            {list.fed_by.length > 0 && <p className="dimmed small">{t('lists_page.fed_by')} {list.fed_by.map((i, at) => <span key={i.id}>{at > 0 && ', '}<Link to={`/integrations/${i.id}`}>{i.name}</Link></span>)}</p>}
          </Sheet>
          <Section title={t('segment.growth')}><Sheet><Suspense fallback={<Wait tall rows={0} />}><ListGrowth id={id} /></Suspense></Sheet></Section>
          <Section title={t('segment.members')}><ListMembers list={list} /></Section>
        </>
      )}
      <Suspense fallback={null}>
        {list && open === 'settings' && <ListSettings list={list} onClose={() => setOpen(null)} />}
        {list && open === 'delete' && <DeleteList list={list} onClose={() => setOpen(null)} />}
      </Suspense>
    </Page>
  );
}
