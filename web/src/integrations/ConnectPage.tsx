// Connecting OpenTable: what to prepare, then the form.
// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../api/call';
import { integrationsQuery } from '../api/queries';
import { Mark } from '../parts/Mark';
import { Page, Sheet } from '../parts/Page';
import { useCan } from '../shell/useCan';
import { BeforeYouBegin } from './BeforeYouBegin';
import { OpenTableForm, type OpenTableValues } from './OpenTableForm';
import styles from './ConnectPage.module.css';

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const navigate = useNavigate();
  const add = useMutation({
    mutationFn: (values: OpenTableValues) => call('post', '/app/v1/integrations', { body: { kind: 'opentable', ...values } }),
    onSuccess: (integration) => {
      void client.invalidateQueries({ queryKey: integrationsQuery.queryKey });
      void navigate(`/integrations/${integration.id}`);
    },
  });
  return (
    <Page title={t('connect.title')} about={t('connect.about')} mark={<Mark kind="opentable" size={44} />} back={{ to: '/integrations/add', text: t('browse.title') }}>
      <div className={styles.columns}>
        <Sheet>
          {can.change ? <OpenTableForm error={add.error} saving={add.isPending} save={t('connect.action')} onSave={(values) => add.mutate(values)} /> : <p>{t('problem.not_allowed')}</p>}
        </Sheet>
        <BeforeYouBegin />
      </div>
    </Page>
  );
}
