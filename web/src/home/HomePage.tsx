// Home: today and this week against the weeks before, what needs a person, and how fresh the data are.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { homeQuery, queryClient } from '../api/queries';
import { useFormat } from '../i18n/format';
import { Empty } from '../parts/Empty';
import { Icon } from '../parts/icons';
import { Page, Section, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { FreshnessList } from '../integrations/FreshnessList';
import { useCan } from '../shell/useCan';
import { AttentionList } from './AttentionList';
import { DaysChart } from './DaysChart';
import { PeriodFigures } from './PeriodFigures';

/** Asks before the page is drawn. */
export function loader() {
  void queryClient.prefetchQuery(homeQuery);
  return null;
}

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  const home = useQuery(homeQuery);
  const data = home.data;
  const today = data?.periods.find((p) => p.key === 'today')?.from;
  return (
    <Page title={today ? format.weekday(today) : t('nav.home')} about={data ? t('home.zone', { zone: format.zoneName(data.time_zone) }) : undefined}>
      {home.isError && <Trouble error={home.error} retry={() => void home.refetch()} {...(data ? { shownFrom: t('state.shown_from', { time: format.instant(data.generated_at) }) } : {})} />}
      {home.isPending && <Wait rows={6} tall />}
      {data && data.integrations.length === 0 && data.events === 0 && (
        <Sheet>
          <Empty title={t('home.empty')} action={can.change ? <Button component={Link} to="/integrations/add" leftSection={<Icon name="plus" size={16} />}>{t('integrations.add')}</Button> : undefined}>
            <p>{t('home.empty_about')}</p>
          </Empty>
        </Sheet>
      )}
      {data && (data.integrations.length > 0 || data.events > 0) && (
        <>
          {data.attention.length > 0 && <AttentionList items={data.attention} integrations={data.integrations} />}
          {data.periods.map((period) => (
            <Section key={period.key} title={t(`home.${period.key}`)} about={period.key === 'week' ? format.range(period.from, period.to) : undefined}>
              <PeriodFigures period={period} />
            </Section>
          ))}
          <Section title={t('home.days')} about={t('home.days_about')}>
            <Sheet>
              <DaysChart days={data.days} />
            </Sheet>
          </Section>
          <Section title={t('home.freshness')} actions={<Link to="/integrations">{t('home.all_integrations')}</Link>}>
            <FreshnessList integrations={data.integrations} />
          </Section>
        </>
      )}
    </Page>
  );
}
