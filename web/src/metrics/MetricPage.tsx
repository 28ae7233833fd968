// One metric: its chart, the numbers under it, and its live feed.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { addressOf } from '../api/call';
import { present } from '../api/clock';
import { chartQuery, metricQuery, metricsQuery, propertiesQuery, queryClient, sessionQuery } from '../api/queries';
import type { Property } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { isConnected, useSourceName } from '../i18n/sources';
import { Icon } from '../parts/icons';
import { Mark } from '../parts/Mark';
import { Page, Section, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { ChartControls } from './ChartControls';
import { ChartView } from './ChartView';
import { Feed } from './Feed';
import { Filters } from './Filters';
import { apiQuery, dayIn, questionIn, searchOf, type Question } from './question';
import { useValueName } from './valueName';

const noProperties: Property[] = [];

/** Asks before the page is drawn. */
export function loader({ params: { id = '' }, request }: LoaderFunctionArgs) {
  const zone = queryClient.getQueryData(sessionQuery.queryKey)?.organization?.time_zone ?? 'UTC';
  void queryClient.prefetchQuery(chartQuery(id, apiQuery(questionIn(new URL(request.url).searchParams, dayIn(zone, present())))));
  void queryClient.prefetchQuery(metricQuery(id));
  void queryClient.prefetchQuery(propertiesQuery(id));
  return null;
}

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const sourceName = useSourceName();
  const { id = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const today = dayIn(format.zone, present());
  // A choice shows at once, before the address has followed.
  const [chosen, setChosen] = useState<URLSearchParams>();
  useEffect(() => setChosen(undefined), [search]);
  const question = useMemo(() => questionIn(chosen ?? search, today), [chosen, search, today]);
  const change = (part: Partial<Question>) => {
    const next = searchOf({ ...question, ...part });
    setChosen(next);
    setSearch(next, { replace: true, preventScrollReset: true });
  };
  // What the list said of it is shown until it answers itself.
  const metric = useQuery({ ...metricQuery(id), placeholderData: () => queryClient.getQueryData(metricsQuery.queryKey)?.find((one) => one.id === id) });
  const properties = useQuery(propertiesQuery(id)).data ?? noProperties;
  const valueName = useValueName(properties);
  const query = useMemo(() => apiQuery(question), [question]);
  const chart = useQuery(chartQuery(id, query));
  const data = metric.data;
  const isGone = metric.isError && !data;
  const name = data ? names.metric(data.name) : t('nav.metrics');
  return (
    <Page
      wide title={name} back={{ to: '/analytics/metrics', text: t('nav.metrics') }} {...(data?.integration ? { mark: <Mark kind={data.integration.kind} size={44} /> } : {})}
      about={data && <>{isConnected(data.integration) ? <Link to={`/integrations/${data.integration.id}`}>{data.integration.name}</Link> : sourceName(data.integration)}{name !== data.name && <> · {t('metric.original', { name: data.name })}</>} · {t('metric.events', { count: data.events })}</>}
      actions={!isGone && <Button component="a" href={addressOf('/app/v1/metrics/{id}/chart.csv', { id }, query)} download variant="default" leftSection={<Icon name="download" size={16} />}>{t('metric.csv')}</Button>}
    >
      {metric.isError && <Trouble error={metric.error} retry={() => void metric.refetch()} />}
      {!isGone && (
        <>
          <ChartControls question={question} onChange={change} properties={properties} today={today} />
          <Filters where={question.where} properties={properties} valueName={valueName} onChange={(where) => change({ where })} />
          <ChartView chart={chart} question={question} name={name} source={data?.integration?.kind} valueName={valueName} />
          <Section title={t('feed.title')} about={t('feed.about')}>
            {chart.isPending ? <Sheet><Wait rows={4} /></Sheet> : <Feed id={id} />}
          </Section>
        </>
      )}
    </Page>
  );
}
