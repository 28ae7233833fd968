// Bringing people in from a file: mapping, checking, importing, what was left out, undoing; and axe on the way.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { isMock, useWorld } from './world';

const world = useWorld();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
beforeEach(async () => {
  if (isMock) await world.set({});
});

async function findings(page: Page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run: (node: Document) => Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }> } }).axe.run(document));
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id} ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

const file = { name: 'diners.csv', mimeType: 'text/csv', buffer: Buffer.from('Email,First name,Email consent,Diet\nana.import@x.example,Ana,yes,vegan\nnot an address,Ben,yes,\nzoe.import@x.example,Zoe,no,=1+1\n') };

it('goes from the file to people and back', async () => {
  const { page, complaints } = await world.page('/audience/imports');
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('heading', { level: 1, name: /diners/ }).waitFor();
  await page.getByText('Only people whose cell says yes become subscribed').waitFor();
  await page.locator('td', { hasText: '=1+1' }).first().waitFor();
  expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
  await page.getByLabel('Name of the property for “Diet”').fill('Diet of the guest');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Check every row' }).click();
  await page.getByRole('heading', { name: 'What would happen' }).waitFor({ timeout: 15000 });
  await page.locator('td', { hasText: 'Not an email address' }).first().waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: 'Outcome' }).waitFor({ timeout: 15000 });
  await page.getByText('Imported').first().waitFor({ timeout: 15000 });
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('dialog').getByText('Everything this file brought goes away').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo this import' }).click();
  await page.getByText('Profiles removed again').waitFor({ timeout: 15000 });
  await page.getByRole('link', { name: 'Import' }).last().click();
  await page.getByRole('cell', { name: 'Undone' }).first().waitFor();
  expect(complaints).toEqual([]);
});

it('reads a file in the encoding that somebody chooses', async () => {
  const { page, complaints } = await world.page('/audience/imports');
  const name = Buffer.from('CONCEI\u00c7\u00c3O', 'latin1');  // taken for Korean by its bytes
  await page.locator('input[type=file]').setInputFiles({ name: 'lisboa.csv', mimeType: 'text/csv', buffer: Buffer.concat([Buffer.from('Email,First name\nsao.import@x.example,'), name, Buffer.from('\n')]) });
  await page.getByRole('heading', { level: 1, name: /lisboa/ }).waitFor();
  await page.getByRole('combobox', { name: 'Encoding' }).click();
  await page.getByRole('option', { name: 'Windows-1252' }).click();
  await page.getByRole('status').filter({ hasText: 'Windows-1252' }).waitFor();
  if (!isMock) await page.getByRole('cell', { name: 'CONCEI\u00c7\u00c3O' }).first().waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Discard this file' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
  expect(complaints).toEqual([]);
});

const events = {
  name: 'visits.jsonl', mimeType: 'application/jsonl',
  buffer: Buffer.from('{"email":"Ana.Event@x.example","metric":"Visited","time":"2026-02-01T18:30:00Z","value":42.5,"unique_id":"v1","properties":{"Table":7}}\noops\n'),
};

it('takes events from JSON lines, and takes them back', async () => {
  const { page, complaints } = await world.page('/audience/imports');
  await page.locator('input[type=file]').setInputFiles(events);
  await page.getByRole('heading', { level: 1, name: /visits/ }).waitFor();
  await page.getByText('events as JSON lines').waitFor();
  await page.getByRole('heading', { name: 'The first events' }).waitFor();
  await page.getByRole('cell', { name: 'ana.event@x.example' }).waitFor();
  expect(await page.getByRole('heading', { name: 'Columns' }).count()).toBe(0);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Check every row' }).click();
  await page.getByRole('heading', { name: 'What would happen' }).waitFor({ timeout: 15000 });
  await page.locator('td', { hasText: 'Not JSON' }).first().waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: 'Outcome' }).waitFor({ timeout: 15000 });
  await page.getByText('New events').first().waitFor();
  await page.getByText('Imported').first().waitFor({ timeout: 15000 });
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo this import' }).click();
  await page.getByText('Events removed again').waitFor({ timeout: 15000 });
  expect(complaints).toEqual([]);
});

it.runIf(isMock)('lets analysts look and not touch', async () => {
  await world.set({ role: 'analyst' });
  const { page } = await world.page('/audience/imports');
  await page.getByRole('link', { name: 'guests.csv' }).click();
  await page.getByRole('heading', { name: 'Outcome' }).waitFor();
  expect(await page.getByRole('button', { name: 'Undo this import' }).count()).toBe(0);
  expect(await page.locator('input[type=file]').count()).toBe(0);
});
