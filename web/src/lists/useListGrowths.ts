// The sizes of lists at the end of each of the last 12 weeks, as segments bring theirs along.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { useQueries } from '@tanstack/react-query';
import type { List } from '../api/schema';
import { useFormat } from '../i18n/format';
import { daysBack } from '../metrics/question';
import { listGrowthQuery } from './ask';

const weeks = 12;
/** More lists than this show no line: each is a request of its own. */
const mostLists = 30;

export function useListGrowths(lists: List[] | undefined): Record<string, number[]> {
  const { zone } = useFormat();
  const [[from, to]] = useState(() => daysBack(zone, (weeks - 1) * 7));
  const drawn = (lists ?? []).slice(0, mostLists);
  return useQueries({
    queries: drawn.map((list) => ({ ...listGrowthQuery(list.id, from, to), staleTime: 300_000, retry: false })),
    combine: (answers) => Object.fromEntries(answers.map((answer, i) => [drawn[i]?.id ?? '', (answer.data ?? []).filter((_, day) => day % 7 === 0).map((day) => day.members)])),
  });
}
