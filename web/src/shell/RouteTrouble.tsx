// A page that could not be fetched or broke while it was drawn.
// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';

export function RouteTrouble() {
  const { t } = useTranslation();
  const error = useRouteError();
  useEffect(() => console.error(error), [error]);
  return (
    <Page title={t('broken.title')}>
      <Empty title={t('broken.about')} action={<Button variant="default" onClick={() => location.reload()}>{t('broken.action')}</Button>}>
        <p>{error instanceof Error ? error.message : ''}</p>
      </Empty>
    </Page>
  );
}
