// Editing an integration; stored secrets stay unless new ones are given.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { call } from '../api/call';
import { problemOf } from '../api/problem';
import { integrationQuery, integrationsQuery } from '../api/queries';
import type { OpenTablePatch, VendorPatch } from '../api/schema';
import { Page, Sheet } from '../parts/Page';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { EditForm } from './EditForm';

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
    mutationFn: (change: Omit<OpenTablePatch, 'revision'> | Omit<VendorPatch, 'revision'>) => call('patch', '/app/v1/integrations/{id}', { path: { id }, body: { revision: revision ?? '', ...change } }),
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
          <EditForm key={revision} integration={data} error={save.error} saving={save.isPending} onSave={(change) => save.mutate(change)} />
          {conflict && <Button mt="sm" variant="default" onClick={async () => { const fresh = await integration.refetch(); save.reset(); setRevision(fresh.data?.revision); }}>{t('action.load_newer')}</Button>}
        </Sheet>
      )}
    </Page>
  );
}
