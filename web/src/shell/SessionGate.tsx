// Decides by the session what there is to see: first start, sign-in, or the app.
// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router/dom';
import { keepToken, whenSignedOut } from '../api/call';
import { sessionQuery } from '../api/queries';
import { preferred, speak } from '../i18n/languages';
import { fetchAllPages, makeRouter } from '../routes';
import { Door } from './Door';
import { Trouble } from '../parts/Trouble';

const FirstStart = lazy(() => import('./FirstStart'));
const SignIn = lazy(() => import('./SignIn'));
const SessionEnded = lazy(() => import('./SessionEnded'));
let router: ReturnType<typeof makeRouter> | undefined;

export function SessionGate() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const [ended, setEnded] = useState(false);
  const state = session.data?.state;
  keepToken(session.data?.csrf_token ?? null);

  useEffect(() => whenSignedOut(() => setEnded(true)), []);
  const locale = session.data?.organization?.locale;
  useEffect(() => {
    if (locale) void speak(preferred(locale));
  }, [locale]);
  useEffect(() => {
    if (state === 'signed_in') fetchAllPages();
  }, [state]);

  if (session.isError && !session.data) {
    return (
      <Door title={t('door.no_server')}>
        <Trouble error={session.error} retry={() => void session.refetch()} />
      </Door>
    );
  }
  if (state === 'first_start') {
    return (
      <Suspense fallback={null}>
        <FirstStart />
      </Suspense>
    );
  }
  if (state === 'signed_out') {
    return (
      <Suspense fallback={null}>
        <SignIn />
      </Suspense>
    );
  }
  if (state !== 'signed_in') return null;
  router ??= makeRouter();
  return (
    <>
      <RouterProvider router={router} />
      <Suspense fallback={null}>
        {ended && <SessionEnded email={session.data?.user?.email ?? ''} onDone={() => { setEnded(false); void client.invalidateQueries(); }} />}
      </Suspense>
    </>
  );
}
