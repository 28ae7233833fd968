// Editing an integration; stored secrets stay unless new ones are given.
// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { call } from '../api/call';
import { problemOf } from '../api/problem';
import { integrationQuery, integrationsQuery } from '../api/queries';
import type { IntegrationDetail, OpenTablePatch, VendorPatch } from '../api/schema';
import { Page, Sheet } from '../parts/Page';
import { SaveTrouble } from '../parts/SaveTrouble';
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
  // What was read first is what is being edited, whatever arrives later.
  const [start, setStart] = useState<IntegrationDetail>();
  const onto = useRef('');
  const form = useRef<HTMLDivElement>(null);
  const data = integration.data;
  if (data && !start) setStart(data);
  const save = useMutation({
    mutationFn: (change: Omit<OpenTablePatch, 'revision'> | Omit<VendorPatch, 'revision'>) => call('patch', '/app/v1/integrations/{id}', { path: { id }, body: { revision: onto.current || (start?.revision ?? ''), ...change } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: integrationsQuery.queryKey });
      tell(t('state.saved'));
      void navigate(`/integrations/${id}`);
    },
  });
  const newest = () => client.fetchQuery({ ...integrationQuery(id), staleTime: 0 });
  const loadNewer = async () => { setStart(await newest()); onto.current = ''; save.reset(); };
  const keepMine = async () => { onto.current = (await newest()).revision; form.current?.querySelector('form')?.requestSubmit(); };
  const conflict = save.isError && problemOf(save.error).code === 'changed_meanwhile';
  return (
    <Page title={t('edit.title')} back={{ to: `/integrations/${id}`, text: data?.name ?? t('nav.integrations') }}>
      {integration.isError && !data && <Trouble error={integration.error} retry={() => void integration.refetch()} />}
      {integration.isPending && <Wait />}
      {start && (
        <Sheet>
          <div ref={form}><EditForm key={start.revision} integration={start} error={conflict ? null : save.error} saving={save.isPending} onSave={(change) => save.mutate(change)} /></div>
          {conflict && <SaveTrouble error={save.error} onLoadNewer={loadNewer} onKeepMine={keepMine} />}
        </Sheet>
      )}
    </Page>
  );
}
