// Editing an integration; the stored secret stays unless a new one is given.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useState } from 'react';
import { call } from '../api/call';
import { problemOf } from '../api/problem';
import { integrationQuery, integrationsQuery } from '../api/queries';
import { Page, Sheet } from '../parts/Page';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { OpenTableForm, type OpenTableValues } from './OpenTableForm';

export function Component() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { tell } = useToasts();
  const integration = useQuery(integrationQuery(id));
  // The revision that was read first is the one being edited, whatever arrives later.
  const [revision, setRevision] = useState<string>();
  const data = integration.data;
  if (data && revision === undefined) setRevision(data.revision);
  const save = useMutation({
    mutationFn: (v: OpenTableValues) => call('patch', '/app/v1/integrations/{id}', { path: { id }, body: { revision: revision ?? '', name: v.name, client_id: v.client_id, list_id: v.list_id, restaurant_name: v.restaurant_name, time_zone: v.time_zone, ...(v.secret_id ? { secret_id: v.secret_id } : {}) } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: integrationsQuery.queryKey });
      tell(t('state.saved'));
      void navigate(`/integrations/${id}`);
    },
  });
  const conflict = save.isError && problemOf(save.error).code === 'changed_meanwhile';
  return (
    <Page title={t('edit.title')} back={{ to: `/integrations/${id}`, text: data?.name ?? t('nav.integrations') }}>
      {integration.isError && !data && <Trouble error={integration.error} retry={() => void integration.refetch()} />}
      {integration.isPending && <Wait />}
      {data && (
        <Sheet>
          <OpenTableForm key={revision} start={{ name: data.name, client_id: data.settings.client_id, list_id: data.list?.id ?? null, restaurant_id: data.settings.restaurant_id, restaurant_name: data.settings.restaurant_name, time_zone: data.settings.time_zone }} integrationId={id} error={save.error} saving={save.isPending} save={t('action.save')} onSave={(values) => save.mutate(values)} />
          {conflict && <Button mt="sm" variant="default" onClick={async () => { const fresh = await integration.refetch(); save.reset(); setRevision(fresh.data?.revision); }}>{t('action.load_newer')}</Button>}
        </Sheet>
      )}
    </Page>
  );
}
