// Connecting two restaurants of a real Toast account: wrong and right credentials, the history on its way, and its metrics.
// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fill, guids, paste } from '../toastForm';
import { useWorld } from '../world';
import { hasItsMetrics, vendors } from './sandbox';

const world = useWorld();
const { toast } = await vendors();
it('refuses wrong credentials in words, then brings in the history of both restaurants', async () => {
  const { page, complaints } = await world.page('/integrations/add');
  await page.getByRole('link', { name: 'Toast', exact: true }).click();
  await fill(page, 'not the secret', 'Toast: two more', toast.client_id);
  await paste(page, toast.locations.map((place) => place.guid.toUpperCase()).join('\n'));
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('Toast does not accept this client ID and client secret.').waitFor();
  await page.locator('input[type=password]').first().fill(toast.client_secret);
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('The connection works.').waitFor();
  await page.getByText('Advanced settings').click();
  await page.getByRole('combobox', { name: 'History to bring in' }).click();
  await page.getByRole('option', { name: '1 year', exact: true }).click();
  // Toast asks for five seconds between pages of history; a year of two restaurants would take minutes.
  await page.route('**/app/v1/integrations', (route, request) => {
    if (request.method() !== 'POST') return route.continue();
    const body = request.postDataJSON();
    return route.continue({ postData: JSON.stringify({ ...body, settings: { ...body.settings, history_gap_seconds: 1 } }) });
  });
  await page.getByRole('button', { name: 'Connect and bring in history' }).click();
  await page.getByRole('heading', { name: 'Toast: two more', level: 1 }).waitFor();
  await page.getByText('2 restaurants').first().waitFor();
  await page.getByText('Bringing in your history').first().waitFor();
  const share = async () => Number(await page.getByRole('progressbar').getAttribute('aria-valuenow').catch(() => '100'));
  const early = await share();
  await expect.poll(share, { timeout: 30000 }).toBeGreaterThan(early);
  await hasItsMetrics(world, page, 'toast', ['Placed Order', 'Ordered Product', 'Fulfilled Order', 'Refunded Order']);
  expect(complaints).toEqual([]);
}, 120000);

it('refuses a restaurant that is read already, and credentials that do not reach one', async () => {
  const { page } = await world.page('/integrations/add/toast');
  await fill(page, toast.client_secret, 'Toast: once more', toast.client_id);
  const taken = (await world.api(page, '/integrations')).data.find((one: { name: string }) => one.name === 'Toast: all restaurants').settings.restaurants[0];
  await paste(page, taken);
  await page.getByRole('button', { name: 'Connect and bring in history' }).click();
  await page.getByText('Another integration reads this restaurant already.').waitFor();
  expect(await guids(page).getAttribute('aria-invalid')).toBe('true');
  await guids(page).press('Backspace');
  await paste(page, '5f0c2b7e-1111-4222-8333-444455556666');
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.locator('[data-code=restaurant_not_granted], [data-code=restaurant_unknown]').waitFor();
});
