// Why somebody entered or left: an event, an instant, an edit, or a change of the person.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { SegmentCause } from '../api/schema';
import { useNames } from '../i18n/names';
import { Ago } from '../parts/Ago';

export function CauseText({ cause, what }: { cause: SegmentCause; what: 'entered' | 'left' }) {
  const { t } = useTranslation();
  const names = useNames();
  if (cause.event) return <span>{names.metric(cause.event.metric)} <span className="dimmed"><Ago at={cause.event.time} dated /></span></span>;
  return <span className="dimmed">{cause.kind === 'instant' ? t(`segment.cause_instant_${what}`) : cause.kind === 'edit' ? t('segment.cause_edit') : t('segment.cause_change')}</span>;
}
