// Lists & Segments: found, built by mouse and by keyboard, counted, refused at the place, explained, copied into a list.
// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { analyst, isMock, useWorld } from './world';

const world = useWorld();
beforeEach(async () => { await world.set({}); });

const counted = (page: Page) => page.locator('[data-count]');
const count = async (page: Page, definition: object): Promise<number> =>
  page.evaluate(async (body) => {
    const { csrf_token } = await (await fetch('/app/v1/session')).json();
    return (await (await fetch('/app/v1/segments/count', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Regulars-CSRF': csrf_token }, body })).json()).count;
  }, JSON.stringify({ definition }));
const alltime = { type: 'date', operator: 'alltime' };
const done = (metric_id: string, more = {}) => ({ condition_groups: [{ conditions: [{ type: 'profile-metric', metric_id, measurement: 'count', measurement_filter: { type: 'numeric', operator: 'greater-than-or-equal', value: 1 }, timeframe_filter: alltime, metric_filters: null, ...more }] }] });
const completed = async (page: Page) => (await world.api(page, '/metrics')).data.find((m: { name: string }) => m.name === 'Completed Reservation') as { id: string; integration: { name: string } };
const choose = async (page: Page, metric: { integration: { name: string } }) => {
  const field = page.getByRole('combobox', { name: 'Metric' }).or(page.getByRole('textbox', { name: 'Metric' })).first();
  await field.click();
  await field.fill(`Completed ${metric.integration.name.split(': ')[1]}`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
};

/** A segment of this name: the stand-in's, or one made here of who came at least three times. */
async function segment(page: Page, name: string): Promise<string> {
  const named = async () => (await world.api(page, '/segments')).data.find((s: { name: string; is_processing: boolean }) => s.name === name && !s.is_processing)?.id;
  if (!(await named())) {
    const definition = done((await completed(page)).id, { measurement_filter: { type: 'numeric', operator: 'greater-than-or-equal', value: 3 } });
    expect(await world.send(page, 'POST', '/segments', { name, definition })).toBe(201);
  }
  await expect.poll(named).toBeTruthy();
  return named();
}

describe('segments', () => {
  it.runIf(isMock)('are found beside lists, filtered and starred', async () => {
    const { page } = await world.page('/audience/lists');
    await page.locator('tbody tr').first().waitFor();
    expect(await page.locator('tbody tr').count()).toBe(7);
    await page.getByLabel('Kind').selectOption('segment');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(5);
    await page.getByLabel('Search lists and segments').fill('big');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    const star = page.getByRole('button', { name: 'Star Big tables' });
    await star.click();
    await expect.poll(async () => (await world.api(page, '/segments')).data.find((s: { name: string }) => s.name === 'Big tables').starred).toBe(true);
  });

  it('are built as the field knows it: Completed Reservation at least once over all time', async () => {
    const { page, complaints } = await world.page('/audience/segments/new');
    await expect.poll(() => page.locator('[data-sentence]').innerText()).toContain('once a condition is finished');
    const metric = await completed(page);
    await choose(page, metric);
    const expected = await count(page, done(metric.id));
    await expect.poll(() => counted(page).getAttribute('data-count')).toBe(String(expected));
    await expect.poll(() => page.locator('[data-sentence]').innerText()).toContain('at least once over all time');
    await page.getByLabel('Name', { exact: true }).fill('Have dined');
    await page.getByRole('button', { name: 'Save the segment' }).click();
    await page.getByRole('heading', { level: 1, name: 'Have dined' }).waitFor();
    await page.locator('tbody tr').first().waitFor();
    expect(complaints).toEqual([]);
    const { data } = await world.api(page, '/segments');
    const id = data.find((s: { name: string }) => s.name === 'Have dined').id;
    expect((await world.api(page, `/segments/${id}`)).definition).toEqual(done(metric.id));
  });

  it('hold people by the value of their reservations', async () => {
    const { page } = await world.page('/audience/segments/new');
    const metric = await completed(page);
    await choose(page, metric);
    await page.getByLabel('What is measured').selectOption('sum');
    await page.getByLabel('Value', { exact: true }).fill('300');
    const expected = await count(page, done(metric.id, { measurement: 'sum', measurement_filter: { type: 'numeric', operator: 'greater-than-or-equal', value: 300 } }));
    await expect.poll(() => counted(page).getAttribute('data-count')).toBe(String(expected));
    await expect.poll(() => page.locator('[data-sentence]').innerText()).toContain('$300');
  });

  it('are refused at the place that is wrong, and the last good count stays', async () => {
    const { page } = await world.page('/audience/segments/new');
    await choose(page, await completed(page));
    await counted(page).waitFor();
    const before = await counted(page).getAttribute('data-count');
    await page.getByLabel('When').selectOption('between-static');
    await page.getByLabel('First day').fill('2026-03-09');
    await page.getByLabel('Last day').fill('2026-03-03');
    await page.locator('[data-bad]').getByText('The end comes before the start').waitFor();
    expect(await counted(page).getAttribute('data-count')).not.toBeNull();
    expect(before).not.toBeNull();
  });

  it('keep unsaved changes for who leaves, and give them up with undo', async () => {
    const { page } = await world.page('/audience/lists');
    const address = `${world.url}/audience/segments/${await segment(page, 'Big tables')}/edit`;
    await page.goto(address);
    await page.getByLabel('Name', { exact: true }).fill('Bigger tables');
    await page.goto(`${world.url}/audience/profiles`);
    await page.goto(address);
    await page.getByText('Your unsaved changes are back').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Bigger tables');
    await page.getByRole('button', { name: 'Discard the changes' }).first().click();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Big tables');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Bigger tables');
  });

  it('say why a person is in, condition by condition, with the deciding events', async () => {
    const { page } = await world.page('/audience/lists');
    await page.goto(`${world.url}/audience/segments/${await segment(page, 'Regulars')}`);
    await page.getByRole('link', { name: 'Why?' }).first().click();
    await page.locator('[data-member=true]').waitFor();
    await page.getByText('Holds').first().waitFor();
    await page.getByText(/\d+ events found/).waitFor();
    expect(await page.locator('li[data-holds=true] li').count()).toBeGreaterThanOrEqual(3);
  });

  it('are copied into a list', async () => {
    const { page } = await world.page('/audience/lists');
    const id = await segment(page, 'Regulars');
    await page.goto(`${world.url}/audience/segments/${id}`);
    const { members } = await world.api(page, `/segments/${id}`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Copy into a list' }).click();
    await page.getByLabel('Name of the list').fill('Regulars of today');
    await page.getByRole('button', { name: 'Make the list' }).click();
    await page.getByRole('heading', { level: 1, name: 'Regulars of today' }).waitFor();
    expect((await world.api(page, '/lists')).data.find((l: { name: string }) => l.name === 'Regulars of today').profiles).toBe(members);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Regulars', exact: true }).waitFor();
    await expect.poll(async () => (await world.api(page, '/lists')).data.some((l: { name: string }) => l.name === 'Regulars of today')).toBe(false);
  });

  it('are deleted with undo', async () => {
    const { page } = await world.page('/audience/lists');
    await page.goto(`${world.url}/audience/segments/${await segment(page, 'Big tables')}`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete the segment' }).click();
    await page.getByText('“Big tables” was deleted.').waitFor();
    expect(await page.locator('tbody').getByText('Big tables').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Big tables' }).waitFor();
    expect((await world.api(page, '/segments')).data.some((s: { name: string }) => s.name === 'Big tables')).toBe(true);
  });

  it('are built by keyboard alone', async () => {
    const { page } = await world.page('/audience/segments/new');
    await page.locator('[data-pointer]').first().waitFor();
    await page.getByLabel('Name', { exact: true }).focus();
    await page.keyboard.type('By keyboard');
    const reach = async (name: string) => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((label) => document.activeElement?.getAttribute('aria-label') === label, name)) return;
      }
      throw new Error(`${name} is not reached by Tab`);
    };
    await reach('Metric');
    await page.keyboard.type('no show');
    await page.locator('[role=option]:visible').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await reach('How often');
    await page.keyboard.press('ArrowDown'); // zero times
    await counted(page).waitFor();
    await expect.poll(() => page.locator('[data-sentence]').innerText()).toContain('do not have');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: 'By keyboard' }).waitFor();
  }, 90_000);

  it('come ready-made, with counts, and open in the builder', async () => {
    const { page } = await world.page('/audience/lists');
    const cards = page.locator('[data-ready]');
    await cards.first().waitFor();
    const offered = await cards.count();
    expect(offered).toBeGreaterThanOrEqual(isMock ? 10 : 8);
    await page.locator('[data-ready] data[value]').nth(offered - 1).waitFor();
    await page.locator('[data-ready=big_spenders]').getByText(/^At least \$[\d,]+ in the last 12 months$/).waitFor();
    if (isMock) expect(Number(await page.locator('[data-ready=big_spenders] data').getAttribute('value'))).toBeGreaterThan(0);
    await page.locator('[data-ready=no_show_risks]').click();
    await page.locator('[data-sentence]').getByText('No Showed Reservation').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('No-show risks');
  });

  it('take a pasted definition, and say what is wrong with it', async () => {
    const { page } = await world.page('/audience/segments/new');
    await page.getByRole('button', { name: 'Definition as JSON' }).click();
    const area = page.getByRole('textbox', { name: 'Definition as JSON' });
    await area.fill('{"condition_groups": [');
    await page.getByText(/This is not JSON/).waitFor();
    await area.fill(JSON.stringify({ condition_groups: [{ conditions: [{ type: 'profile-region', in_region: true, region: 'united_states' }] }] }));
    await expect.poll(() => page.locator('[data-sentence]').innerText()).toBe('People who are in the United States.');
  });

  it.runIf(isMock)('that cannot be evaluated are shown, and refused in the server’s words', async () => {
    const { page } = await world.page('/audience/segments/Sg5');
    await page.getByText('Custom objects are not kept here.').waitFor();
    await page.goto(`${world.url}/audience/segments/Sg5/edit`);
    await page.locator('[data-bad]').getByText('Custom objects are not kept here.').waitFor();
  });

  it.runIf(isMock)('may be looked at, not changed, by an analyst', async () => {
    await world.set({ role: 'analyst' });
    const { page } = await world.page('/audience/lists', { as: analyst });
    await page.locator('tbody tr').first().waitFor();
    expect(await page.getByRole('link', { name: 'New segment' }).count()).toBe(0);
    await page.goto(`${world.url}/audience/segments/Sg1`);
    await page.locator('tbody tr').first().waitFor();
    expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
    await page.goto(`${world.url}/audience/segments/Sg1/edit`);
    await counted(page).waitFor();
    expect(await page.getByRole('button', { name: 'Save the segment' }).count()).toBe(0);
    await page.getByText('Your role can look, not change.').waitFor();
    for (const field of await page.locator('fieldset').locator('input, select, button, textarea').all()) expect(await field.isDisabled()).toBe(true);
    expect(await page.locator('fieldset button:visible').count()).toBe(0);
    expect(await page.getByLabel('Name', { exact: true }).isEditable()).toBe(false);
    await page.getByRole('button', { name: 'Definition as JSON' }).click();
    expect(await page.getByRole('textbox', { name: 'Definition as JSON' }).isEditable()).toBe(false);
    expect(await world.send(page, 'DELETE', '/segments/Sg1')).toBe(403);
  });
});
