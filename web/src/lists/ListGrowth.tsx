// How many were on a list at the end of each day of the past year.
// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { daysBack } from '../metrics/question';
import Plot from '../metrics/Plot';
import { Numbers } from '../parts/Numbers';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { listGrowthQuery } from './ask';

const days = 365;

export default function ListGrowth({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [[from, to]] = useState(() => daysBack(format.zone, days));
  const growth = useQuery(listGrowthQuery(id, from, to));
  const data = growth.data;
  const drawn = useMemo(() => data && { labels: data.map((d) => format.day(d.day)), ticks: data.map((d) => format.axis(d.day, 'month')), lines: [{ name: t('segment.members'), values: data.map((d) => d.members) }] }, [data, format, t]);
  if (growth.isError) return <Trouble error={growth.error} retry={() => void growth.refetch()} />;
  if (!data || !drawn) return <Wait tall rows={0} />;
  return (
    <>
      <Plot {...drawn} write={format.number} writeShort={format.compact} label={t('segment.growth_keys')} />
      <Numbers head={[t('chart.by_day'), t('segment.members')]} rows={data.map((d) => [format.day(d.day), format.number(d.members)])} />
    </>
  );
}
