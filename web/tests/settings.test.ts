// What is removed in the settings is removed for good, whatever the person does next.
// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { isMock, useWorld } from './world';

const world = useWorld();
beforeEach(async () => {
  if (isMock) await world.set({});
});

it.skipIf(!isMock)('revokes a key at once, after asking', async () => {
  const { page } = await world.page('/settings/api-keys');
  await page.getByRole('button', { name: 'Revoke Weekly report' }).click();
  await page.getByText('This cannot be undone').waitFor();
  const isRevoked = async () => (await world.api(page, '/settings/api-keys')).data.find((k: { name: string }) => k.name === 'Weekly report').revoked_at !== null;
  expect(await isRevoked()).toBe(false);
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('The key “Weekly report” is revoked.').waitFor();
  expect(await isRevoked()).toBe(true);
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
});

it.skipIf(!isMock)('removes a user before signing out, and shows nobody again meanwhile', async () => {
  const { page } = await world.page('/settings/users');
  const row = page.getByRole('row', { name: /jiwoo@example\.com/ });
  await row.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await row.waitFor({ state: 'detached' });
  const again = page.waitForResponse((r) => r.url().endsWith('/settings/users'));
  await world.change({}); // something else changed: pages read again
  await again;
  expect(await row.count()).toBe(0);
  await page.locator('button[aria-haspopup=menu]').first().click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.locator('input[type=email]').waitFor();
  await world.change({ signedIn: true });
  expect((await world.api(page, '/settings/users')).data.map((u: { email: string }) => u.email)).not.toContain('jiwoo@example.com');
});

it.skipIf(!isMock)('stays signed in, and says why, when what was removed is refused', async () => {
  const { page } = await world.page('/settings/users');
  await page.route('**/settings/users/*', (route) => route.fulfill({ status: 409, contentType: 'application/json', body: '{"errors":[{"status":"409","code":"last_owner","title":"","detail":""}]}' }));
  const row = page.getByRole('row', { name: /jiwoo@example\.com/ });
  await row.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.locator('button[aria-haspopup=menu]').first().click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByText('An organization needs at least one owner.').waitFor();
  await row.waitFor();
});

it.skipIf(!isMock)('keeps the way back while somebody reaches for it', async () => {
  const { page } = await world.page('/settings/users');
  const row = page.getByRole('row', { name: /jiwoo@example\.com/ });
  await row.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.hover();
  await page.waitForTimeout(8_000); // longer than a message stands by itself
  await undo.click();
  await row.waitFor();
  expect((await world.api(page, '/settings/users')).data.map((u: { email: string }) => u.email)).toContain('jiwoo@example.com');
});

it.skipIf(!isMock)('lets an owner set another user’s password', async () => {
  const { page } = await world.page('/settings/users');
  const sent = page.waitForRequest((r) => r.method() === 'PATCH');
  await page.getByRole('row', { name: /jiwoo@example\.com/ }).getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Set a new password' }).click();
  await page.getByLabel('New password', { exact: true }).fill('a long password');
  await page.getByRole('dialog').getByRole('button', { name: 'Set a new password' }).click();
  await page.getByText(/signs in with the new password/).waitFor();
  expect((await sent).postDataJSON()).toEqual({ password: 'a long password' });
});

it.skipIf(!isMock)('shows every tab on a narrow screen, in the language with the longest words', async () => {
  const { page } = await world.page('/settings/organization', { width: 320, language: 'es' });
  const tabs = page.getByRole('navigation', { name: 'Configuración' }).getByRole('link');
  await tabs.first().waitFor();
  const ends = await tabs.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().right));
  expect(ends.length).toBe(4);
  expect(Math.max(...ends)).toBeLessThanOrEqual(320 - 8);
});

it.skipIf(!isMock)('offers an analyst nothing of the keys, not even another try', async () => {
  const { page } = await world.page('/settings/api-keys', { as: { email: 'jiwoo@example.com', password: 'regulars-demo' } });
  await world.set({ role: 'analyst' });
  await page.reload();
  await page.getByText('Your role does not allow this. Ask an owner.').waitFor();
  expect(await page.getByRole('button', { name: 'New API key' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
});
