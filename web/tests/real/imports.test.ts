// Files as old systems write them: another encoding, rows that are wrong, formulas; and what an analyst may do with them.
// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { analyst, useWorld } from '../world';

const world = useWorld();

/** Chooses a file and waits for its columns. */
async function upload(page: Page, name: string, bytes: Buffer) {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: bytes });
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function checkAndImport(page: Page) {
  await page.getByRole('button', { name: 'Check every row' }).click();
  await page.getByRole('heading', { name: 'What would happen' }).waitFor({ timeout: 15000 });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: 'Outcome' }).waitFor({ timeout: 15000 });
  await page.getByText('Imported').first().waitFor({ timeout: 15000 });
}
const figure = (page: Page, name: string) => page.locator('dl > div', { has: page.getByText(name, { exact: true }) }).locator('dd').innerText();

it('reads a file of an old Windows system, and tells each wrong row', async () => {
  const { page, complaints } = await world.page('/audience/imports');
  const wrong = Array.from({ length: 300 }, (_, i) => `no address ${i};Nobody;`).join('\r\n');
  await upload(page, 'gäste.csv', Buffer.from(`E-Mail;First name;Favourite dish\r\nandre.real@x.example;André;Crème brûlée – 5€\r\n${wrong}\r\nzoe.real@x.example;Zoë;"Soufflé; twice"\r\n`.replace('–', '\x96').replace('€', '\x80'), 'latin1'));
  await page.getByText('Windows-1252 · semicolon').waitFor();
  await page.locator('td', { hasText: 'Crème brûlée – 5€' }).first().waitFor();
  await checkAndImport(page);
  expect([await figure(page, 'Rows read'), await figure(page, 'New profiles'), await figure(page, 'Rows left out')]).toEqual(['302', '2', '300']);
  const row = page.getByRole('row').filter({ hasText: 'no address 0' });
  expect((await row.locator('td').allInnerTexts()).map((text) => text.trim())).toEqual(['3', 'E-Mail', 'Not an email address', 'no address 0', 'Row left out']);
  await page.goto(world.url + '/audience/profiles?q=andre.real');
  await page.getByRole('link', { name: 'André' }).click();
  await page.locator('dt', { hasText: 'Favourite dish' }).waitFor();
  await page.getByText('Crème brûlée – 5€').waitFor();
  expect(complaints).toEqual([]);
});

it('keeps formulas as the texts they are, and hands none to a spreadsheet', async () => {
  const { page, complaints } = await world.page('/audience/imports');
  const formula = '=HYPERLINK("http://evil.example","Ana")';
  await upload(page, 'formulas.csv', Buffer.from(`\uFEFFEmail,First name,Note\nformula.real@x.example,"${formula.replaceAll('"', '""')}",@SUM(A1)\n=1+1,Ben,x\n`, 'utf16le'));
  await page.getByText('UTF-16 LE · comma').waitFor();
  await page.locator('td', { hasText: formula }).first().waitFor();
  await checkAndImport(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()]);
  const problems = Buffer.concat(await (await download.createReadStream()).toArray()).toString();
  expect(problems).toContain("3,Email,bad_email,\"'=1+1\",yes");
  await page.goto(world.url + '/audience/profiles?q=formula.real');
  await page.getByRole('link', { name: formula }).click();
  await page.getByRole('heading', { level: 1, name: formula }).waitFor();
  await page.getByText('@SUM(A1)').waitFor();
  expect(complaints).toEqual([]);
});

it('lets an analyst look and not touch', async () => {
  const owner = await world.page('/audience/imports');
  await upload(owner.page, 'looked-at.csv', Buffer.from('Email\nlooked.real@x.example\n'));
  const id = owner.page.url().split('/').at(-1);
  const { page } = await world.page(`/audience/imports/${id}`, { as: analyst });
  await page.locator('td', { hasText: 'looked.real@x.example' }).first().waitFor();
  for (const name of ['Check every row', 'Import', 'Discard this file']) expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  expect(await page.getByRole('combobox', { name: 'What “Email” becomes' }).isDisabled()).toBe(true);
  expect(await world.send(page, 'POST', `/imports/${id}/start`)).toBe(403);
  expect(await world.send(page, 'DELETE', `/imports/${id}`)).toBe(403);
  await page.goto(world.url + '/audience/imports');
  await page.getByRole('link', { name: 'looked-at.csv' }).waitFor();
  expect(await page.locator('input[type=file]').count()).toBe(0);
});
