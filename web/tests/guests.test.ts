// Finding a guest, reading the story, editing, erasing; and texts that would like to be markup.
// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { analyst, isMock, undo, useWorld } from './world';

const world = useWorld();
beforeEach(async () => {
  if (isMock) await world.set({});
});

it('finds a guest by Ctrl-K and reads the timeline with every property', async () => {
  const { page, complaints } = await world.page('/');
  const someone = (await world.api(page, '/profiles?limit=20')).data.find((p: { email: string | null; visits: number }) => p.email && p.visits > 0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).waitFor();
  await page.keyboard.type(someone.email.slice(0, 12));
  await page.getByRole('option', { name: new RegExp(someone.first_name) }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/audience\/profiles\//);
  await page.getByRole('heading', { name: 'Timeline' }).waitFor();
  await page.getByRole('button', { name: /^Properties of .*Reservation/ }).first().click();
  for (const name of ['Party Size', 'Reservation Origin', 'Scheduled Time', 'Restaurant Name']) await page.locator('dt', { hasText: name }).first().waitFor();
  expect(complaints).toEqual([]);
});

it('searches, sorts and pages', async () => {
  const { page } = await world.page('/audience/profiles');
  await page.locator('tbody tr').first().waitFor();
  await page.getByRole('button', { name: 'Name' }).click();
  await page.waitForURL(/sort=-?name/);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('51 to 100').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('101 to 150').waitFor();
  const someone = await page.locator('tbody tr a').first().innerText();
  await page.locator('tbody tr a').first().click();
  await page.waitForURL(/\/audience\/profiles\/[^?]+$/);
  await page.goBack();
  await page.getByText('101 to 150').waitFor();
  expect(page.url()).toContain('page=3');
  expect(await page.locator('tbody tr a').first().innerText()).toBe(someone);
  const sent = await world.page(page.url().slice(world.url.length)); // a link, opened elsewhere
  await sent.page.getByText('101 to 150').waitFor();
  expect(await sent.page.locator('tbody tr a').first().innerText()).toBe(someone);
  await sent.page.getByRole('button', { name: 'Next' }).click();
  await sent.page.getByText('151 to 200').waitFor();
  await page.getByRole('button', { name: 'Previous' }).click();
  await page.getByText('51 to 100').waitFor();
  await page.getByLabel('Name, email or phone').fill('zzzzzz');
  await page.getByText('Nobody found for “zzzzzz”').waitFor();
});

it('shows markup in names and requests as text', async () => {
  const { page, complaints } = await world.page('/');
  const guest = (await world.api(page, '/profiles?limit=30')).data.find((p: { visits: number }) => p.visits > 0);
  const { revision } = await world.api(page, `/profiles/${guest.id}`);
  expect(await world.send(page, 'PATCH', `/profiles/${guest.id}`, { revision, first_name: '<b>Bold</b>', last_name: '<img src=x onerror=alert(1)>', properties: { '<i>Key</i>': '<script>alert(2)</script>' } })).toBe(200);
  await page.goto(world.url + '/audience/profiles?q=%3Cb%3E');
  let dialogs = 0;
  page.on('dialog', (dialog) => { dialogs++; void dialog.dismiss(); });
  await page.getByRole('link', { name: '<b>Bold</b> <img src=x onerror=alert(1)>' }).first().click();
  await page.getByRole('heading', { level: 1, name: '<b>Bold</b>' }).waitFor();
  await page.getByText('<script>alert(2)</script>').first().waitFor({ state: 'attached' });
  const toggles = page.getByRole('button', { name: /^Properties of/ });
  for (let i = 0; i < Math.min(20, await toggles.count()); i++) await toggles.nth(i).click();
  expect(await page.locator('main img, main script, main b:has-text("Bold")').count()).toBe(0);
  expect(dialogs).toBe(0);
  expect(complaints).toEqual([]);
});

it('edits a property and erases after a confirmation that says what it does', async () => {
  const { page } = await world.page('/audience/profiles');
  await page.locator('tbody tr a').nth(3).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Add a property' }).click();
  await page.getByLabel('Property', { exact: true }).last().fill('Favourite wine');
  await page.getByLabel('Value', { exact: true }).last().fill('Barolo');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.locator('dt', { hasText: 'Favourite wine' }).waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Remove Favourite wine' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.locator('dt', { hasText: 'Favourite wine' }).waitFor({ state: 'detached' });
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await undo(page, 'Saved.');
  await page.locator('dt', { hasText: 'Favourite wine' }).waitFor();
  const address = page.url();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Erase' }).click();
  await page.getByText('cannot be undone').first().waitFor();
  expect(await page.getByRole('button', { name: 'Erase for good' }).isDisabled()).toBe(true);
  await page.getByLabel('I understand that this cannot be undone').check();
  await page.getByRole('button', { name: 'Erase for good' }).click();
  await page.waitForURL(/\/audience\/profiles$/);
  await page.goto(address);
  await page.getByText('It does not exist, or it was removed.').waitFor();
});

it.skipIf(!isMock)('lets two people edit one guest, and loses the work of neither', async () => {
  const { page } = await world.page('/audience/profiles');
  await page.locator('tbody tr a').nth(3).click();
  await page.getByRole('button', { name: 'Edit' }).waitFor();
  const id = page.url().split('/').at(-1)!;
  const other = async (change: object) => expect(await world.send(page, 'PATCH', `/profiles/${id}`, { revision: (await world.api(page, `/profiles/${id}`)).revision, ...change })).toBe(200);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Edit' }).click();
  await dialog.getByLabel('Last name').fill('Mine');
  await other({ first_name: 'Theirs', properties: { Allergies: 'nuts' } });
  await page.locator('dt', { hasText: 'Allergies' }).waitFor(); // the page follows behind the dialog
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody else changed this while you were editing.').waitFor();
  await dialog.getByRole('button', { name: 'Use my version' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await world.api(page, `/profiles/${id}`)).toMatchObject({ first_name: 'Theirs', last_name: 'Mine', properties: { Allergies: 'nuts' } });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await world.api(page, `/profiles/${id}`)).last_name).not.toBe('Mine');
  expect(await world.api(page, `/profiles/${id}`)).toMatchObject({ first_name: 'Theirs', properties: { Allergies: 'nuts' } });

  await page.getByRole('button', { name: 'Edit' }).click();
  await other({ first_name: 'Newer' });
  await dialog.getByLabel('Last name').fill('Dropped');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('button', { name: 'Load the newer version' }).click();
  await expect.poll(() => dialog.getByLabel('First name').inputValue()).toBe('Newer');
  expect(await dialog.getByLabel('Last name').inputValue()).not.toBe('Dropped');
});

it.skipIf(!isMock)('searches for what is written now, in the reader’s language, from the first key on', async () => {
  const { page } = await world.page('/', { language: 'es' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('reserva cre'); // the field is not there yet
  await page.getByRole('option', { name: /Reserva Creada/i }).first().waitFor();
  const field = page.getByRole('combobox');
  expect(await field.inputValue()).toBe('reserva cre');
  const guests: { first_name: string; last_name: string; email: string | null; id: string }[] = (await world.api(page, '/profiles?limit=20')).data;
  const [one, other] = guests.filter((p) => p.email);
  await field.fill(one!.email!);
  await page.getByRole('option', { name: new RegExp(one!.first_name) }).first().waitFor();
  await field.fill(other!.email!);
  await page.keyboard.press('Enter'); // at once, while the list still shows the guest before
  await page.waitForURL(new RegExp(`/audience/profiles/${other!.id}$`));
});

it('offers an analyst no page that the role may not open', async () => {
  if (isMock) await world.set({ role: 'analyst' });
  const { page } = await world.page('/', isMock ? {} : { as: analyst });
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  const offered = await page.getByRole('option').allInnerTexts();
  expect(offered).toContain('Profiles');
  for (const closed of ['Users', 'API keys', 'Add integration']) expect(offered).not.toContain(closed);
});

it.skipIf(!isMock)('keeps the arrow of the sorted column inside a narrow table', async () => {
  const { page } = await world.page('/audience/profiles', { width: 390, language: 'fr' });
  const arrow = page.locator('th[aria-sort] [aria-hidden=true]');
  await arrow.waitFor();
  const edges = await arrow.evaluate((mark) => [mark.getBoundingClientRect().right, mark.closest('table')!.parentElement!.getBoundingClientRect().right] as const);
  expect(edges[0]).toBeLessThan(edges[1] - 2);
});
