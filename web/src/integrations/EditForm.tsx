// The form an integration is edited by, after its kind.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { asksVendorWithinMs, call } from '../api/call';
import { sessionQuery } from '../api/queries';
import type { IntegrationDetail, OpenTablePatch, VendorPatch } from '../api/schema';
import { fetched } from '../parts/fetched';
import { changedOf } from '../parts/changed';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { byKind } from './byKind';
import { CheckReport } from './CheckReport';
import { choicesOf } from './toastSettings';

// Each form comes when it is needed: a page edits one kind.
const wait = <Wait rows={5} />;
const OpenTableForm = fetched(async () => (await import('./OpenTableForm')).OpenTableForm, wait);
const ToastForm = fetched(async () => (await import('./ToastForm')).ToastForm, wait);
const LightspeedForm = fetched(async () => (await import('./LightspeedForm')).LightspeedForm, wait);

type Props = { integration: IntegrationDetail; error: unknown; saving: boolean; onSave: (change: Omit<OpenTablePatch, 'revision'> | Omit<VendorPatch, 'revision'>) => void };

export function EditForm({ integration, error, saving, onSave }: Props) {
  const { t } = useTranslation();
  const [one] = useState(() => byKind(integration));
  const account = useQuery({ ...sessionQuery, select: (session) => session.organization?.id }).data;
  const shared = { error, saving, save: t('action.save') };
  if (one.kind === 'opentable') {
    const { client_id, restaurant_id, restaurant_name, time_zone, pos_value_from } = one.settings;
    const start = { name: one.name, client_id, list_id: one.list?.id ?? null, restaurant_id, restaurant_name, time_zone, pos_value_from, secret_id: '' };
    return <OpenTableForm {...shared} start={start} integrationId={one.id} onSave={(values) => onSave(changedOf(start, values))} />;
  }
  if (one.kind === 'toast')
    return (
      <ToastForm
        {...shared} start={{ name: one.name, client_id: one.settings.client_id, choices: choicesOf(one.settings) }} integrationId={one.id} webhook={`${window.location.origin}/webhooks/toast/${account ?? ''}/${one.id}`}
        onSave={({ name, settings, credentials }) => onSave({ ...changedOf({ name: one.name }, { name }), settings, ...(Object.keys(credentials).length ? { credentials } : {}) })}
      />
    );
  const kept = { name: one.name, list_id: one.list?.id ?? null };
  return (
    <LightspeedForm {...shared} isNew={false} start={{ ...kept, settings: one.settings }} onSave={({ settings, ...values }) => onSave({ ...changedOf(kept, values), settings })}>
      <Access id={one.id} />
    </LightspeedForm>
  );
}

/** Whether Lightspeed still lets us in, and the way to be let in again. */
function Access({ id }: { id: string }) {
  const { t } = useTranslation();
  const check = useMutation({ mutationFn: () => call('post', '/app/v1/integrations/check', { body: { kind: 'lightspeed', settings: {}, integration_id: id }, withinMs: asksVendorWithinMs }) });
  return (
    <div>
      <Group gap="sm">
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>{t('opentable.test')}</Button>
        <Button variant="default" component={Link} to={`/integrations/${id}/reconnect`}>{t('lightspeed.reconnect')}</Button>
      </Group>
      <div aria-live="polite">
        {check.data && <CheckReport kind="lightspeed" result={check.data} />}
        {check.isError && <Trouble error={check.error} />}
      </div>
    </div>
  );
}
