// Verified days: the calendar, a day's records, checking now; by mouse and by keyboard.
// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { analyst, isMock, useWorld } from './world';

const world = useWorld();
beforeEach(async () => {
  if (isMock) await world.set({});
});

it.skipIf(!isMock)('leads from the notice to the records that differ, and is green once they are checked again', async () => {
  const { page, complaints } = await world.page('/');
  const notice = page.locator('li', { hasText: /days of .* differ from what the vendor has/ });
  await notice.getByRole('link', { name: /^Look/ }).click();
  await page.getByText('3 records differ.').waitFor();
  await page.getByText('Time zone: America/New York').waitFor();
  expect(await page.locator('button[aria-pressed=true]').innerText()).toMatch(/E[SD]T/);
  await page.getByRole('cell', { name: 'It is worth something else here.', exact: true }).waitFor();
  expect(await page.locator('tr[data-kind=value_differs] .num').allInnerTexts()).toEqual(['$128.50', '$128.00']);
  await page.getByRole('button', { name: 'Check this day now' }).click();
  await page.getByRole('status').filter({ hasText: /is waiting its turn|Asking OpenTable/ }).waitFor();
  await page.getByText('What is here is what OpenTable has.').waitFor();
  expect(complaints).toEqual([]);
});

it('walks the calendar by keyboard', async () => {
  const { page } = await world.page('/integrations');
  const { id } = (await world.api(page, '/integrations')).data[0];
  await page.goto(`${world.url}/integrations/${id}`);
  await page.getByRole('link', { name: 'Verify' }).click();
  const days = page.locator('button[data-day]:not([disabled])');
  await days.first().waitFor();
  if ((await days.count()) < 2) {
    await page.getByRole('button', { name: 'Previous' }).click(); // the month has just begun
    await expect.poll(async () => days.count()).toBeGreaterThan(1);
  }
  await days.first().focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.day)).toBe(await days.nth(1).getAttribute('data-day'));
  await page.keyboard.press('Enter');
  await expect.poll(async () => days.nth(1).getAttribute('aria-pressed')).toBe('true');
  expect(page.url()).toContain(`day=${await days.nth(1).getAttribute('data-day')}`);
});

it.skipIf(!isMock)('lets analysts look and not check', async () => {
  await world.set({ role: 'analyst' });
  const { page } = await world.page('/integrations', { as: analyst });
  const { id } = (await world.api(page, '/integrations')).data[0];
  await page.goto(`${world.url}/integrations/${id}/verify`);
  await page.locator('button[data-day]').first().waitFor();
  expect(await page.getByRole('button', { name: /^Check/ }).count()).toBe(0);
});
