// The live count: how many, of how many, and some of them.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format';
import { Trouble } from '../parts/Trouble';
import type { LiveCount } from './useLiveCount';
import { useRefused } from './useRefused';
import styles from './panels.module.css';

export function CountPanel({ live, onGo }: { live: LiveCount; onGo: (pointer: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useRefused();
  const { count } = live;
  return (
    <section className={styles.count} aria-label={t('segment.live')}>
      <div role="status" aria-busy={live.isAsking} data-old={live.isOld || undefined} className={styles.figure}>
        {count ? <><strong data-count={count.count}>{format.number(count.count)}</strong> <span>{t('segment.of_people', { count: count.of })}</span></> : <span className="dimmed">{live.isAsking && live.unfinished.length === 0 ? t('state.loading') : t('segment.no_count')}</span>}
      </div>
      {live.unfinished.length > 0 && <p className={styles.hint}>{t('segment.unfinished', { count: live.unfinished.length })} <button type="button" className={styles.link} onClick={() => onGo(live.unfinished[0] ?? '')}>{t('segment.go_there')}</button></p>}
      {live.problem && !live.pointer && <Trouble error={live.problem} />}
      {live.problem && live.pointer && <p className={styles.bad} role="alert">{say(live.problem)} <button type="button" className={styles.link} onClick={() => onGo(live.pointer)}>{t('segment.go_there')}</button></p>}
      {count && (
        <>
          {count.sample.length > 0 && (
            <>
              <h3 className={styles.small}>{t('segment.sample')}</h3>
              <ul className={styles.people} data-old={live.isOld || undefined}>{count.sample.map((p) => <li key={p.id}><Link to={`/audience/profiles/${p.id}`}>{p.name || p.email || p.phone || t('profile.no_name')}</Link>{p.name && p.email && <span className="dimmed">{p.email}</span>}</li>)}</ul>
            </>
          )}
          <p className={styles.foot}>{t('segment.counted', { time: count.took_us < 1000 ? '<1' : format.number(Math.round(count.took_us / 1000)), zone: count.day_zone.replaceAll('_', ' ') })}</p>
        </>
      )}
    </section>
  );
}
