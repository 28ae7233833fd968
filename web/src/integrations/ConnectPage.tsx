// Connecting OpenTable: what to prepare, then the form.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { Mark } from '../parts/Mark';
import { Page, Sheet } from '../parts/Page';
import { useCan } from '../shell/useCan';
import { BeforeYouBegin } from './BeforeYouBegin';
import { OpenTableForm } from './OpenTableForm';
import { useAdd } from './useAdd';
import styles from './ConnectPage.module.css';

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const add = useAdd();
  return (
    <Page title={t('connect.title', { vendor: 'OpenTable' })} about={t('connect.about')} mark={<Mark kind="opentable" size={44} />} back={{ to: '/integrations/add', text: t('browse.title') }}>
      <div className={styles.columns}>
        <Sheet>
          {can.change ? <OpenTableForm error={add.error} saving={add.isPending} save={t('connect.action')} onSave={(values) => add.mutate({ kind: 'opentable', ...values })} /> : <p>{t('problem.not_allowed')}</p>}
        </Sheet>
        <BeforeYouBegin />
      </div>
    </Page>
  );
}
