// Connecting Toast: what to prepare, then the form.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { Mark } from '../parts/Mark';
import { Page, Sheet } from '../parts/Page';
import { useCan } from '../shell/useCan';
import { BeforeToast } from './BeforeToast';
import { ToastForm } from './ToastForm';
import { useAdd } from './useAdd';
import styles from './ConnectPage.module.css';

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const add = useAdd();
  return (
    <Page title={t('connect.title', { vendor: 'Toast' })} about={t('connect.about_toast')} mark={<Mark kind="toast" size={44} />} back={{ to: '/integrations/add', text: t('browse.title') }}>
      <div className={styles.columns}>
        <Sheet>
          {can.change ? <ToastForm error={add.error} saving={add.isPending} save={t('connect.action')} onSave={(outcome) => add.mutate({ kind: 'toast', list_id: null, ...outcome })} /> : <p>{t('problem.not_allowed')}</p>}
        </Sheet>
        <BeforeToast />
      </div>
    </Page>
  );
}
