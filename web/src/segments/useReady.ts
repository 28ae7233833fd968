// The ready-made segments of this account: its vendors, its currency, its own big spenders.
// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { integrationsQuery, sessionQuery } from '../api/queries';
import { useFormat } from '../i18n/format';
import { bigSpender, fixedAmount } from './bigSpender';
import { countQuery } from './queries';
import { readyMade, type Ready } from './ready';

/** `ready`: null until the vendors and sums are known, or while they are not wanted; `spent`: the sum of big spenders as money. */
export function useReady(isWanted: boolean): { ready: Ready[] | null; spent: string } {
  const client = useQueryClient();
  const format = useFormat();
  const currency = useQuery({ ...sessionQuery, select: (s) => s.organization?.currency }).data ?? 'USD';
  const integrations = useQuery(integrationsQuery).data;
  const kinds = integrations && [...new Set(integrations.map((i) => i.kind))].sort().join();
  const define = (spent: number) => readyMade(new Set((kinds ?? '').split(',') as never[]), spent);
  const sum = useQuery({
    queryKey: ['segments', 'big_spender', kinds, currency], enabled: isWanted && !!kinds, staleTime: Infinity, retry: false,
    queryFn: () => bigSpender(async (least) => {
      const one = define(least).find((r) => r.name === 'big_spenders');
      return one ? (await client.fetchQuery(countQuery(one.definition))).count : 0;
    }, currency),
  });
  // Without an answer, the currency's own sum serves.
  const spent = sum.data ?? (sum.isError || kinds === '' ? fixedAmount(currency) : null);
  return useMemo(() => ({ ready: kinds === undefined || spent === null ? null : define(spent), spent: format.roundMoney({ amount: String(spent ?? 0), currency }) }), [kinds, spent, currency, format]);
}
