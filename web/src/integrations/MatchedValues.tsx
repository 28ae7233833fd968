// How many reservations got the value of their party's order, and the way to see them.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { present } from '../api/clock';
import { chartQuery } from '../api/queries';
import { useFormat } from '../i18n/format';
import { apiQuery, dayIn, questionIn, searchOf } from '../metrics/question';

// The mark that decision 9 gives a matched value.
const where = JSON.stringify([{ property: 'Value Source', operator: 'equals', value: 'Matched POS order' }]);

export function MatchedValues({ metric }: { metric: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const question = questionIn(new URLSearchParams({ range: '24m', where }), dayIn(format.zone, present()));
  const chart = useQuery(chartQuery(metric, apiQuery(question)));
  if (!chart.data) return null;
  return <><Link to={`/analytics/metrics/${metric}?${searchOf(question)}`}>{t('opentable.matched', { count: chart.data.totals.total })}</Link> <span className="dimmed">{t('opentable.matched_when')}</span></>;
}
