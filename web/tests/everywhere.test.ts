// What must hold on every page: languages, keyboard alone, a server that goes away, accessibility, the content policy.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeEach, describe, expect, it } from 'vitest';
import { isMock, useWorld } from './world';

const world = useWorld();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
beforeEach(async () => {
  if (isMock) await world.set({});
});

it('speaks another language at once, dates and metric names included', async () => {
  const { page } = await world.page('/analytics/metrics');
  await page.locator('button[aria-haspopup=menu]').last().click();
  await page.getByRole('menuitemradio', { name: '한국어' }).click();
  await page.getByRole('heading', { level: 1, name: '메트릭' }).waitFor();
  await page.getByRole('link', { name: '예약 완료' }).first().waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('ko');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: '메트릭' }).waitFor();
});

it('can be used by keyboard alone', async () => {
  const { page } = await world.page('/');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search' }).waitFor();
  await page.keyboard.type('metr');
  await page.getByRole('option', { name: 'Metrics' }).waitFor();
  while ((await page.locator('[role=option][aria-selected=true]').innerText()) !== 'Metrics') await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/analytics\/metrics/);
  await page.getByLabel('Search metrics').focus();
  await page.keyboard.type('No Show');
  await page.keyboard.press('Tab');
  for (let i = 0; i < 12; i++) {
    if (await page.evaluate(() => document.activeElement?.matches('tbody a'))) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'No Showed Reservation' }).waitFor();
});

it('keeps what is shown while the server is away, and says so', async () => {
  const { page } = await world.page('/audience/profiles');
  await page.locator('tbody tr').first().waitFor();
  await page.context().setOffline(true);
  await page.getByText(/No connection to the server/).first().waitFor({ timeout: 15000 });
  expect(await page.locator('tbody tr').count()).toBeGreaterThan(0);
  await page.context().setOffline(false);
  await page.getByText(/No connection to the server/).first().waitFor({ state: 'detached', timeout: 40000 });
});

it.skipIf(isMock)('shows the same page again, current, when the server restarted under it', async () => {
  const { page } = await world.page('/integrations');
  await page.locator('[data-health]').first().waitFor();
  const { id, name, revision } = (await world.api(page, '/integrations')).data[0];
  await world.stop();
  await page.getByText(/No connection to the server/).first().waitFor({ timeout: 20000 });
  await page.getByRole('link', { name }).waitFor(); // what was shown stays
  await world.start();
  await page.getByText(/No connection to the server/).first().waitFor({ state: 'detached', timeout: 40000 });
  expect(await world.send(page, 'PATCH', `/integrations/${id}`, { revision, name: `${name} again` })).toBe(200); // the session outlived the server
  await page.getByRole('link', { name: `${name} again` }).waitFor({ timeout: 20000 });
});

describe('every page', () => {
  const addresses = ['/', '/integrations', '/integrations/add', '/integrations/add/opentable', '/integrations/add/toast', '/integrations/add/lightspeed', '/integrations/lightspeed/return', '/analytics/metrics', '/audience/profiles', '/audience/imports', '/audience/lists', '/audience/profiles/duplicates', '/settings/organization', '/settings/users', '/settings/api-keys', '/settings/you', '/nowhere'];
  for (const look of [{ dark: false, width: 1440 }, { dark: true, width: 390 }])
    it(`has no serious finding of axe and breaks no policy, ${look.dark ? 'dark and narrow' : 'light and wide'}`, async () => {
      const { page, complaints } = await world.page('/', look);
      const metric = (await world.api(page, '/metrics')).data[0], profile = (await world.api(page, '/profiles?limit=1')).data[0], integrations = (await world.api(page, '/integrations')).data, integration = integrations[0];
      const others: { id: string }[] = integrations.filter((i: { kind: string }) => i.kind !== 'opentable');
      const found: string[] = [];
      for (const address of [...addresses, `/analytics/metrics/${metric.id}`, `/audience/profiles/${profile.id}`, `/integrations/${integration.id}`, `/integrations/${integration.id}/edit`, `/integrations/${integration.id}/verify`, ...(isMock ? ['/audience/segments/new', '/audience/segments/Sg1', '/audience/segments/Sg1?tab=why', '/audience/segments/Sg1?tab=activity', '/audience/segments/Sg1?tab=growth', '/audience/segments/Sg1?tab=overlap', '/audience/segments/Sg1?tab=definition', '/audience/segments/Sg3/edit', '/audience/lists/R9tWbn'] : []), ...(isMock ? others.flatMap((other) => [`/integrations/${other.id}`, `/integrations/${other.id}/edit`, `/integrations/${other.id}/reconnect`]) : [])]) {
        await page.goto(world.url + address);
        await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('[class*=wait]'));
        await page.waitForTimeout(300);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run: (node: Document) => Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }> } }).axe.run(document));
        for (const v of violations) if (v.impact === 'serious' || v.impact === 'critical') found.push(`${address} ${v.id} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)) found.push(`${address} is wider than the screen`);
      }
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
    }, 120000);
});

it.skipIf(!isMock)('tells on the home page what an integration’s notice is and what to do, in the reader’s language', async () => {
  const { page } = await world.page('/', { language: 'fr' });
  await page.route('**/app/v1/home', async (route) => {
    const answer = await route.fetch(), home = await answer.json(), { id, name, kind } = home.integrations[0];
    home.attention = [{ code: 'integration_notice', integration: { id, name, kind }, count: null, detail: 'OpenTable shows no email at this tier (Copper): guests and reservations are read, but make no profiles and no events. Ask OpenTable for the Gold or Platinum tier.' }, ...home.attention];
    await route.fulfill({ response: answer, json: home });
  });
  await page.reload();
  const told = page.getByRole('region', { name: 'À regarder' }).getByRole('listitem');
  await told.filter({ hasText: 'OpenTable ne montre pas les e-mails' }).filter({ hasText: 'Demandez à OpenTable le niveau Gold ou Platinum.' }).waitFor();
  await told.filter({ hasText: 'Lightspeed: bottle shop s’est arrêtée' }).filter({ hasText: 'Reconnectez' }).waitFor();
});

it.skipIf(!isMock)('says that it is offline when the server takes requests and answers none', async () => {
  const { page } = await world.page('/');
  await world.change({ mode: 'slow' });
  await page.getByText(/No connection to the server/).first().waitFor({ timeout: 40_000 });
  await world.change({ mode: 'full' });
}, 90_000);

it.skipIf(!isMock)('says in the reader’s words when a part of the app is gone', async () => {
  const { page } = await world.page('/', { language: 'es' });
  await page.route('**/assets/MetricsPage*', (route) => route.abort());
  await page.reload();
  await page.getByRole('link', { name: 'Métricas' }).click();
  await page.getByText('Hay una versión nueva en marcha, o el servidor no responde').waitFor();
  expect(await page.getByText(/Failed to fetch/).isVisible()).toBe(false);
});

it.skipIf(!isMock)('shows again what was before when a change is refused', async () => {
  const { page } = await world.page('/integrations');
  const fresh = (await world.api(page, '/integrations')).data.find((i: { health: string }) => i.health === 'fresh');
  await page.goto(`${world.url}/integrations/${fresh.id}`);
  const sync = page.getByRole('button', { name: 'Sync now' });
  await sync.waitFor();
  await page.route('**/app/v1/integrations**', (route) => route.abort());
  await sync.click();
  await page.getByText('The server cannot be reached.').first().waitFor();
  expect(await sync.isEnabled()).toBe(true);
});

it.skipIf(!isMock)('gives the numbers of a chart in a table, and no vendor’s raw words on the first page', async () => {
  const { page } = await world.page('/', { language: 'fr' });
  const home = await world.api(page, '/home');
  await page.getByText('Les chiffres').click();
  const rows = page.locator('details tbody tr');
  await expect.poll(() => rows.count()).toBe(home.days.length);
  expect(await rows.last().locator('td').first().innerText()).toBe(String(home.days.at(-1).covers));
  const raw = home.attention.filter((a: { code: string; detail: string | null }) => a.code.startsWith('integration_') && a.detail).map((a: { detail: string }) => a.detail);
  expect(raw.length).toBeGreaterThan(0);
  const shown = await page.locator('main').innerText();
  for (const words of raw) expect(shown).not.toContain(words);
});
