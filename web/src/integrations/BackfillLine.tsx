// How far the history has arrived, in one line.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { Backfill } from '../api/schema';
import { useFormat } from '../i18n/format';

export function BackfillLine({ backfill }: { backfill: Backfill }) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = backfill.seconds_left === null ? '' : ` · ${t('backfill.left', { time: format.duration(backfill.seconds_left) })}`;
  return <>{t('backfill.done', { percent: format.percent(Math.floor(backfill.done * 100) / 100) }) + left}</>;
}
