// Verified days of a real account: green, one that differs with its record named, green again once it is put right.
// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { analyst, useWorld } from '../world';

const world = useWorld();

type Event = { id: string; time: string; properties: Record<string, unknown> };
const toastId = async (page: Page): Promise<string> => (await world.api(page, '/integrations')).data.find((one: { name: string }) => one.name === 'Toast: all restaurants').id;

/** A placed order of some days ago, whose business day is its date whatever the restaurant: it came in the American afternoon. */
async function someOrder(page: Page, integration: string): Promise<Event> {
  const { metrics } = await world.api(page, `/integrations/${integration}`);
  const placed = metrics.find((metric: { name: string }) => metric.name === 'Placed Order').id;
  const { data } = await world.api(page, `/metrics/${placed}/events?limit=100`);
  const fits = ({ time }: Event) => Date.now() - Date.parse(time) > 2 * 86_400_000 && /T(1[89]|2[01]):/.test(time);
  return data.find(fits);
}

/** Asks for the month's days and waits until they are compared. */
async function checkMonth(page: Page) {
  await page.getByRole('button', { name: 'Check these days now' }).click();
  await page.getByRole('button', { name: 'Check these days now', disabled: true }).waitFor();
  await page.getByRole('button', { name: 'Check these days now', disabled: false }).waitFor({ timeout: 60000 });
}

it('goes from green to the record that differs, and back', async () => {
  const { page, complaints } = await world.page('/integrations');
  const id = await toastId(page);
  const { id: event, time, properties } = await someOrder(page, id);
  const day = time.slice(0, 10);
  await page.goto(`${world.url}/integrations/${id}/verify?day=${day}`);
  await checkMonth(page);
  const cell = page.locator(`[data-day="${day}"]`);
  expect(await page.locator('button[data-state=differs]').count()).toBe(0);
  expect(await page.locator('button[data-state=equal]').count()).toBeGreaterThan(0);
  expect(await cell.getAttribute('data-state')).toBe('equal');
  await page.getByText('What is here is what Toast has.').waitFor();
  const figures = await page.getByRole('row', { name: /^(At Toast|Here|Left out)/ }).allInnerTexts();
  expect(figures.length).toBeGreaterThanOrEqual(2);

  await world.alter(event, 100);
  await page.reload();
  await page.getByRole('button', { name: 'Check this day now' }).click();
  await page.getByText('1 record differs.').waitFor({ timeout: 30000 });
  expect(await cell.getAttribute('data-state')).toBe('differs');
  const record = page.locator('tr[data-kind=value_differs]');
  await record.getByRole('cell', { name: 'It is worth something else here.', exact: true }).waitFor();
  expect(await record.innerText()).toMatch(/^Order /);
  const [theirs = 0, ours = 0] = (await record.locator('.num').allInnerTexts()).map((text) => Number(text.replace(/[^\d.]/g, '')));
  expect(ours - theirs).toBeCloseTo(1, 5);
  const { records } = await world.api(page, `/integrations/${id}/reconciliation/${day}`);
  expect(records.map((one: { unique_id: string }) => one.unique_id.split(':').at(-2))).toEqual([properties['Order ID']]);
  await page.goto(world.url + '/');
  await page.locator('li', { hasText: 'Toast: all restaurants' }).getByRole('link', { name: /^Look/ }).click();
  await page.locator('tr[data-kind=value_differs]').waitFor(); // home leads to it

  await world.alter(event, -100);
  await page.reload();
  await page.getByRole('button', { name: 'Check this day now' }).click();
  await page.getByText('What is here is what Toast has.').waitFor({ timeout: 30000 });
  expect(await page.locator('button[data-state=differs]').count()).toBe(0);
  expect(complaints.filter((text) => !text.includes('ERR_CONNECTION_REFUSED'))).toEqual([]); // the server was away twice
}, 120000);

it('lets an analyst look and not check', async () => {
  const { page } = await world.page('/integrations', { as: analyst });
  const id = await toastId(page);
  await page.goto(`${world.url}/integrations/${id}/verify`);
  await page.locator('button[data-day]').first().waitFor();
  expect(await page.getByRole('button', { name: /^Check/ }).count()).toBe(0);
  expect(await world.send(page, 'POST', `/integrations/${id}/reconciliation`, { from: '2026-01-01', to: '2026-01-02' })).toBe(403);
});
