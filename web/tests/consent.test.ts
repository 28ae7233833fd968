// What a user records of a person's consent on their page, and takes back; what a role may not.
// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { analyst, isMock, undo, useWorld } from './world';

const world = useWorld();
beforeEach(async () => {
  if (isMock) await world.set({});
});

type Row = { id: string; email: string | null; email_consent: string };
const email = (page: Page) => page.locator('[data-channel=email]');
const choose = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name, exact: true }).first().click();
};

/** The page of somebody who never said anything; each test takes another. */
async function somebody(which: number) {
  const { page, complaints } = await world.page('/');
  const { data } = await world.api(page, '/profiles?limit=100');
  const { id } = data.filter((p: Row) => p.email && p.email_consent === 'never_subscribed')[which];
  await page.goto(`${world.url}/audience/profiles/${id}`);
  await email(page).getByText('Never subscribed').waitFor();
  return { page, complaints, id: id as string };
}
async function subscribe(page: Page, list: RegExp) {
  await choose(page, 'Subscribe …');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Where they agreed').fill('Paper form at the door');
  const options = await dialog.getByLabel('List').locator('option').allInnerTexts();
  await dialog.getByLabel('List').selectOption(options.find((text) => list.test(text)) ?? 'none such');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
}

it('subscribes somebody to a list with the evidence, unsubscribes them, and puts it back', async () => {
  const { page, complaints, id } = await somebody(0);
  await subscribe(page, /single opt-in/);
  await email(page).getByText('Subscribed', { exact: true }).waitFor();
  const lists = page.getByRole('region', { name: 'Lists' }).getByRole('link');
  await lists.first().waitFor();
  await page.getByRole('button', { name: /^Show the evidence/ }).click();
  await page.getByText('Paper form at the door').first().waitFor();
  await page.getByText(/recorded by .*@/).waitFor();
  await choose(page, 'Unsubscribe …');
  await page.getByRole('dialog').getByRole('button', { name: 'Unsubscribe', exact: true }).click();
  await email(page).getByText('Unsubscribed', { exact: true }).waitFor();
  await undo(page, 'Unsubscribed.');
  await email(page).getByText('Subscribed', { exact: true }).waitFor();
  expect((await world.api(page, `/profiles/${id}/consent`)).ledger.map((line: { state: string }) => line.state)).toEqual(['subscribed', 'unsubscribed', 'subscribed']);
  expect(complaints).toEqual([]);
});

it('asks somebody to confirm first where the list is double opt-in', async () => {
  const { page, id } = await somebody(1);
  expect(await world.send(page, 'POST', '/lists', { name: 'Asked first', opt_in: 'double' })).toBe(201);
  await page.reload();
  await subscribe(page, /Asked first/);
  await page.locator('[data-pending]').getByText('Asked first').waitFor();
  expect(await email(page).getByText('Never subscribed').count()).toBe(1);
  expect((await world.api(page, `/profiles/${id}`)).lists).toEqual([]);
});

it('leaves one list alone, and comes back', async () => {
  const { page, id } = await somebody(2);
  await subscribe(page, /single opt-in/);
  const { lists: [list] } = await world.api(page, `/profiles/${id}`);
  await choose(page, 'Unsubscribe …');
  await page.getByRole('radio', { name: `The list “${list.name}” alone` }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Unsubscribe', exact: true }).click();
  await page.locator(`[data-left="${list.id}"]`).waitFor();
  expect(await email(page).getByText('Subscribed', { exact: true }).count()).toBe(1);
  await expect.poll(async () => (await world.api(page, `/profiles/${id}`)).lists.length).toBe(0);
  await undo(page, 'Unsubscribed.');
  await page.locator(`[data-left="${list.id}"]`).waitFor({ state: 'detached' });
  await expect.poll(async () => (await world.api(page, `/profiles/${id}`)).lists.map((one: { id: string }) => one.id)).toEqual([list.id]);
});

it('suppresses an address and lifts it, each with undo, and consent stays', async () => {
  const { page } = await somebody(3);
  const held = page.locator('[data-reason=user_suppressed]');
  await choose(page, 'Suppress');
  await held.waitFor();
  await undo(page, 'Suppressed:');
  await held.waitFor({ state: 'detached' });
  await choose(page, 'Suppress');
  await held.waitFor();
  await choose(page, 'Lift the suppression');
  await held.waitFor({ state: 'detached' });
  await undo(page, 'The suppression is lifted.');
  await held.waitFor();
  expect(await email(page).getByText('Never subscribed').count()).toBe(1);
});

it('lets an analyst read consent and change none', async () => {
  if (isMock) await world.set({ role: 'analyst' });
  const { page } = await world.page('/', { as: analyst });
  const { id } = (await world.api(page, '/profiles?limit=5')).data.find((p: Row) => p.email);
  await page.goto(`${world.url}/audience/profiles/${id}`);
  await email(page).waitFor();
  expect(await page.getByRole('button', { name: 'Change', exact: true }).count()).toBe(0);
  expect(await world.send(page, 'POST', '/consent/unsubscribe', { people: [{ profile_id: id }] })).toBe(403);
});

it('says how far an unsubscription goes for the whole account, with undo', async () => {
  const { page } = await world.page('/settings/organization');
  const all = page.getByRole('radio', { name: 'No more marketing at all' }), list = page.getByRole('radio', { name: 'Only that list is left' });
  await all.waitFor();
  expect(await all.isChecked()).toBe(true);
  await list.click();
  await expect.poll(() => list.isChecked()).toBe(true);
  await expect.poll(async () => (await world.api(page, '/settings/consent')).unsubscribe_from).toBe('list');
  await undo(page, /saved/i);
  await expect.poll(async () => (await world.api(page, '/settings/consent')).unsubscribe_from).toBe('all');
  await expect.poll(() => all.isChecked()).toBe(true);
});
