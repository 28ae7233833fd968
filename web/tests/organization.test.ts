// The organization's settings: where the days of segments begin.
// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { isMock, useWorld } from './world';

const world = useWorld();
beforeEach(async () => {
  if (isMock) await world.set({});
});

it.skipIf(!isMock)('lets an owner begin the days of segments in UTC', async () => {
  const { page, complaints } = await world.page('/settings');
  const days = page.getByRole('combobox', { name: 'Days of segments' });
  expect(await days.inputValue()).toBe('In the time zone above (America/New York)');
  await days.click();
  await page.getByRole('option', { name: 'In UTC, as in Klaviyo' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').first().waitFor();
  expect((await world.api(page, '/settings/organization')).segment_days).toBe('utc');
  await page.reload();
  await days.waitFor();
  expect(await days.inputValue()).toBe('In UTC, as in Klaviyo');
  expect(complaints).toEqual([]);
});
