// How many people a definition holds, while it is edited: asked a moment after the last change, the last good answer stays.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { problemOf, type Problem } from '../api/problem';
import type { SegmentCount } from '../api/schema';
import { unfinished } from './complete';
import type { Definition } from './grammar';
import { inDefinition } from './pointer';
import { countQuery } from './queries';

const debounceMs = 150;

export type LiveCount = { count: SegmentCount | null; /** The answer is of an earlier definition. */ isOld: boolean; isAsking: boolean; unfinished: string[]; problem: Problem | null; /** Of the problem, in the definition. */ pointer: string };

export function useLiveCount(definition: Definition): LiveCount {
  const [settled] = useDebouncedValue(definition, debounceMs);
  const lacking = unfinished(settled);
  const isWhole = lacking.length === 0 && settled.condition_groups.length > 0;
  // A request whose definition is no longer asked for is cancelled with its signal.
  const asked = useQuery({ ...countQuery(settled), enabled: isWhole, retry: (n, error) => problemOf(error).status === 0 && n < 2 });
  const last = useRef<SegmentCount | null>(null);
  const [kept, setKept] = useState<SegmentCount | null>(null);
  useEffect(() => {
    if (asked.data && asked.data !== last.current) { last.current = asked.data; setKept(asked.data); }
  }, [asked.data]);
  const current = isWhole ? asked.data : undefined;
  const problem = isWhole && asked.isError ? problemOf(asked.error) : null;
  return { count: current ?? kept, isOld: !current || settled !== definition, isAsking: settled !== definition || (isWhole && asked.isFetching), unfinished: unfinished(definition), problem, pointer: problem ? inDefinition(problem.pointer) : '' };
}
