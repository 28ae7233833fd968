// Ready-made segments with their counts of now; one click opens the builder with them.
// SPDX-License-Identifier: Apache-2.0
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format';
import { Section } from '../parts/Page';
import { Wait } from '../parts/Wait';
import { countQuery } from './queries';
import { useReady } from './useReady';
import styles from './builder.module.css';

export function ReadyMade() {
  const { t } = useTranslation();
  const format = useFormat();
  const { ready: known, spent } = useReady(true), ready = known ?? [];
  const counts = useQueries({ queries: ready.map(({ definition }) => ({ ...countQuery(definition), staleTime: 60_000, retry: false })) });
  if (known?.length === 0) return null; // nothing is connected yet that they could be about
  return (
    <Section title={t('ready.title')} about={t('ready.about')}>
      {!known && <Wait rows={3} />}
      <div className={styles.ready}>
        {ready.map(({ name }, i) => (
          <Link key={name} className={styles.readyCard ?? ''} to={`/audience/segments/new?ready=${name}`} data-ready={name}>
            <b>{t(`ready.${name}`)}</b>
            <data value={counts[i]?.data?.count}>{counts[i]?.data ? format.number(counts[i].data.count) : counts[i]?.isError ? <span aria-label={t('segment.no_count')}>·</span> : ''}</data>
            <span>{t(`ready.${name}_about`, { amount: spent })}</span>
          </Link>
        ))}
      </div>
    </Section>
  );
}
