// Connecting Toast: GUIDs, wrong and right credentials, its choices, and editing them.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { fill, guids, paste } from './toastForm';
import { isMock, useWorld } from './world';

const world = useWorld();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const a = '5f0c2b7e-1111-4222-8333-444455556666', b = '6f0c2b7e-1111-4222-8333-444455556666';

const toastId = async (page: Page): Promise<string> => (await world.api(page, '/integrations')).data.find((i: { kind: string }) => i.kind === 'toast').id;

describe.runIf(isMock)('Toast', () => {
  beforeEach(() => world.set({}));

  it('says what is wrong with the GUIDs and the credentials, then connects both restaurants', async () => {
    const { page, complaints } = await world.page('/integrations/add');
    await page.getByRole('link', { name: 'Toast', exact: true }).click();
    await fill(page, 'wrong');
    await paste(page, `${a.toUpperCase()},\n${b}\n1048213`);
    await page.getByText('Not a restaurant GUID: 1048213.').waitFor();
    expect(await guids(page).getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('button', { name: 'Test the connection' }).isDisabled()).toBe(true);
    await guids(page).press('Backspace'); // takes the last one away
    expect(await page.getByText('Not a restaurant GUID').count()).toBe(0);
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('Toast does not accept this client ID and client secret.').waitFor();
    await page.locator('input[type=password]').first().fill('good');
    expect(await page.getByText('Toast does not accept').count()).toBe(0);
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('The connection works.').waitFor();
    await page.getByRole('button', { name: 'Connect and bring in history' }).click();
    await page.getByRole('heading', { name: 'Toast: downtown', level: 1 }).waitFor();
    await page.getByText('2 restaurants').first().waitFor();
    const id = page.url().split('/').at(-1);
    // Defaults go unsaid; GUIDs are written as Toast writes them.
    expect((await world.api(page, `/integrations/${id}`)).settings).toEqual({ client_id: 'lucia-orders', restaurants: [a, b] });
    expect(complaints).toEqual([]);
  });

  it('warns that no profiles can be made without the scope for guests', async () => {
    const { page } = await world.page('/integrations/add/toast');
    await page.getByLabel('Client ID').fill('mute');
    await page.locator('input[type=password]').first().fill('good');
    await paste(page, a);
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('The credentials lack the scope guest.pi:read.').waitFor();
  });

  it('refuses a restaurant read already beside the GUIDs, and needs at least one', async () => {
    const { page } = await world.page('/integrations/add/toast');
    const taken = (await world.api(page, `/integrations/${await toastId(page)}`)).settings.restaurants[0];
    await fill(page, 'good');
    await page.getByRole('button', { name: 'Connect and bring in history' }).click();
    await page.getByText('Give the GUID of at least one restaurant.').waitFor();
    await paste(page, taken);
    await page.getByRole('button', { name: 'Connect and bring in history' }).click();
    await page.getByText('Another integration reads this restaurant already.').waitFor();
    expect(await guids(page).getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Name of this integration').inputValue()).toBe('Toast: downtown');
  });

  it('edits what counts, by keyboard alone, and gives defaults again', async () => {
    const { page } = await world.page('/integrations');
    const id = await toastId(page);
    await page.goto(`${world.url}/integrations/${id}/edit`);
    await guids(page).focus();
    await page.keyboard.type(a + ',');
    await page.keyboard.press('Tab');
    while (!(await page.evaluate(() => document.activeElement?.matches('summary')))) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('counts an order once for each of its items').waitFor();
    await page.getByRole('combobox', { name: 'Orders that count' }).focus();
    await page.keyboard.type('Kiosk');
    await page.keyboard.press('Enter');
    await page.getByLabel('Line of the order').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText(`/webhooks/toast/L7KQ2M/${id}`).waitFor();
    await page.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('3 restaurants').first().waitFor();
    const saved = (await world.api(page, `/integrations/${id}`)).settings;
    expect(saved.sources).toContain('Kiosk');
    expect(saved).toMatchObject({ product_per: 'unit', client_id: 'lucia-toast' });
    expect(saved).not.toHaveProperty('product_value');
    await page.goto(`${world.url}/integrations/${id}/edit`);
    await page.getByText('Advanced settings').click();
    await page.getByRole('button', { name: 'Only online orders' }).click();
    await page.getByLabel('Line of the order').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const again = (await world.api(page, `/integrations/${id}`)).settings;
    expect([again.sources, again.product_per]).toEqual([undefined, undefined]);
  });

  it('tells the second of two editors', async () => {
    const { page } = await world.page('/integrations');
    const id = await toastId(page);
    await page.goto(`${world.url}/integrations/${id}/edit`);
    await page.getByLabel('Name of this integration').fill('Mine');
    const { revision } = await world.api(page, `/integrations/${id}`);
    expect(await world.send(page, 'PATCH', `/integrations/${id}`, { revision, name: 'Theirs' })).toBe(200);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody else changed this').waitFor();
    await page.getByRole('button', { name: 'Load the newer version' }).click();
    await expect.poll(() => page.getByLabel('Name of this integration').inputValue()).toBe('Theirs');
  });

  it('tells in words why orders were left out', async () => {
    const { page } = await world.page('/integrations');
    await page.goto(`${world.url}/integrations/${await toastId(page)}`);
    for (const words of ['Placed somewhere that is not counted', 'Nobody to attach it to', 'Excess food', 'Record at Toast']) {
      if (words === 'Record at Toast') await page.getByRole('button', { name: 'Nobody to attach it to' }).click();
      await page.getByText(words, { exact: true }).waitFor();
    }
  });

  it('has no serious finding of axe with everything open', async () => {
    for (const look of [{ dark: false, width: 1440 }, { dark: true, width: 390 }]) {
      const { page } = await world.page('/integrations/add/toast', look);
      await paste(page, `${a},nonsense`);
      await page.getByText('Advanced settings').click();
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run: (node: Document) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }).axe.run(document));
      expect(violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id} ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThan(2);
    }
  });
});
