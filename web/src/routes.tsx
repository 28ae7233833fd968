// Which address shows which page; each page's code is fetched when it is first needed, or when the browser is idle.
// SPDX-License-Identifier: Apache-2.0
import { createBrowserRouter, matchRoutes, Navigate, type LoaderFunctionArgs, type RouteObject } from 'react-router';
import { queryClient, sessionQuery } from './api/queries';
import { alsoSpeak, type WordsPart } from './i18n/languages';
import { NotFound } from './shell/NotFound';
import { RouteTrouble } from './shell/RouteTrouble';
import { overlays, Shell } from './shell/Shell';

/** A page with the words that only its part of the app needs. */
const withWords = <T,>(part: WordsPart, load: () => Promise<T>) => async () => (await Promise.all([load(), alsoSpeak(part)]))[0];

const pages = {
  home: () => import('./home/HomePage'),
  integrations: withWords('integrations', () => import('./integrations/IntegrationsPage')),
  browse: withWords('integrations', () => import('./integrations/BrowsePage')),
  connect: withWords('integrations', () => import('./integrations/ConnectPage')),
  connectToast: withWords('integrations', () => import('./integrations/ConnectToastPage')),
  connectLightspeed: withWords('integrations', () => import('./integrations/ConnectLightspeedPage')),
  lightspeedReturn: withWords('integrations', () => import('./integrations/LightspeedReturnPage')),
  integration: withWords('integrations', () => import('./integrations/IntegrationPage')),
  verify: withWords('integrations', () => import('./integrations/VerifyPage')),
  edit: withWords('integrations', () => import('./integrations/EditPage')),
  metrics: () => import('./metrics/MetricsPage'),
  metric: () => import('./metrics/MetricPage'),
  profiles: () => import('./profiles/ProfilesPage'),
  duplicates: () => import('./profiles/DuplicatesPage'),
  profile: () => import('./profiles/ProfilePage'),
  lists: withWords('audience', () => import('./lists/ListsPage')),
  list: withWords('audience', () => import('./lists/ListPage')),
  segment: withWords('audience', () => import('./segments/SegmentPage')),
  builder: withWords('audience', () => import('./segments/BuilderPage')),
  imports: withWords('imports', () => import('./imports/ImportsPage')),
  import: withWords('imports', () => import('./imports/ImportPage')),
  settings: () => import('./settings/SettingsPage'),
};

const children: RouteObject[] = [
  { index: true, lazy: pages.home },
  { path: 'integrations', lazy: pages.integrations },
  { path: 'integrations/add', lazy: pages.browse },
  { path: 'integrations/add/opentable', lazy: pages.connect },
  { path: 'integrations/add/toast', lazy: pages.connectToast },
  { path: 'integrations/add/lightspeed', lazy: pages.connectLightspeed },
  { path: 'integrations/lightspeed/return', lazy: pages.lightspeedReturn },
  { path: 'integrations/:id', lazy: pages.integration },
  { path: 'integrations/:id/verify', lazy: pages.verify },
  { path: 'integrations/:id/edit', lazy: pages.edit },
  { path: 'integrations/:id/reconnect', lazy: pages.connectLightspeed },
  { path: 'analytics', element: <Navigate to="/analytics/metrics" replace /> },
  { path: 'analytics/metrics', lazy: pages.metrics },
  { path: 'analytics/metrics/:id', lazy: pages.metric },
  { path: 'audience', element: <Navigate to="/audience/profiles" replace /> },
  { path: 'audience/profiles', lazy: pages.profiles },
  { path: 'audience/profiles/duplicates', lazy: pages.duplicates },
  { path: 'audience/profiles/:id', lazy: pages.profile },
  { path: 'audience/lists', lazy: pages.lists },
  { path: 'audience/lists/:id', lazy: pages.list },
  { path: 'audience/segments', element: <Navigate to="/audience/lists?kind=segment" replace /> },
  { path: 'audience/segments/new', lazy: pages.builder },
  { path: 'audience/segments/:id', lazy: pages.segment },
  { path: 'audience/segments/:id/edit', lazy: pages.builder },
  { path: 'audience/imports', lazy: pages.imports },
  { path: 'audience/imports/:id', lazy: pages.import },
  { path: 'settings', element: <Navigate to="/settings/organization" replace /> },
  { path: 'settings/:part', lazy: pages.settings },
  { path: '*', element: <NotFound /> },
];

export const makeRouter = () =>
  createBrowserRouter([{ path: '/', element: <Shell />, errorElement: <RouteTrouble />, hydrateFallbackElement: <></>, children: [{ errorElement: <RouteTrouble />, children }] }]);

type PageCode = { loader?: (args: Pick<LoaderFunctionArgs, 'params' | 'request'>) => unknown };

/** Fetches the code of the page at an address; what comes back fetches its data. */
async function fetchCode(address: string) {
  const url = new URL(address, location.origin);
  const found = matchRoutes(children, url)?.at(-1);
  const load = found?.route.lazy as (() => Promise<PageCode>) | undefined;
  const code = found && load ? await load() : undefined;
  return () => { if (found) code?.loader?.({ params: found.params, request: new Request(url) }); };
}

/** Fetches what the page at an address shows, before anybody goes there. */
export const fetchAhead = async (address: string) => (await fetchCode(address))();

/** The same for the page that is opened first, its data once it is known that somebody is signed in. */
export async function startPage(address: string) {
  // What could not be fetched is asked for again, and reported, by whoever shows it.
  const [page, session] = await Promise.allSettled([fetchCode(address), queryClient.fetchQuery(sessionQuery)]);
  if (page.status === 'fulfilled' && session.status === 'fulfilled' && session.value.state === 'signed_in') page.value();
}

/** The lists that the navigation leads to. */
const nearby = ['/audience/profiles', '/analytics/metrics', '/integrations', '/'];
const whenIdle = window.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 1500));
const idle = () => new Promise<void>((done) => void whenIdle(() => done()));

/** The page that is open has its code and its data, and is drawn. */
async function quiet() {
  await fetchCode(location.href).catch(() => undefined);
  do await new Promise((done) => setTimeout(done, 100));
  while (queryClient.isFetching() > 0);
  await idle();
}

/** Fetches the code of all pages when the browser has nothing else to do, then the lists that the navigation leads to. */
export async function fetchAllPages() {
  await quiet();
  const loads = [...overlays.map((overlay) => overlay.fetch), ...Object.values(pages), ...nearby.map((address) => () => fetchAhead(address))] as (() => Promise<unknown>)[];
  for (const load of loads) {
    // What could not be fetched now is fetched, and reported, when it is opened.
    await load().catch(() => undefined);
    await idle();
  }
}
