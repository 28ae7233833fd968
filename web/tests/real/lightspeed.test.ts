// Connecting a Lightspeed account by its own page and back: a no, a stranger's answer, a wrong secret, and a yes with a list.
// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useWorld } from '../world';
import { hasItsMetrics, vendors } from './sandbox';

const world = useWorld();
const { lightspeed } = await vendors();

/** To Lightspeed's page, which is another site. */
async function go(page: Page, secret = lightspeed.client_secret) {
  await page.getByLabel('Name of this integration').fill('Lightspeed: the shops');
  await page.getByLabel('Client ID').fill(lightspeed.client_id);
  await page.locator('input[type=password]').fill(secret);
  await page.getByRole('button', { name: 'Continue to Lightspeed' }).click();
  await page.getByText(`Regulars would like to, for account ${lightspeed.account}`).waitFor();
  expect(new URL(page.url()).origin).not.toBe(world.url);
}
const connections = async (page: Page): Promise<number> => (await world.api(page, '/integrations')).data.filter((one: { kind: string }) => one.kind === 'lightspeed').length;

it('connects nothing after a no', async () => {
  const { page } = await world.page('/integrations/add/lightspeed');
  await go(page);
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByRole('heading', { name: 'Nothing was connected' }).waitFor();
  expect(await connections(page)).toBe(0);
});

it('refuses in words an answer to another attempt, and one that a wrong secret cannot redeem', async () => {
  const { page } = await world.page('/integrations/add/lightspeed');
  await go(page);
  const elsewhere = new URL(page.url());
  elsewhere.searchParams.set('state', 'of-somebody-else');
  await page.goto(elsewhere.href);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('alert').getByText('belongs to no attempt of this tab').waitFor();
  await page.getByRole('link', { name: 'Start again' }).click();
  await go(page, 'not the secret');
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('alert').getByText('did not take this any more').waitFor();
  expect(await connections(page)).toBe(0);
});

it('shows whose account it is, then brings its sales in and its customers on the list', async () => {
  const { page, complaints } = await world.page('/integrations/add/lightspeed');
  await go(page);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Is this your account?' }).waitFor();
  await page.getByText(lightspeed.account, { exact: true }).waitFor();
  expect(new URL(page.url()).origin + new URL(page.url()).search).toBe(world.url); // back, and the code is out of the address
  await page.getByRole('button', { name: 'Yes, this is ours' }).click();
  await page.getByRole('combobox', { name: 'List for new customers' }).click();
  await page.getByRole('option', { name: /Subscribers/ }).click();
  await page.getByRole('button', { name: 'Connect and bring in history' }).click();
  await page.getByRole('heading', { name: 'Lightspeed: the shops', level: 1 }).waitFor();
  await page.getByText(`Account ${lightspeed.account}`).waitFor();
  await hasItsMetrics(world, page, 'lightspeed', ['Placed Order', 'Ordered Product', 'Refunded Order', 'Shipped Order']);
  const made = await world.api(page, `/integrations/${page.url().split('/').at(-1)}`);
  expect([made.list.name, made.settings.account, made.settings.start_welcome_flow]).toEqual(['Subscribers', lightspeed.account, undefined]);
  // Toast's guests join too where the shop knows them; a customer without an email, or who wants none, does not.
  const list = (await world.api(page, '/lists')).data.find((one: { name: string }) => one.name === 'Subscribers');
  expect(list.profiles).toBeGreaterThan(0);
  expect(list.profiles).toBeLessThan(made.counts.profiles);
  const members: { profile: { email: string | null } }[] = (await world.api(page, `/lists/${list.id}/members?limit=50`)).data;
  expect(members.length).toBeGreaterThan(0);
  expect(members.filter((one) => !one.profile.email)).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(lightspeed.client_secret);
  expect(complaints.filter((text) => !text.startsWith('request to another host: http://localhost:'))).toEqual([]);
}, 120000);
