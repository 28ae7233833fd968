// Whose metric it is, in the reader's language.
// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntegrationKind, MetricSource } from '../api/schema';

/** Whether a source is an integration that stands. */
export const isConnected = (source: MetricSource | null | undefined): source is MetricSource & { kind: IntegrationKind } => !!source && source.kind !== 'api' && source.kind !== 'regulars' && source.kind !== 'removed';

export function useSourceName() {
  const { t } = useTranslation();
  return useMemo(() => (source: MetricSource | null | undefined) => (!source ? 'Regulars' : source.kind !== 'removed' ? source.name : source.was ? t('metrics.removed_named', { name: source.name }) : t('metrics.removed', { number: source.id.replace('removed-', '') })), [t]);
}
