// Lists in the app: made, filled and emptied, filled from a file, saved as one, deleted.
// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { isMock, undo, useWorld } from './world';

const world = useWorld();
beforeEach(async () => {
  if (isMock) await world.set({});
});

it('are made, filled by search and by email, emptied with undo, renamed, and deleted by name', async () => {
  const { page } = await world.page('/audience/lists');
  await page.getByRole('button', { name: 'New list' }).click();
  await page.getByLabel('Name of the list').fill('Wine club');
  await page.getByRole('radio', { name: 'Single opt-in' }).check();
  await page.getByRole('button', { name: 'Create the list' }).click();
  await page.getByRole('heading', { level: 1, name: 'Wine club' }).waitFor();
  const person = (await world.api(page, '/profiles?limit=20')).data.find((p: { email: string | null }) => p.email);
  await page.getByLabel('Add people by email').fill(person.email);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('cell', { name: person.email }).waitFor();
  await page.getByRole('button', { name: /^Remove: / }).click();
  await page.getByText('Nobody is on this list').waitFor();
  await undo(page, 'taken off the list');
  await page.getByRole('cell', { name: person.email }).waitFor();
  await page.getByRole('button', { name: /^Remove: / }).click();
  await page.getByText('Nobody is on this list').waitFor();
  await page.getByRole('combobox', { name: 'Find somebody to add' }).fill(person.email);
  await page.getByRole('option', { name: person.email }).click();
  await page.getByRole('cell', { name: person.email }).waitFor();
  await undo(page, '1 person was added.');
  await page.getByText('Nobody is on this list').waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Name of the list').fill('Wine circle');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'Wine circle' }).waitFor();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete the list' }).click();
  await page.getByLabel('Type “Wine circle” to delete it').fill('Wine circle');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the list' }).click();
  await expect.poll(async () => (await world.api(page, '/lists')).data.some((l: { name: string }) => l.name === 'Wine circle')).toBe(false);
}, 90_000);

it('bring people in from a file, into the list one came from, and out again as a file', async () => {
  const { page } = await world.page('/audience/lists');
  const list = (await world.api(page, '/lists')).data.find((l: { opt_in: string }) => l.opt_in === 'single');
  await page.getByRole('link', { name: list.name }).click();
  await page.getByRole('link', { name: 'Import people' }).click();
  await page.getByText(/The people of the next file join the list/).waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'regulars.csv', mimeType: 'text/csv', buffer: Buffer.from('Email\nana@x.example\n') });
  await page.getByRole('heading', { level: 1, name: 'regulars.csv' }).waitFor();
  await expect.poll(() => page.getByRole('combobox', { name: /list/i }).inputValue()).toContain(list.name);
  await page.goto(`${world.url}/audience/lists/${list.id}`);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export as CSV' }).click()]);
  const lines = Buffer.concat(await (await download.createReadStream()).toArray()).toString().trim().split('\r\n');
  expect(download.suggestedFilename()).toBe(`list-${list.id}.csv`);
  expect(lines.length - 1).toBe(list.profiles);
});

it.skipIf(!isMock)('tell a second editor that somebody saved first, and keep what that one saved', async () => {
  const { page } = await world.page('/audience/lists');
  const { id, name } = (await world.api(page, '/lists')).data.find((l: { opt_in: string }) => l.opt_in === 'double');
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog');
  const at = async () => (await world.api(page, `/lists/${id}`));
  expect(await world.send(page, 'PATCH', `/lists/${id}`, { revision: (await at()).revision, opt_in: 'single' })).toBe(200);
  await page.getByText('single opt-in').first().waitFor(); // the page follows behind the dialog
  await dialog.getByLabel('Name of the list').fill('Wine circle');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody else changed this while you were editing.').waitFor();
  expect((await at()).name).toBe(name);
  await dialog.getByRole('button', { name: 'Use my version' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await at()).toMatchObject({ name: 'Wine circle', opt_in: 'single' });
});

it.skipIf(!isMock)('tells why a list cannot go, and by what it is used, in the reader’s language', async () => {
  const { page } = await world.page('/audience/lists', { language: 'fr' });
  // A segment began to ask for it, or an integration to feed it, since the page was read.
  await page.route(/\/lists\/R9tWbn(\?.*)?$/, async (route) => {
    if (route.request().method() === 'DELETE') return route.fulfill({ status: 409, contentType: 'application/json', body: JSON.stringify({ errors: [{ status: '409', code: 'list_in_use', title: '', detail: "segments ask for its members; change or delete them first: 'Big tables', 'Ben\u2019s list' and 2 more" }] }) });
    const response = await route.fetch();
    return route.fulfill({ response, json: { ...(await response.json()), fed_by: [] } });
  });
  await page.getByRole('link', { name: 'Newsletter' }).click();
  await page.locator('header button[aria-haspopup=menu]').click();
  await page.getByRole('menuitem').last().click();
  await page.getByRole('dialog').locator('input').fill('Newsletter');
  await page.getByRole('dialog').locator('button[type=submit]').click();
  await page.getByText('La liste ne peut pas être supprimée tant qu’elle sert : Big tables, Ben’s list et 2 de plus.').waitFor();
});

it.skipIf(!isMock)('names the address that could not be added, and why', async () => {
  const { page } = await world.page('/audience/lists/R9tWbn', { language: 'es' });
  await page.route('**/lists/R9tWbn/members', (route) => (route.request().method() === 'POST' ? route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify({ changed: 1, unchanged: 0, created: 1, errors: [{ index: 1, code: 'invalid', detail: 'is not an email address' }] }) }) : route.continue()));
  await page.locator('main form input[autocomplete=off]').last().fill('ana@example.com, nonsense');
  await page.locator('main form button[type=submit]').click();
  await page.getByText('nonsense: No es una dirección de correo.').waitFor();
});
