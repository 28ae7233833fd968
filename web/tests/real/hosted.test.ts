// The public pages of the real program, in a browser without script: found from the app, in four languages, wrong and right.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { useWorld } from '../world';

const world = useWorld();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A list with its public page, and that page as somebody who is nobody here sees it. */
async function subscribePage(name: string, opt_in: 'single' | 'double') {
  const { page: app } = await world.page('/audience/lists');
  expect(await world.send(app, 'POST', '/lists', { name, opt_in })).toBe(201);
  const list = (await world.api(app, '/lists')).data.find((one: { name: string }) => one.name === name);
  await app.goto(`${world.url}/audience/lists/${list.id}`);
  const address = await app.getByRole('link', { name: list.page_path }).getAttribute('href');
  return { app, list, address: world.url + address };
}

it('take a subscription that the app then shows, and say what is wrong with an address', async () => {
  const { app, list, address } = await subscribePage('Sunday lunch', 'single');
  const { page, complaints } = await world.page(new URL(address).pathname, { signIn: false });
  await page.getByRole('heading', { level: 1, name: 'Subscribe to Sunday lunch' }).waitFor();
  await page.locator('form').evaluate((form) => { (form as HTMLFormElement).noValidate = true; });
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByRole('alert').getByText('Enter an email address').waitFor();
  const field = page.getByLabel('Email');
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
  await field.fill('hosted.real@x.example');
  await page.getByLabel('First name').fill('Hope');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByRole('heading', { level: 1, name: 'Thank you' }).waitFor();
  await expect.poll(async () => (await world.api(app, `/lists/${list.id}`)).profiles).toBe(1);
  await app.goto(`${world.url}/audience/lists/${list.id}`);
  await app.getByRole('link', { name: 'Hope' }).click();
  await app.locator('[data-channel=email]').getByText('Subscribed', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

it('ask to confirm first where the list does, close with the list’s page, and tell a broken link', async () => {
  const { app, list, address } = await subscribePage('Harvest dinner', 'double');
  const path = new URL(address).pathname;
  const { page } = await world.page(path, { signIn: false, language: 'fr' });
  await page.getByRole('heading', { level: 1, name: 'S’abonner à Harvest dinner' }).waitFor();
  await page.getByLabel('Adresse e-mail').fill('asked.real@x.example');
  await page.getByRole('button', { name: 'S’abonner' }).click();
  await page.getByRole('heading', { level: 1, name: 'Encore une étape' }).waitFor();
  expect((await world.api(app, `/lists/${list.id}`)).profiles).toBe(0);
  expect(await world.send(app, 'PATCH', `/lists/${list.id}`, { revision: list.revision, has_page: false })).toBe(200);
  await page.goto(address);
  await page.getByRole('heading', { level: 1, name: 'Cette page est fermée' }).waitFor();
  for (const broken of ['confirm', 'unsubscribe', 'preferences']) {
    await page.goto(`${world.url}/${broken}/AbCdEf.01M815XSH22BYEV25FFPNBGVS6.-.0123`);
    await page.getByRole('heading', { level: 1, name: 'Ce lien ne fonctionne pas' }).waitFor();
  }
});

it('have no finding of axe and fit every screen, in four languages, light and dark', async () => {
  const { address } = await subscribePage('Four seasons', 'single');
  const found: string[] = [];
  for (const look of [{ language: 'en', width: 1440 }, { language: 'es', width: 390 }, { language: 'fr', width: 1440, dark: true }, { language: 'ko', width: 390, dark: true }]) {
    const { page } = await world.page(new URL(address).pathname, { signIn: false, height: 800, ...look });
    for (const state of ['asked', 'refused']) {
      if (state === 'refused') {
        await page.locator('form').evaluate((form) => { (form as HTMLFormElement).noValidate = true; });
        await page.locator('button[type=submit]').click();
        await page.getByRole('alert').waitFor();
      }
      expect(await page.locator('html').getAttribute('lang')).toBe(look.language);
      expect(await page.locator('script').count()).toBe(0);
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push(`${look.language} ${state} is too wide`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run: (root: Document) => Promise<{ violations: { id: string }[] }> } }).axe.run(document));
      found.push(...violations.map((v) => `${look.language} ${state} ${v.id}`));
    }
  }
  expect(found).toEqual([]);
});
