// One segment: what it says, who is in it and why, how it came and went, and what it shares with others.
// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useFormat } from '../i18n/format';
import { Ago } from '../parts/Ago';
import { Page, Section, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { MembersPanel } from './MembersPanel';
import { received, segmentQuery } from './queries';
import { SegmentActions } from './SegmentActions';
import { SentenceText } from './SentenceText';
import { useRefused } from './useRefused';
import styles from './panels.module.css';

// Each tab comes when it is looked at.
const WhyPanel = lazy(async () => ({ default: (await import('./WhyPanel')).WhyPanel }));
const ActivityPanel = lazy(async () => ({ default: (await import('./ActivityPanel')).ActivityPanel }));
const GrowthPanel = lazy(async () => ({ default: (await import('./GrowthPanel')).GrowthPanel }));
const OverlapPanel = lazy(async () => ({ default: (await import('./OverlapPanel')).OverlapPanel }));
const JsonView = lazy(async () => ({ default: (await import('./JsonView')).JsonView }));

const tabs = ['members', 'why', 'activity', 'growth', 'overlap', 'definition'] as const;

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useRefused();
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  const found = useQuery({ ...segmentQuery(id), refetchInterval: (query) => (query.state.data?.is_processing ? 1000 : false) });
  const segment = found.data;
  const tab = tabs.find((one) => one === search.get('tab')) ?? 'members';
  const definition = segment && received(segment.definition);
  const name = { members: t('segment.members'), why: t('segment.why'), activity: t('segment.activity'), growth: t('segment.growth'), overlap: t('segment.overlap'), definition: t('segment.json') };
  return (
    <Page
      wide title={segment?.name ?? t('segment.one')} back={{ to: '/audience/lists', text: t('nav.lists') }} actions={segment && <SegmentActions segment={segment} />}
      about={segment && <span role="status">{segment.description && <>{segment.description} · </>}{segment.is_processing ? t('segment.processing') : t('profiles.count', { count: segment.members })}{!segment.is_active && ` · ${t('segment.paused')}`} · {t('segment.updated')} <Ago at={segment.updated_at} dated /></span>}
    >
      {found.isError && <Trouble error={found.error} retry={() => void found.refetch()} {...(segment ? { shownFrom: t('state.kept') } : {})} />}
      {found.isPending && <Wait rows={8} tall />}
      {segment && definition && (
        <>
          <Sheet>
            <SentenceText definition={definition} />
            {segment.problems.map((p) => <p key={p.pointer + p.code} className="warn-text" role="alert">{t('segment.cannot_here')} {say(p)}</p>)}
          </Sheet>
          <Section title={name[tab]} about={tab === 'why' ? t('segment.why_about') : tab === 'activity' ? t('segment.activity_about') : tab === 'overlap' ? t('segment.overlap_about') : undefined}>
            <nav className={styles.tabs} aria-label={segment.name}>
              {tabs.map((one) => <Link key={one} to={one === 'members' ? '?' : `?tab=${one}`} replace preventScrollReset aria-current={one === tab ? 'page' : undefined}>{name[one]}{one === 'members' && <span className="dimmed"> {format.number(segment.members)}</span>}</Link>)}
            </nav>
            <Suspense fallback={<Wait rows={5} />}>
            {tab === 'members' && <MembersPanel id={id} />}
            {tab === 'why' && <WhyPanel id={id} definition={definition} />}
            {tab === 'activity' && <ActivityPanel id={id} />}
            {tab === 'growth' && <Sheet><GrowthPanel definition={definition} /></Sheet>}
            {tab === 'overlap' && <Sheet><OverlapPanel definition={definition} members={segment.members} self={id} /></Sheet>}
            {tab === 'definition' && <Sheet><JsonView definition={definition} wrong={segment.problems[0] ? { pointer: segment.problems[0].pointer, detail: say(segment.problems[0]) } : null} /></Sheet>}
            </Suspense>
          </Section>
        </>
      )}
    </Page>
  );
}
