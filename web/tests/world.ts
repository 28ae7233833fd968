// Where the browser tests run: against REGULARS_URL, or against the stand-in.
// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, onTestFailed } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startMock } from '../mock/server.mjs';
import { launch, openPage } from '../scripts/browser.mjs';

/** A signed-in account with guests: the demo's, unless the environment names another. */
export const account = { email: process.env.REGULARS_EMAIL ?? 'lucia@example.com', password: process.env.REGULARS_PASSWORD ?? 'regulars-demo' };
export const analyst = { email: process.env.REGULARS_ANALYST ?? 'jiwoo@example.com', password: account.password };
export const isMock = !process.env.REGULARS_URL;
/** A server that nobody owns yet. */
export const isFresh = !!process.env.REGULARS_FRESH;

/** Takes back what a message at the foot of the page tells of. */
export const undo = (page: Page, message: string | RegExp) => page.locator('[aria-live=polite] > div').filter({ hasText: message }).last().getByRole('button', { name: 'Undo' }).click();

type Look = { width?: number; height?: number; dark?: boolean; language?: string };

export function useWorld() {
  let browser: Browser;
  let mock: { url: string; close: () => Promise<void> } | undefined;
  const contexts: BrowserContext[] = [];
  /** Sessions that tests before have opened, by email: signing in is a test of its own. */
  const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();
  const world = {
    url: process.env.REGULARS_URL ?? '',
    /** Of the stand-in only: its state. */
    set: async (state: object) => { await fetch(world.url + '/mock', { method: 'POST', body: JSON.stringify(state) }); },
    change: async (state: object) => { await fetch(world.url + '/mock/change', { method: 'POST', body: JSON.stringify(state) }); },
    /** A page in a fresh context, signed in unless told otherwise. */
    async page(path = '/', look: Look & { signIn?: boolean; as?: { email: string; password: string } } = {}): Promise<{ page: Page; complaints: string[] }> {
      const { page, context, complaints } = await openPage(browser, world.url, look);
      contexts.push(context);
      onTestFailed(async () => console.error(`${page.url()} showed:\n${await page.locator('body').innerText({ timeout: 2000 }).catch(String)}`));
      const who = look.as ?? account;
      if (look.signIn !== false) await context.addCookies(sessions.get(who.email) ?? []);
      await page.goto(world.url + path);
      await page.locator('h1').first().waitFor();
      const password = page.locator('main > div input[autocomplete=current-password]');
      if (look.signIn !== false && (await page.getByRole('navigation').count()) === 0 && (await password.count()) === 1) {
        await page.locator('input[type=email]').fill(who.email);
        await password.fill(who.password);
        await page.locator('button[type=submit]').click();
        await page.locator('nav').first().waitFor({ state: 'attached' });
        sessions.set(who.email, await context.cookies());
        await page.goto(world.url + path); // as a person who was signed in before
        await page.locator('h1').first().waitFor();
      }
      return { page, complaints };
    },
    /** Takes the server away, and brings it back at the same address. */
    stop: async () => { await fetch(process.env.REGULARS_CONTROL + '/stop', { method: 'POST' }); },
    start: async () => { await fetch(process.env.REGULARS_CONTROL + '/start', { method: 'POST' }); },
    /** Adds so many cents to what the server holds of an event. */
    alter: async (event: string, cents: number) => {
      const answer = await fetch(`${process.env.REGULARS_CONTROL}/alter?${new URLSearchParams({ event, by: String(cents) })}`, { method: 'POST' });
      if (!answer.ok) throw new Error(await answer.text());
    },
    /** Changes something as the page's session may; the answer's status. */
    send: async (page: Page, method: string, path: string, body?: object): Promise<number> =>
      page.evaluate(async ([how, address, json]) => {
        const { csrf_token } = await (await fetch('/app/v1/session')).json();
        return (await fetch(address!, { method: how!, headers: { 'X-Regulars-CSRF': csrf_token, ...(json ? { 'Content-Type': 'application/json' } : {}) }, ...(json ? { body: json } : {}) })).status;
      }, [method, '/app/v1' + path, body ? JSON.stringify(body) : '']),
    /** The API as the page's session sees it. */
    api: async (page: Page, path: string) => page.evaluate(async (address) => (await fetch(address)).json(), '/app/v1' + path),
  };
  beforeAll(async () => {
    if (isMock) {
      mock = await startMock();
      world.url = mock.url;
    }
    browser = await launch();
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await mock?.close();
  });
  return world;
}
