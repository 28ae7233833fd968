// How many of these people are in other lists and segments as well.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listsQuery } from '../api/queries';
import { useFormat } from '../i18n/format';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import type { Definition } from './grammar';
import { overlapQuery, segmentsQuery } from './queries';
import styles from './panels.module.css';

/** The endpoint's own limit. */
const mostGroups = 50;

export function OverlapPanel({ definition, members, self }: { definition: Definition; members: number; self: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lists = useQuery(listsQuery).data, segments = useQuery(segmentsQuery).data;
  const ids = [...(segments ?? []).filter((s) => s.id !== self && s.problems.length === 0), ...(lists ?? [])].map((g) => g.id).slice(0, mostGroups);
  const overlap = useQuery({ ...overlapQuery(definition, ids), enabled: !!lists && !!segments && ids.length > 0 });
  if (lists && segments && ids.length === 0) return <p className="dimmed flat">{t('segment.no_others')}</p>;
  if (overlap.isError) return <Trouble error={overlap.error} retry={() => void overlap.refetch()} />;
  if (!overlap.data) return <Wait rows={4} />;
  return (
    <ul className={styles.bars}>
      {[...overlap.data].sort((a, b) => b.both - a.both).map((o) => (
        <li key={o.id}>
          <span className={styles.words}>
            <span><Link className={styles.name ?? ''} to={`/audience/${o.kind === 'list' ? 'lists' : 'segments'}/${o.id}`}>{o.name}</Link> <span className="dimmed">{o.kind === 'list' ? t('segment.a_list') : t('segment.a_segment')}</span></span>
            <span>{t('segment.both', { both: format.number(o.both), share: format.percent(members ? o.both / members : 0) })}</span>
          </span>
          <meter min={0} max={Math.max(1, members)} value={o.both} aria-label={t('segment.both_label', { name: o.name })} />
        </li>
      ))}
    </ul>
  );
}
