// Possible duplicates: seen side by side, merged, told apart, and taken back.
// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { isMock, useWorld } from './world';

const world = useWorld();
beforeEach(async () => {
  if (isMock) await world.set({});
});

type Page = { total: number; data: { id: string; profiles: { id: string; email: string; visits: number }[] }[] };

it('merges a pair and makes two of it again', async () => {
  const { page, complaints } = await world.page('/');
  await page.getByText(/may be the same person/).waitFor();
  await page.locator('li', { hasText: 'may be the same person' }).getByRole('link', { name: 'Look' }).click();
  await page.getByRole('heading', { level: 1, name: 'Possible duplicates' }).waitFor();
  const before: Page = await world.api(page, '/duplicates');
  const pair = before.data[0]!;
  const [one, other] = pair.profiles;
  const sheet = page.locator(`[data-pair="${pair.id}"]`);
  for (const email of [one!.email, other!.email]) await sheet.getByText(email).first().waitFor();
  await sheet.getByRole('button', { name: /^Merge into this one/ }).first().click();
  await sheet.waitFor({ state: 'detached' });
  await page.getByText(/^Merged into/).waitFor();
  const whole = await world.api(page, `/profiles/${one!.id}`);
  expect(whole.lifetime.visits).toBe(one!.visits + other!.visits);
  expect((await world.api(page, `/profiles/${other!.id}`)).errors[0].code).toBe('not_found');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('They are two profiles again.').waitFor();
  expect((await world.api(page, `/profiles/${other!.id}`)).lifetime.visits).toBe(other!.visits);
  expect((await world.api(page, `/profiles/${one!.id}`)).lifetime.visits).toBe(one!.visits);
  expect(complaints).toEqual([]);
});

it('does not ask again about two people, until that is taken back', async () => {
  const { page } = await world.page('/audience/profiles');
  await page.getByRole('link', { name: /^Possible duplicates/ }).click();
  const before: Page = await world.api(page, '/duplicates');
  const sheet = page.locator(`[data-pair="${before.data[0]!.id}"]`);
  await sheet.getByRole('button', { name: /^Not the same person/ }).click();
  await sheet.waitFor({ state: 'detached' });
  await expect.poll(async () => ((await world.api(page, '/duplicates')) as Page).total).toBe(before.total - 1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await sheet.waitFor();
  expect(((await world.api(page, '/duplicates')) as Page).total).toBe(before.total);
});
