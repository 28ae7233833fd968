// Decides by the session what there is to see: first start, sign-in, or the app.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router/dom';
import { keepToken, whenSignedOut } from '../api/call';
import { sessionQuery } from '../api/queries';
import { ZoneContext } from '../i18n/format';
import { preferred, speak } from '../i18n/languages';
import { fetchAhead, fetchAllPages, makeRouter } from '../routes';
import { Door } from './Door';
import { fetched } from '../parts/fetched';
import { Trouble } from '../parts/Trouble';
import { useFetchAhead } from './useFetchAhead';

const FirstStart = fetched(async () => (await import('./FirstStart')).default);
const SignIn = fetched(async () => (await import('./SignIn')).default);
const SessionEnded = fetched(async () => (await import('./SessionEnded')).default);
let router: ReturnType<typeof makeRouter> | undefined;

export function SessionGate() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const [ended, setEnded] = useState(false);
  const state = session.data?.state;
  useFetchAhead(fetchAhead);
  keepToken(session.data?.csrf_token ?? null);

  useEffect(() => whenSignedOut(() => setEnded(true)), []);
  const locale = session.data?.organization?.locale;
  useEffect(() => {
    if (locale) void speak(preferred(locale));
  }, [locale]);
  useEffect(() => {
    if (state === 'signed_in') void fetchAllPages();
  }, [state]);

  if (session.isError && !session.data) {
    return (
      <Door title={t('door.no_server')}>
        <Trouble error={session.error} retry={() => void session.refetch()} />
      </Door>
    );
  }
  if (state === 'first_start') return <FirstStart />;
  if (state === 'signed_out') return <SignIn />;
  if (state !== 'signed_in') return null;
  router ??= makeRouter();
  return (
    <ZoneContext value={session.data?.organization?.time_zone ?? 'UTC'}>
      <RouterProvider router={router} />
      {ended && <SessionEnded email={session.data?.user?.email ?? ''} onDone={() => { setEnded(false); void client.invalidateQueries(); }} />}
    </ZoneContext>
  );
}
