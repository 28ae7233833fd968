// The sandbox that the real program reads: what it is reached with, and what is true there.
// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { useWorld } from '../world';

export const url = process.env.REGULARS_SANDBOX ?? '';
type World = ReturnType<typeof useWorld>;
type Client = { client_id: string; client_secret: string };
export type Vendors = { toast: Client & { locations: { guid: string }[] }; lightspeed: Client & { account: string } };

export const vendors = async (): Promise<Vendors> => (await fetch(url + '/sandbox/credentials')).json();

type Counts = Record<string, number>;
/** How many events of a metric the vendor's records make from an instant on: at least, at most. */
async function truth(vendor: 'toast' | 'lightspeed', since: string): Promise<(metric: string) => [number, number]> {
  const { items } = (await (await fetch(`${url}/sandbox/truth/summary?${new URLSearchParams({ vendor, since })}`)).json()) as { items: { events: Counts; uncertain_events: Counts }[] };
  const sum = (metric: string, what: 'events' | 'uncertain_events') => items.reduce((all, place) => all + (place[what][metric] ?? 0), 0);
  return (metric) => [sum(metric, 'events'), sum(metric, 'events') + sum(metric, 'uncertain_events')];
}

/** Waits for the history, then holds the page's table of metrics against the truth. */
export async function hasItsMetrics(world: World, page: Page, vendor: 'toast' | 'lightspeed', metrics: readonly string[]) {
  await page.locator('[data-health=fresh]').waitFor({ timeout: 90000 });
  const { history_since } = await world.api(page, `/integrations/${page.url().split('/').at(-1)}`);
  const expected = await truth(vendor, history_since);
  for (const metric of metrics) {
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: metric, exact: true }) });
    const [least, most] = expected(metric), shown = Number((await row.locator('td').nth(1).innerText()).replaceAll(',', ''));
    expect(least, metric).toBeGreaterThan(0);
    expect(shown, metric).toBeGreaterThanOrEqual(least);
    expect(shown, metric).toBeLessThanOrEqual(most);
  }
}
