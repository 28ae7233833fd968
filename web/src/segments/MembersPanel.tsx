// Who is in a segment, since when, and what brought them in.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format';
import { Ago } from '../parts/Ago';
import { Empty } from '../parts/Empty';
import { Icon } from '../parts/icons';
import { Sheet } from '../parts/Page';
import { Pager } from '../parts/Pager';
import { ScrollX } from '../parts/ScrollX';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useProfileName } from '../profiles/useProfileName';
import { CauseText } from './CauseText';
import { membersQuery } from './queries';
import styles from './panels.module.css';

export function MembersPanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const nameOf = useProfileName();
  const format = useFormat();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const [pages, setPages] = useState<string[]>([]);
  const after = pages.at(-1);
  const members = useQuery(membersQuery(id, { limit: 50, ...(asked ? { q: asked } : {}), ...(after ? { after } : {}) }));
  const data = members.data;
  useEffect(() => setPages([]), [asked]);
  return (
    <>
      <div className={styles.tools}>
        <TextInput aria-label={t('profiles.search')} placeholder={t('profiles.search')} leftSection={<Icon name="search" size={16} />} value={text} maxLength={100} onChange={(e) => setText(e.currentTarget.value)} />
        <span className="dimmed" role="status">{data ? t('profiles.count', { count: data.total }) : ''}</span>
      </div>
      {members.isError && <Trouble error={members.error} retry={() => void members.refetch()} />}
      {members.isPending && <Wait rows={6} />}
      {data?.data.length === 0 && <Sheet><Empty title={asked ? t('profiles.none_found', { text: asked }) : t('segment.nobody')} /></Sheet>}
      {!!data?.data.length && (
        <Sheet flush>
          <ScrollX label={t('segment.members')}>
            <table className="plain" aria-label={t('segment.members')}>
              <thead><tr><th>{t('profiles.name')}</th><th className="wide-only">{t('field.email')}</th><th className="num wide-only">{t('lifetime.visits')}</th><th>{t('segment.since')}</th><th className="wide-only">{t('segment.cause')}</th><th><span className="visually-hidden">{t('segment.why')}</span></th></tr></thead>
              <tbody>
                {data.data.map((p) => (
                  <tr key={p.id} className="link">
                    <td><Link className={styles.name ?? ''} to={`/audience/profiles/${p.id}`}>{nameOf(p)}</Link></td>
                    <td className="wide-only">{p.email}</td>
                    <td className="num wide-only">{format.number(p.visits)}</td>
                    <td><Ago at={p.joined_at} dated /></td>
                    <td className="wide-only"><CauseText cause={p.cause} what="entered" /></td>
                    <td className="num"><Link to={`?tab=why&profile=${p.id}`}>{t('segment.why_short')}</Link></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollX>
        </Sheet>
      )}
      <Pager pages={pages} next={data?.next} isWaiting={members.isPlaceholderData} onTurn={setPages} />
    </>
  );
}
