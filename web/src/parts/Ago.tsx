// An instant as one says it ("5 minutes ago"), with the exact time at hand.
// SPDX-License-Identifier: Apache-2.0
import { useFormat } from '../i18n/format';
import { useNow } from './useNow';

/** `dated`: a day instead of "2 months ago" once it is more than a week back. */
export function Ago({ at, dated }: { at: string; dated?: boolean }) {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={at} title={format.longInstant(at)}>
      {dated && now - Date.parse(at) > 6.5 * 86_400_000 ? format.dayOf(at) : format.relative(at, now)}
    </time>
  );
}
