// Metrics: filtered by integration, read as numbers, compared with the API, exported.
// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it } from 'vitest';
import { isMock, useWorld } from './world';

const world = useWorld();
beforeEach(async () => {
  if (isMock) await world.set({});
});

type Metric = { id: string; name: string; integration: { id: string; name: string }; events: number };

it('filters by integration', async () => {
  const { page } = await world.page('/analytics/metrics');
  await page.locator('tbody tr').first().waitFor();
  const all: Metric[] = (await world.api(page, '/metrics')).data;
  expect(await page.locator('tbody tr').count()).toBe(all.length);
  const wanted = all[0]!.integration;
  await page.getByRole('combobox', { name: 'Filter by integration' }).or(page.getByLabel('Filter by integration')).first().click();
  await page.getByRole('option', { name: wanted.name }).click();
  const own = all.filter((m) => m.integration.id === wanted.id);
  await expect.poll(() => page.locator('tbody tr').count()).toBe(own.length);
  expect(own.length).toBeLessThan(all.length);
});

it('shows the numbers the API gives, in a table under the chart', async () => {
  const { page, complaints } = await world.page('/analytics/metrics');
  const all: Metric[] = (await world.api(page, '/metrics')).data;
  const metric = all.find((m) => m.name === 'Completed Reservation')!;
  await page.goto(`${world.url}/analytics/metrics/${metric.id}?range=90d`);
  await page.locator('tr[data-start]').first().waitFor();
  const to = await page.locator('tr[data-start]').last().getAttribute('data-start');
  expect(to).toBeTruthy();
  const rows = await page.locator('tr[data-start]').evaluateAll((list) => list.map((row) => [row.getAttribute('data-start'), row.querySelector('[data-measure=total]')?.textContent?.replace(/\D/g, '')]));
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: (await world.api(page, '/session')).organization.time_zone }).format(Date.now());
  const from = new Date(Date.parse(today) - 89 * 86400000).toISOString().slice(0, 10);
  const chart = await world.api(page, `/metrics/${metric.id}/chart?from=${from}&to=${today}&by=week`);
  expect(rows).toEqual(chart.buckets.map((b: { start: string; total: number }) => [b.start, String(b.total)]));
  expect(complaints).toEqual([]);
});

it('reads the chart by arrow keys', async () => {
  const { page } = await world.page('/analytics/metrics');
  const all: Metric[] = (await world.api(page, '/metrics')).data;
  // An import that was taken back leaves its metric without events, and nothing to chart.
  await page.goto(`${world.url}/analytics/metrics/${all.find((m) => m.events > 0)!.id}?range=12m`);
  const plot = page.getByRole('group', { name: /Use the left and right arrow keys/ });
  await plot.waitFor();
  await plot.focus();
  const reading = page.locator('[aria-live=polite] strong').first();
  await page.keyboard.press('End');
  const last = await reading.innerText();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => reading.innerText()).not.toBe(last);
});

it('groups, compares and keeps the view in its address', async () => {
  const { page } = await world.page('/analytics/metrics');
  const all: Metric[] = (await world.api(page, '/metrics')).data;
  const metric = all.find((m) => m.name === 'Created Reservation')!;
  await page.goto(`${world.url}/analytics/metrics/${metric.id}`);
  await page.getByLabel('Group by').first().click();
  await page.getByRole('option', { name: 'Reservation Origin' }).click();
  await page.getByLabel('Compare with the period before').check();
  await page.getByRole('columnheader', { name: 'Web' }).waitFor();
  await page.getByRole('columnheader', { name: 'Period before' }).waitFor();
  const address = page.url();
  expect(address).toContain('group=Reservation+Origin');
  await page.goto(address);
  await page.getByRole('columnheader', { name: 'Web' }).waitFor();
});

it('exports the table as CSV', async () => {
  const { page } = await world.page('/analytics/metrics');
  const all: Metric[] = (await world.api(page, '/metrics')).data;
  await page.goto(`${world.url}/analytics/metrics/${all[0]!.id}`);
  const href = await page.getByRole('link', { name: 'Export CSV' }).getAttribute('href');
  const text = await page.evaluate(async (address) => (await fetch(address!)).text(), href);
  expect(text.split('\r\n')[0]).toMatch(/^start,end,total,people,value \([A-Z]{3}\)$/);
  expect(text.trim().split('\r\n').length).toBe(31);
});

it('shows the numbers of groups on a narrow screen without moving sideways', async () => {
  const { page } = await world.page('/analytics/metrics', { width: 390 });
  const all: Metric[] = (await world.api(page, '/metrics')).data;
  const metric = all.find((m) => m.name === 'Created Reservation')!;
  await page.goto(`${world.url}/analytics/metrics/${metric.id}?group=Reservation+Origin`);
  await page.locator('tr[data-start] [data-column]').first().waitFor();
  expect(await page.locator('.scroll-x').evaluateAll((boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).length)).toBe(0);
});

it.skipIf(!isMock)('filters by the names and decimals that the reader sees', async () => {
  const { page } = await world.page('/analytics/metrics', { language: 'es' });
  const all: Metric[] = (await world.api(page, '/metrics')).data;
  const metric = all.find((m) => m.name === 'Created Reservation')!;
  await page.goto(`${world.url}/analytics/metrics/${metric.id}`);
  const add = async (property: string, operator: string | null, value: string) => {
    await page.getByRole('button', { name: 'Filtrar por propiedad' }).click();
    await page.getByRole('combobox', { name: 'Propiedad' }).click();
    await page.getByRole('option', { name: property, exact: true }).click();
    if (operator) { await page.getByRole('combobox', { name: 'Condición' }).click(); await page.getByRole('option', { name: operator, exact: true }).click(); }
    await page.getByRole('textbox', { name: 'Valor' }).or(page.getByRole('combobox', { name: 'Valor' })).first().fill(value);
    await page.getByRole('button', { name: 'Añadir filtro' }).click();
  };
  await add('Origen de la reserva', null, 'telefono');
  await page.waitForURL(/Phone/);
  await add('Número de comensales', 'es al menos', '2,5');
  await page.waitForURL(/2\.5/);
  await add('Número de comensales', 'es al menos', 'dos');
  await page.getByText('Escribe un número.').waitFor();
});

it.skipIf(!isMock)('still tells by name whose metrics and events they are when an integration was removed and its data kept', async () => {
  const { page } = await world.page('/analytics/metrics', { language: 'fr' });
  const [harbor] = (await world.api(page, '/integrations')).data;
  expect(await world.send(page, 'DELETE', `/integrations/${harbor.id}?erase=false`)).toBe(204);
  await page.reload();
  await page.getByRole('row', { name: /OpenTable: Harbor Street \(retirée\)/ }).first().getByRole('link').click();
  await page.locator('header').getByText('OpenTable: Harbor Street (retirée)').waitFor();
  const guest = (await world.api(page, '/profiles?limit=1&sort=-last_seen_at')).data[0];
  await page.goto(`${world.url}/audience/profiles/${guest.id}`);
  await page.getByText(/OpenTable: Harbor Street \(retirée\)/).first().waitFor();
});
