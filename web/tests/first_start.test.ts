// The first start, sign-in, and a session that ends.
// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { account, isFresh, isMock, useWorld } from './world';

const world = useWorld();

it.runIf(isMock || isFresh)('asks a new server for its owner, and leads to the three vendors one can connect', async () => {
  if (isMock) await world.set({ mode: 'first_start' });
  const { page, complaints } = await world.page('/', { signIn: false });
  expect(await page.locator('h1').innerText()).toBe('Welcome');
  await page.getByLabel('Organization').fill('Casa Verde');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Inés Prado');
  await page.getByLabel('Email').fill('ines@example.com');
  await page.locator('input[type=password]').fill('short');
  await page.getByRole('button', { name: 'Start' }).click();
  expect(await page.locator('h1').innerText()).toBe('Welcome'); // the browser refuses a short password
  await page.locator('input[type=password]').fill('three words long');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
  await page.getByText('Connect OpenTable, Toast or Lightspeed Retail').waitFor();
  await page.getByRole('link', { name: 'Add integration' }).click();
  for (const vendor of ['OpenTable', 'Toast', 'Lightspeed']) await page.getByRole('link', { name: vendor }).first().waitFor();
  expect(complaints).toEqual([]);
});

it.skipIf(isFresh)('refuses a wrong password in words, and lets the right one in', async () => {
  if (isMock) await world.set({ signedIn: false });
  const { page } = await world.page('/', { signIn: false });
  await page.getByLabel('Email').fill(account.email);
  await page.locator('input[type=password]').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Email or password is not right.').waitFor();
  await page.locator('input[type=password]').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
});

it.runIf(isMock || isFresh)('says how long to wait after too many attempts', async () => {
  if (isMock) await world.set({ signedIn: false, attempts: 5 });
  const { page } = await world.page('/', { signIn: false });
  await page.getByLabel('Email').fill(account.email);
  await page.locator('input[type=password]').fill('guess');
  await expect.poll(async () => {
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page.getByText(/Wait \d+ minute/).count();
  }, { timeout: 20000, interval: 300 }).toBe(1);
});

it.skipIf(isFresh)('keeps the page and what was typed when the session ends', async () => {
  if (isMock) await world.set({});
  const { page } = await world.page('/integrations/add/opentable');
  await page.getByLabel('Name of this integration').fill('OpenTable: Half Written');
  expect(await world.send(page, 'POST', '/sign-out')).toBe(204);
  await page.getByRole('dialog').getByText('Your session has ended').waitFor({ timeout: 15000 });
  await page.getByRole('dialog').locator('input[type=email]').fill(account.email);
  await page.getByRole('dialog').locator('input[type=password]').fill(account.password);
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.getByLabel('Name of this integration').inputValue()).toBe('OpenTable: Half Written');
});
