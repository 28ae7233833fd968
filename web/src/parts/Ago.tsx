// An instant as one says it ("5 minutes ago"), with the exact time at hand.
// SPDX-License-Identifier: Apache-2.0
import { present } from '../api/clock';
import { useFormat } from '../i18n/format';
import { useNow } from './useNow';

/** `dated`: a day instead of "2 months ago" once it is more than a week back. */
export function Ago({ at, dated }: { at: string; dated?: boolean }) {
  const format = useFormat();
  // What happened since the clock last moved happened just now; it does not lie ahead.
  const now = Math.max(useNow(), Math.min(Date.parse(at), present()));
  return (
    <time dateTime={at} title={format.longInstant(at)}>
      {dated && now - Date.parse(at) > 6.5 * 86_400_000 ? format.dayOf(at) : format.relative(at, now)}
    </time>
  );
}
