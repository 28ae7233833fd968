// Whether what is here is what the vendor has: a calendar of verified days, one day's records, and checking now.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { call } from '../api/call';
import { present } from '../api/clock';
import { integrationQuery, reconciliationQuery } from '../api/queries';
import { useFormat } from '../i18n/format';
import { dayIn } from '../metrics/question';
import { Icon } from '../parts/icons';
import { kindNames, Mark } from '../parts/Mark';
import { Page, Section, Sheet } from '../parts/Page';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { addMonths, checkable, firstOf, lastOf } from './month';
import { Tabs } from './Tabs';
import { VerifyCalendar } from './VerifyCalendar';
import { VerifyDay } from './VerifyDay';
import { byKind } from './byKind';
import styles from './VerifyPage.module.css';

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  const client = useQueryClient();
  const { refuse } = useToasts();
  const { id = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const integration = useQuery(integrationQuery(id));
  const one = integration.data && byKind(integration.data);
  const zone = one?.kind === 'opentable' ? one.settings.time_zone : format.zone;
  const today = dayIn(zone, present());
  const selected = search.get('day') ?? undefined;
  const month = search.get('month') ?? selected?.slice(0, 7) ?? today.slice(0, 7);
  const found = useQuery({
    ...reconciliationQuery(id, { from: firstOf(month), to: lastOf(month) }),
    refetchInterval: (query) => (query.state.data?.check && query.state.data.check.stage !== 'failed' ? 1500 : false),
  });
  const data = found.data;
  const check = useMutation({
    mutationFn: (range: { from: string; to: string }) => call('post', '/app/v1/integrations/{id}/reconciliation', { path: { id }, body: range }),
    onError: refuse, onSettled: () => void client.invalidateQueries({ queryKey: ['integrations', id, 'reconciliation'] }),
  });
  const isBusy = !!data?.check && data.check.stage !== 'failed';
  const range = data && checkable(month, data.first_day, today);
  const go = (to: { month?: string; day?: string }) => setSearch(to, { replace: true, preventScrollReset: true });
  const name = integration.data?.name ?? t('nav.integrations');
  const vendor = integration.data ? kindNames[integration.data.kind] : '';
  return (
    <Page title={name} back={{ to: '/integrations', text: t('nav.integrations') }} {...(integration.data ? { mark: <Mark kind={integration.data.kind} size={44} /> } : {})} about={vendor}>
      <Tabs id={id} name={name} />
      {integration.isError && <Trouble error={integration.error} retry={() => void integration.refetch()} />}
      {found.isError && !integration.isError && <Trouble error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Wait rows={7} />}
      {data && (
        <Section
          title={format.month(firstOf(month))} about={one && one.kind !== 'opentable' ? t('verify.about_each', { vendor }) : t('verify.about', { vendor, zone: data.time_zone.replaceAll('_', ' ') })}
          actions={
            <>
              <Button variant="default" aria-label={t('action.previous')} disabled={firstOf(month) <= data.first_day} onClick={() => go({ month: addMonths(month, -1) })}><Icon name="left" size={16} /></Button>
              <Button variant="default" aria-label={t('action.next')} disabled={lastOf(month) >= today} onClick={() => go({ month: addMonths(month, 1) })}><Icon name="right" size={16} /></Button>
              {can.change && range && <Button leftSection={<Icon name="sync" size={16} />} disabled={isBusy} onClick={() => check.mutate(range)}>{t('verify.check_month')}</Button>}
            </>
          }
        >
          <p role="status" className={styles.status}>
            {data.check && (data.check.stage === 'failed' ? t('verify.failed', { detail: data.check.error ?? '' }) : t(`verify.stage_${data.check.stage}`, { vendor, range: format.range(data.check.from, data.check.to) }))}
          </p>
          <Sheet><VerifyCalendar month={month} data={data} today={today} selected={selected} onSelect={(day) => go({ day })} /></Sheet>
          <ul className={styles.legend}>
            <li data-state="equal">{t('verify.state_equal')}</li><li data-state="differs">{t('verify.state_differs')}</li><li data-state="unchecked">{t('verify.state_unchecked')}</li>
          </ul>
        </Section>
      )}
      {data && selected && <VerifyDay id={id} kind={integration.data?.kind ?? 'opentable'} day={selected} vendor={vendor} {...(can.change && !isBusy && selected <= today ? { onCheck: () => check.mutate({ from: selected, to: selected }) } : {})} />}
    </Page>
  );
}
