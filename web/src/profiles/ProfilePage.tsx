// One guest: who they are, what is to come, and the story so far.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams, type LoaderFunctionArgs } from 'react-router';
import { profileQuery, queryClient } from '../api/queries';
import { useFormat } from '../i18n/format';
import { Page, Section, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { ConsentPanel } from './ConsentPanel';
import { IdentityPanel } from './IdentityPanel';
import { LifetimePanel } from './LifetimePanel';
import { ProfileActions } from './ProfileActions';
import { PropertiesPanel } from './PropertiesPanel';
import { Timeline } from './Timeline';
import { UpcomingPanel } from './UpcomingPanel';
import { useProfileName } from './useProfileName';
import styles from './ProfilePage.module.css';

/** Asks before the page is drawn. */
export function loader({ params: { id = '' } }: LoaderFunctionArgs) {
  void queryClient.prefetchQuery(profileQuery(id));
  return null;
}

export function Component() {
  const { t } = useTranslation();
  const nameOf = useProfileName();
  const format = useFormat();
  const { id = '' } = useParams();
  const profile = useQuery(profileQuery(id));
  const data = profile.data;
  const name = data ? nameOf(data) : t('nav.profiles');
  return (
    <Page
      wide title={name} back={{ to: '/audience/profiles', text: t('nav.profiles') }} actions={data && <ProfileActions profile={data} name={name} />}
      about={data && [data.email, data.phone, data.birthday ? t('profile.birthday', { day: format.birthday(data.birthday) }) : null].filter(Boolean).join(' · ')}
    >
      {profile.isError && <Trouble error={profile.error} retry={() => void profile.refetch()} {...(data ? { shownFrom: t('state.kept') } : {})} />}
      {profile.isPending && <Wait rows={8} tall />}
      {data && (
        <div className={styles.columns}>
          <div className={styles.main}>
            {data.possible_duplicates.length > 0 && (
              <p className={styles.twin}>{t('profile.duplicate')} {data.possible_duplicates.map((p) => <Link key={p.id} to={`/audience/profiles/${p.id}`}>{p.name || p.email || p.phone || t('profile.no_name')}</Link>)} <Link to="/audience/profiles/duplicates">{t('action.look')}</Link></p>
            )}
            {data.upcoming.length > 0 && <Section title={t('upcoming.title')}><UpcomingPanel upcoming={data.upcoming} /></Section>}
            <Section title={t('lifetime.title')}><LifetimePanel lifetime={data.lifetime} /></Section>
            <Section title={t('timeline.title')}><Timeline key={id} profile={data} /></Section>
          </div>
          <aside className={styles.aside}>
            <ConsentPanel profile={data} />
            <Section title={t('lists.title')}>
              <Sheet>
                {data.lists.length === 0 ? <p className="dimmed flat">{t('lists.none')}</p> : (
                  <ul className={styles.lists}>
                    {data.lists.map((list) => <li key={list.id}><Link to={`/audience/lists/${list.id}`}>{list.name}</Link><span className="dimmed">{t('lists.joined', { day: format.dayOf(list.joined_at), source: list.source })}</span></li>)}
                  </ul>
                )}
              </Sheet>
            </Section>
            <Section title={t('properties.title')}><PropertiesPanel profile={data} /></Section>
            <Section title={t('identity.title')} about={t('identity.about')}><IdentityPanel profile={data} /></Section>
          </aside>
        </div>
      )}
    </Page>
  );
}
