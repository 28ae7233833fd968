// How the account reads consent: how far an unsubscription goes, and whether a subscription is asked to be confirmed.
// SPDX-License-Identifier: Apache-2.0
import { Radio, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import type { ConsentRules as Rules } from '../api/schema';
import { Section, Sheet } from '../parts/Page';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { consentRulesQuery } from '../profiles/consentAsk';
import { useCan } from '../shell/useCan';

type Choice = Partial<Omit<Rules, 'revision'>>;

export function ConsentRules() {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const { tell, refuse } = useToasts();
  const rules = useQuery(consentRulesQuery), now = rules.data;
  const put = async (choice: Choice) => client.setQueryData(consentRulesQuery.queryKey, await call('patch', '/app/v1/settings/consent', { body: { revision: client.getQueryData(consentRulesQuery.queryKey)?.revision ?? '', ...choice } }));
  const choose = useMutation({
    mutationFn: ({ choice }: { choice: Choice; before: Choice }) => put(choice),
    onSuccess: (_, { before }) => tell(t('state.saved'), () => void put(before).catch(refuse)),
    onError: (error) => { refuse(error); void rules.refetch(); },
  });
  // What was chosen stands at once, and is taken back where it is refused.
  const shown = now && { ...now, ...(choose.isPending ? choose.variables.choice : {}) };
  const off = !can.change || choose.isPending;
  return (
    <Section title={t('consent.title')}>
      {rules.isPending && <Wait rows={4} />}
      {rules.isError && <Trouble error={rules.error} retry={() => void rules.refetch()} />}
      {now && shown && (
        <Sheet>
          <Stack gap="xl">
            <Radio.Group label={t('consent_rules.unsubscribe')} value={shown.unsubscribe_from} onChange={(next) => choose.mutate({ choice: { unsubscribe_from: next as Rules['unsubscribe_from'] }, before: { unsubscribe_from: now.unsubscribe_from } })}>
              <Stack mt="xs" gap="sm">{(['all', 'list'] as const).map((one) => <Radio key={one} value={one} disabled={off} label={t(`consent_rules.${one}`)} description={t(`consent_rules.${one}_about`)} />)}</Stack>
            </Radio.Group>
            <Radio.Group label={t('consent_rules.opt_in')} value={shown.opt_in} onChange={(next) => choose.mutate({ choice: { opt_in: next as Rules['opt_in'] }, before: { opt_in: now.opt_in } })}>
              <Stack mt="xs" gap="sm">{(['double', 'single'] as const).map((one) => <Radio key={one} value={one} disabled={off} label={t(`consent_rules.${one}`)} description={t(`consent_rules.${one}_about`)} />)}</Stack>
            </Radio.Group>
          </Stack>
        </Sheet>
      )}
    </Section>
  );
}
