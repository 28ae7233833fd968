// Connecting OpenTable with wrong and right credentials, and what a role may not do.
// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { analyst, isMock, useWorld } from './world';

const world = useWorld();
const wrong = { client: 'lucia-sync', secret: process.env.REGULARS_OPENTABLE_WRONG ?? 'wrong' };
const right = { client: process.env.REGULARS_OPENTABLE_CLIENT ?? 'lucia-sync', secret: process.env.REGULARS_OPENTABLE_SECRET ?? 'good', rid: process.env.REGULARS_OPENTABLE_RID ?? '1999000' };

/** Opens the first integration that has its history. */
async function open(page: Page) {
  const first = (await world.api(page, '/integrations')).data.find((i: { health: string }) => i.health === 'fresh');
  await page.getByRole('link', { name: first.name }).click();
}

beforeEach(async () => {
  if (isMock) await world.set({});
});

it('says exactly what is wrong, then connects and shows the history arriving', async () => {
  const { page, complaints } = await world.page('/integrations');
  await page.getByRole('link', { name: 'Add integration' }).click();
  await page.getByRole('link', { name: 'OpenTable', exact: true }).click();
  const name = `OpenTable: Pier ${Date.now() % 100000}`;
  await page.getByLabel('Name of this integration').fill(name);
  await page.getByLabel('Restaurant name').fill('Lucia at the Pier');
  await page.getByLabel('Restaurant ID').fill(right.rid);
  await page.getByLabel('Client ID').fill(wrong.client);
  await page.locator('input[type=password]').fill(wrong.secret);
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('OpenTable does not accept this client ID and secret ID.').waitFor();
  await page.getByLabel('Client ID').fill(right.client);
  await page.locator('input[type=password]').fill(right.secret);
  expect(await page.getByText('OpenTable does not accept').count()).toBe(0); // an old verdict goes when the values change
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('The connection works.').waitFor();
  await page.getByRole('button', { name: 'Connect and bring in history' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.getByText('Bringing in your history').first().waitFor();
  await page.locator('[data-health=fresh]').waitFor({ timeout: Number(process.env.REGULARS_BACKFILL_MS ?? 20000) });
  expect(await page.getByText('Bringing in your history').count()).toBe(0);
  expect(complaints).toEqual([]);
});

it('refuses a name that is taken beside the field, and keeps the form', async () => {
  const { page } = await world.page('/integrations/add/opentable');
  const taken: string = (await world.api(page, '/integrations')).data[0].name;
  await page.getByLabel('Name of this integration').fill(taken.toUpperCase());
  await page.getByLabel('Restaurant name').fill('Lucia');
  await page.getByLabel('Restaurant ID').fill('1');
  await page.getByLabel('Client ID').fill('x');
  await page.locator('input[type=password]').fill('y');
  await page.getByRole('button', { name: 'Connect and bring in history' }).click();
  await page.getByText('This name is taken. Choose another.').waitFor();
  expect(await page.getByLabel('Restaurant name').inputValue()).toBe('Lucia');
});

it('refuses a restaurant that is connected already beside the field', async () => {
  const { page } = await world.page('/integrations/add/opentable');
  const connected = (await world.api(page, '/integrations')).data[0].settings.restaurant_id;
  await page.getByLabel('Name of this integration').fill('OpenTable: Twice');
  await page.getByLabel('Restaurant name').fill('Lucia');
  await page.getByLabel('Restaurant ID').fill(connected);
  await page.getByLabel('Client ID').fill('x');
  await page.locator('input[type=password]').fill('y');
  await page.getByRole('button', { name: 'Connect and bring in history' }).click();
  await page.getByText('Another integration reads this restaurant already.').waitFor();
  expect(await page.getByLabel('Restaurant ID').getAttribute('aria-invalid')).toBe('true');
});

it('pauses with undo', async () => {
  const { page } = await world.page('/integrations');
  await open(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Pause' }).click();
  await page.locator('[data-health=paused]').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('[data-health=fresh]').waitFor();
});

it('tells the second of two editors, and saves nothing over the first', async () => {
  const { page } = await world.page('/integrations');
  await open(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByLabel('Restaurant name').fill('Mine');
  const id = page.url().split('/').at(-2);
  const { revision } = await world.api(page, `/integrations/${id}`);
  expect(await world.send(page, 'PATCH', `/integrations/${id}`, { revision, restaurant_name: 'Theirs' })).toBe(200);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody else changed this').waitFor();
  expect((await world.api(page, `/integrations/${id}`)).settings.restaurant_name).toBe('Theirs');
  await page.getByRole('button', { name: 'Load the newer version' }).click();
  await expect.poll(() => page.getByLabel('Restaurant name').inputValue()).toBe('Theirs');
});

it.runIf(isMock)('takes values from orders that are chosen, and tells how many reservations got one', async () => {
  const { page, complaints } = await world.page('/integrations');
  const { data } = await world.api(page, '/integrations');
  const toast = data.find((i: { kind: string }) => i.kind === 'toast'), shops = data.find((i: { kind: string }) => i.kind === 'lightspeed'), { id } = data.find((i: { kind: string; settings: { restaurant_id: string } }) => i.kind === 'opentable' && !/^1048213$/.test(i.settings.restaurant_id));
  await page.goto(`${world.url}/integrations/${id}/edit`);
  await page.getByText('Such values are marked, and never override OpenTable’s own.').waitFor();
  await page.getByRole('combobox', { name: 'Take the value from' }).click();
  await page.getByRole('option').filter({ hasText: `${toast.name} · Lucia - Harbor` }).click();
  await page.getByRole('option').filter({ hasText: `${shops.name} · all shops` }).waitFor();
  await page.getByRole('option').filter({ hasText: `${shops.name} · Market hall` }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect((await world.api(page, `/integrations/${id}`)).settings.pos_value_from).toEqual([`${toast.id}/${toast.settings.restaurants[1]}`, `${shops.id}/2`]);
  await page.getByRole('link', { name: /^[1-9][\d,]* reservations?$/ }).click();
  await page.getByRole('heading', { name: 'Completed Reservation', level: 1 }).waitFor();
  expect(new URL(page.url()).searchParams.get('where')).toContain('Matched POS order');
  expect(complaints).toEqual([]);
});

it('offers an analyst nothing that changes, and the server refuses it too', async () => {
  if (isMock) await world.set({ role: 'analyst' });
  const { page } = await world.page('/integrations', { as: analyst });
  const { id, name, revision } = (await world.api(page, '/integrations')).data[0];
  await page.getByRole('link', { name }).waitFor();
  expect(await world.send(page, 'PATCH', `/integrations/${id}`, { revision, restaurant_name: 'Mine' })).toBe(403);
  expect(await world.send(page, 'POST', `/integrations/${id}/pause`)).toBe(403);
  expect(await page.getByRole('link', { name: 'Add integration' }).count()).toBe(0);
  await page.goto(world.url + '/integrations/add/opentable');
  await page.getByText('Your role does not allow this.').waitFor();
  await page.goto(world.url + '/settings/users');
  await page.getByRole('alert').getByText('Your role does not allow this.').waitFor();
});
