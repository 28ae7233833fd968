// Who entered and left, newest first.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Ago } from '../parts/Ago';
import { Empty } from '../parts/Empty';
import { Sheet } from '../parts/Page';
import { Pager } from '../parts/Pager';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { CauseText } from './CauseText';
import { activityQuery } from './queries';
import styles from './panels.module.css';

export function ActivityPanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const [pages, setPages] = useState<string[]>([]);
  const after = pages.at(-1);
  const activity = useQuery(activityQuery(id, after ? { after } : {}));
  const data = activity.data;
  if (activity.isError) return <Trouble error={activity.error} retry={() => void activity.refetch()} />;
  if (!data) return <Wait rows={6} />;
  if (data.data.length === 0) return <Sheet><Empty title={t('segment.no_activity')} /></Sheet>;
  return (
    <>
      <Sheet flush>
        <ul className={styles.changes}>
          {data.data.map((change, i) => (
            <li key={`${change.profile.id} ${change.at} ${i}`}>
              <span className={styles.what} data-what={change.what}>{t(`segment.${change.what}`)}</span>
              <Link className={styles.name ?? ''} to={`/audience/profiles/${change.profile.id}`}>{change.profile.name || change.profile.email || change.profile.phone || t('profile.no_name')}</Link>
              <CauseText cause={change.cause} what={change.what} />
              <span className={styles.when}><Ago at={change.at} dated /></span>
            </li>
          ))}
        </ul>
      </Sheet>
      <Pager pages={pages} next={data.next} onTurn={setPages} />
    </>
  );
}
