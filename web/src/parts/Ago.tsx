// An instant as one says it ("5 minutes ago"), with the exact time at hand.
// SPDX-License-Identifier: Apache-2.0
import { useFormat } from '../i18n/format';
import { useNow } from './useNow';

export function Ago({ at }: { at: string }) {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={at} title={format.longInstant(at)}>
      {format.relative(at, now)}
    </time>
  );
}
