// A page that could not be fetched or broke while it was drawn.
// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';

/** As Chromium, Firefox and Safari say that a part of the app was not there: a newer version took its place, or the server is away. */
const unfetched = /dynamically imported module|importing a module script failed|unable to preload/i;

export function RouteTrouble() {
  const { t } = useTranslation();
  const error = useRouteError();
  const words = error instanceof Error ? error.message : '';
  const isUnfetched = unfetched.test(words);
  useEffect(() => console.error(error), [error]);
  return (
    <Page title={t('broken.title')}>
      <Empty title={isUnfetched ? t('broken.unfetched') : t('broken.about')} action={<Button onClick={() => location.reload()}>{t('broken.action')}</Button>}>
        {isUnfetched && <p>{t('broken.unfetched_about')}</p>}
        {words && <details><summary>{t('broken.details')}</summary><code>{words}</code></details>}
      </Empty>
    </Page>
  );
}
