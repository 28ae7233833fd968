// The size a definition had, week by week, over the past two years.
// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useMemo, useState } from 'react';
import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { present } from '../api/clock';
import { useFormat } from '../i18n/format';
import { addDays, dayIn } from '../metrics/question';
import { Numbers } from '../parts/Numbers';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { Choice } from './fields/Choice';
import type { Definition } from './grammar';
import { growthQuery } from './queries';

const Plot = lazy(() => import('../metrics/Plot'));
const spans = { '3m': [91, 'day'], '1y': [365, 'week'], '2y': [730, 'week'] } as const;
type Span = keyof typeof spans;

export function GrowthPanel({ definition }: { definition: Definition }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [span, setSpan] = useState<Span>('2y');
  const [today] = useState(() => dayIn(format.zone, present()));
  const [days, by] = spans[span];
  const growth = useQuery(growthQuery(definition, { from: addDays(today, -days), to: today, by }));
  const points = growth.data?.points;
  const drawn = useMemo(() => points && {
    labels: points.map((p) => format.dayOf(p.at)), ticks: points.map((p) => format.axis(p.at.slice(0, 10), days > 100 ? 'month' : 'day')), lines: [{ name: t('segment.members'), values: points.map((p) => p.count) }],
  }, [points, format, t, days]);
  const first = points?.[0]?.count ?? 0, now = points?.at(-1)?.count ?? 0;
  return (
    <div>
      <Group justify="space-between" mb="sm">
        <span className="dimmed" role="status">{points ? t('segment.growth_change', { from: format.number(first), to: format.number(now) }) : ''}</span>
        <Choice label={t('segment.span')} value={span} options={(Object.keys(spans) as Span[]).map((s) => [s, t(`segment.span_${s}`)] as const)} onChange={setSpan} />
      </Group>
      {growth.isError && <Trouble error={growth.error} retry={() => void growth.refetch()} />}
      {growth.isPending && <Wait tall rows={0} />}
      {drawn && <Suspense fallback={<Wait tall rows={0} />}><Plot {...drawn} write={format.number} writeShort={format.compact} label={t('segment.growth_keys')} /></Suspense>}
      {points && <Numbers head={[t(`chart.by_${by}`), t('segment.members')]} rows={points.map((p) => [format.dayOf(p.at), format.number(p.count)])} />}
    </div>
  );
}
