// One integration: its state, its history on the way, what it brought, what it left out, and its runs.
// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams, type LoaderFunctionArgs } from 'react-router';
import { integrationQuery, queryClient } from '../api/queries';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { Ago } from '../parts/Ago';
import { Facts } from '../parts/Facts';
import { kindNames, Mark } from '../parts/Mark';
import { Page, Section, Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { BackfillPanel } from './BackfillPanel';
import { byKind } from './byKind';
import { Exclusions } from './Exclusions';
import { HealthBadge } from './HealthBadge';
import { IntegrationActions } from './IntegrationActions';
import { MatchedValues } from './MatchedValues';
import { ProblemNote } from './ProblemNote';
import { Reconnect } from './Reconnect';
import { RunTable } from './RunTable';
import { Tabs } from './Tabs';
import { usePlace } from './usePlace';
import { useVendorFacts } from './useVendorFacts';

/** Asks before the page is drawn. */
export function loader({ params: { id = '' } }: LoaderFunctionArgs) {
  void queryClient.prefetchQuery(integrationQuery(id));
  return null;
}

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const place = usePlace();
  const vendorFacts = useVendorFacts();
  const { id = '' } = useParams();
  const integration = useQuery({ ...integrationQuery(id), refetchInterval: (query) => (query.state.data?.backfill ? 3000 : false) });
  const data = integration.data;
  const one = data && byKind(data);
  const completed = one?.kind === 'opentable' && one.settings.pos_value_from.length > 0 ? data?.metrics.find(({ name, listed }) => listed && name === 'Completed Reservation') : undefined;
  return (
    <Page
      title={data?.name ?? t('nav.integrations')} back={{ to: '/integrations', text: t('nav.integrations') }} {...(data ? { mark: <Mark kind={data.kind} size={44} /> } : {})}
      about={data && <>{place(data)} · {kindNames[data.kind]}</>} actions={data && <IntegrationActions integration={data} />}
    >
      {data && <Tabs id={id} name={data.name} />}
      {integration.isError && <Trouble error={integration.error} retry={() => void integration.refetch()} />}
      {integration.isPending && <Wait rows={7} />}
      {data && (
        <>
          {data.problem && <ProblemNote kind={data.kind} problem={data.problem} action={<Reconnect integration={data} />} {...(data.next_sync_at ? { retryAt: data.next_sync_at } : {})} />}
          {data.notice && <ProblemNote kind={data.kind} notice={data.notice} />}
          {data.backfill && <BackfillPanel kind={data.kind} backfill={data.backfill} />}
          <Section title={t('integration.state')}>
            <Sheet>
              <Facts
                items={[
                  [t('integration.health'), <HealthBadge key="h" health={data.health} />],
                  [t('integration.last_sync_label'), data.last_sync_at ? <Ago key="l" at={data.last_sync_at} /> : t('integration.never')],
                  [t('integration.next_sync_label'), data.next_sync_at ? <Ago key="n" at={data.next_sync_at} /> : t('integration.none_planned')],
                  [t('integration.interval'), format.duration(data.interval_minutes * 60)],
                  [t('integration.guests'), format.number(data.counts.profiles)],
                  [t('integration.events'), format.number(data.counts.events)],
                  [t('integration.history_since'), Date.parse(data.history_since) > 0 ? format.dayOf(data.history_since) : t('integration.history_all')],
                  ...vendorFacts(data),
                  ...(completed ? [[t('opentable.matched_fact'), <MatchedValues key="m" metric={completed.id} />] as [string, ReactNode]] : []),
                ]}
              />
            </Sheet>
          </Section>
          <Section title={t('integration.metrics')} about={t('integration.metrics_about')}>
            <Sheet flush>
              {data.metrics.length === 0 ? <p className="pad dimmed">{t('integration.no_metrics')}</p> : (
                <ScrollX label={t('integration.metrics')}>
                  <table className="plain">
                    <thead><tr><th>{t('metrics.metric')}</th><th className="num">{t('metrics.events')}</th><th className="num">{t('metrics.last_event')}</th></tr></thead>
                    <tbody>
                      {data.metrics.map((m) => (
                        <tr key={m.id} className="link">
                          <td className="wrap">{m.listed ? <Link to={`/analytics/metrics/${m.id}`}>{names.metric(m.name)}</Link> : names.metric(m.name)}</td>
                          <td className="num">{format.number(m.events)}</td>
                          <td className="num">{m.last_event_at ? <Ago at={m.last_event_at} /> : ''}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </ScrollX>
              )}
            </Sheet>
          </Section>
          <Section title={t('exclusions.title')} about={t('exclusions.about')}>
            <Exclusions id={id} kind={data.kind} exclusions={data.exclusions} />
          </Section>
          <Section title={t('runs.title')} about={t('runs.about')}>
            <RunTable kind={data.kind} runs={data.runs} />
          </Section>
        </>
      )}
    </Page>
  );
}
