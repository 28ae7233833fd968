// Why the server refuses a definition, in the reader's language.
// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionProblem } from '../api/schema';
import { codes } from '../parts/refusals';

const said: Record<DefinitionProblem['code'], true> = {
  unknown_metric: true, unknown_group: true, unknown_postal_code: true, no_postal_codes: true, no_push: true, no_rcs: true, no_whatsapp: true, no_gender: true, no_channel_affinity: true, no_custom_objects: true,
  ends_before_start: true, bad_pattern: true, too_many_conditions: true, asks_for_itself: true, invalid_definition: true,
};

/** One sentence; what has none of its own carries the server's words. */
export function useRefused() {
  const { t } = useTranslation();
  return useCallback(({ code, detail }: { code: string; detail: string }) => (codes.has(code) ? t(`problem.${code}`) : t(`segment.refused_${Object.hasOwn(said, code) ? code : 'invalid_definition'}`, { detail })), [t]);
}
