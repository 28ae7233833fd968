// Connecting Lightspeed: there and back, what may go wrong on the way, and reconnecting.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { isMock, useWorld } from './world';

const world = useWorld();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fills the first step, and goes to Lightspeed's page. */
async function go(page: Page, client = 'lucia-shop', name = 'Lightspeed: wine') {
  if (await page.getByLabel('Name of this integration').count()) await page.getByLabel('Name of this integration').fill(name);
  await page.getByLabel('Client ID').fill(client);
  await page.locator('input[type=password]').fill('good');
  await page.getByRole('button', { name: 'Continue to Lightspeed' }).click();
}
const shopId = async (page: Page): Promise<string> => (await world.api(page, '/integrations')).data.find((i: { kind: string }) => i.kind === 'lightspeed').id;
const findings = async (page: Page) => {
  await page.waitForTimeout(300); // what opens has opened
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run: (node: Document) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }).axe.run(document));
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id} ${v.nodes.map((n) => n.html).join(' ')}`);
};

describe.runIf(isMock)('Lightspeed', () => {
  beforeEach(() => world.set({}));

  it('is agreed to there and confirmed here, by keyboard alone', async () => {
    const { page, complaints } = await world.page('/integrations/add');
    await page.getByRole('link', { name: 'Lightspeed Retail', exact: true }).press('Enter');
    await page.getByText(`${world.url}/integrations/lightspeed/return`).waitFor();
    await page.getByLabel('Name of this integration').focus();
    for (const text of ['Lightspeed: wine', 'lucia-shop', 'good']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.getByLabel('Client ID').press('Enter');
    await page.getByRole('link', { name: 'Authorize', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Is this your account?' }).waitFor();
    await page.getByText('Lucia Bottle Shop').waitFor();
    await page.getByText('184227').waitFor();
    expect(new URL(page.url()).search).toBe(''); // the code is out of the address
    expect(await findings(page)).toEqual([]);
    await page.reload();
    await page.getByText('Lucia Bottle Shop').waitFor(); // loading again asks nothing twice
    await page.getByRole('button', { name: 'Yes, this is ours' }).press('Enter');
    expect(await page.getByLabel('Name of this integration').inputValue()).toBe('Lightspeed: wine');
    expect(await page.getByLabel('Start welcome flows').isDisabled()).toBe(true); // without a list
    expect([await page.getByLabel('Include sales worth $0').isChecked(), await page.getByLabel('Include customers without').isChecked()]).toEqual([false, false]);
    await page.getByRole('combobox', { name: 'List for new customers' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: /Newsletter/ }).waitFor();
    const chosen = page.getByRole('option').and(page.locator('[data-combobox-selected], [aria-selected=true]'));
    for (let i = 0; i < 20 && !/Newsletter/.test(await chosen.first().innerText()); i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Start welcome flows').isDisabled()).toBe(false);
    expect(await page.getByLabel('Start welcome flows').isChecked()).toBe(false);
    await page.getByLabel('Include customers without').press('Space');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Connect and bring in history' }).press('Enter');
    await page.getByRole('heading', { name: 'Lightspeed: wine', level: 1 }).waitFor();
    await page.getByText('Account 184227').waitFor();
    const made = await world.api(page, `/integrations/${page.url().split('/').at(-1)}`);
    expect(made.settings).toEqual({ client_id: 'lucia-shop', account: '184227', include_no_email: true });
    expect(made.list.name).toBe('Newsletter');
    expect(await page.evaluate(() => sessionStorage.getItem('regulars-lightspeed'))).toBe(null);
    expect(complaints).toEqual([]);
  });

  it('keeps no secret in the browser', async () => {
    const { page } = await world.page('/integrations/add/lightspeed');
    await go(page);
    await page.getByRole('link', { name: 'Deny' }).waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('regulars-lightspeed') ?? '')).toContain('lucia-shop');
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('good');
  });

  it('shows the address to register where the server is known by another', async () => {
    const { page } = await world.page('/integrations/add/lightspeed');
    await go(page, 'moved');
    await page.getByText('https://regulars.example.com/integrations/lightspeed/return').waitFor();
    await page.getByRole('button', { name: 'Continue to Lightspeed' }).click();
    await page.getByRole('link', { name: 'Authorize', exact: true }).waitFor();
  });

  it('says beside the field that the secret is wrong', async () => {
    const { page } = await world.page('/integrations/add/lightspeed');
    await page.getByLabel('Name of this integration').fill('x');
    await page.getByLabel('Client ID').fill('x');
    await page.locator('input[type=password]').fill('wrong');
    await page.getByRole('button', { name: 'Continue to Lightspeed' }).click();
    await page.getByText('is not the secret of this client').waitFor();
    expect(await page.locator('input[type=password]').getAttribute('aria-invalid')).toBe('true');
  });

  it('takes a no calmly, and begins again with what was typed', async () => {
    const { page } = await world.page('/integrations/add/lightspeed');
    await go(page);
    await page.getByRole('link', { name: 'Deny' }).click();
    await page.getByRole('heading', { name: 'Nothing was connected' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Start again' }).click();
    expect(await page.getByLabel('Name of this integration').inputValue()).toBe('Lightspeed: wine');
  });

  for (const [client, link, words] of [['lucia-shop', 'Authorize another attempt', 'belongs to no attempt of this tab'], ['refused', 'Authorize', 'did not take this any more'], ['expired', 'Authorize', 'More than 30 minutes have passed']] as const)
    it(`says what to do: ${words}`, async () => {
      const { page } = await world.page('/integrations/add/lightspeed');
      const before = (await world.api(page, '/integrations')).data.length;
      await go(page, client);
      await page.getByRole('link', { name: link, exact: true }).click();
      await page.getByRole('alert').getByText(words).waitFor();
      await page.getByRole('link', { name: 'Start again' }).waitFor();
      expect((await world.api(page, '/integrations')).data.length).toBe(before);
    });

  it('trusts no answer that this tab did not ask for', async () => {
    const { page } = await world.page('/integrations/lightspeed/return?code=good&state=state-1');
    await page.getByRole('alert').getByText('belongs to no attempt of this tab').waitFor();
  });

  it('reconnects a stopped one, and refuses another account', async () => {
    const { page } = await world.page('/integrations');
    const id = await shopId(page);
    await page.goto(`${world.url}/integrations/${id}`);
    await page.getByText('Lightspeed Retail no longer accepts the credentials.').first().waitFor();
    await page.getByRole('link', { name: 'Reconnect' }).click();
    expect(await page.getByLabel('Client ID').inputValue()).toBe('lucia-shop');
    await go(page, 'other');
    await page.getByRole('link', { name: 'Authorize', exact: true }).click();
    await page.getByText('This is another account than before (184227).').waitFor();
    expect(await page.getByRole('button', { name: 'Yes, reconnect it' }).count()).toBe(0);
    await page.getByRole('link', { name: 'No, another one' }).click();
    await go(page);
    await page.getByRole('link', { name: 'Authorize', exact: true }).click();
    await page.getByRole('button', { name: 'Yes, reconnect it' }).click();
    await page.locator('[data-health=fresh]').waitFor();
  });

  it('edits what comes in, and tries the connection', async () => {
    const { page } = await world.page('/integrations');
    const id = await shopId(page);
    await page.goto(`${world.url}/integrations/${id}/edit`);
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('Lightspeed no longer accepts this connection.').waitFor();
    await page.getByLabel('Include sales worth $0').uncheck();
    await page.getByLabel('Start welcome flows').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const { settings } = await world.api(page, `/integrations/${id}`);
    expect([settings.include_zero_value, settings.start_welcome_flow, settings.account]).toEqual([undefined, true, '184227']);
    await page.getByText('Without a customer', { exact: true }).waitFor();
  });
});
