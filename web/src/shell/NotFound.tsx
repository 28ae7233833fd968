// An address that leads nowhere.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('not_found.title')}>
      <Empty title={t('not_found.about')} action={<Button component={Link} to="/" variant="default">{t('not_found.action')}</Button>} />
    </Page>
  );
}
