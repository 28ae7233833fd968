// Debian's Chromium through playwright-core.
// SPDX-License-Identifier: Apache-2.0
import { chromium } from 'playwright-core';

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] });

/** A page that collects everything the browser complains about: policy violations, script errors, requests to other hosts. */
export async function openPage(browser, base, { width = 1440, height = 900, dark = false, language = 'en', zone = 'America/New_York' } = {}) {
  const tags = { en: 'en-US', es: 'es-ES', fr: 'fr-FR', ko: 'ko-KR' };
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', locale: tags[language], timezoneId: zone, reducedMotion: 'reduce', hasTouch: width < 600, isMobile: width < 600 });
  await context.addInitScript((code) => { if (!localStorage.getItem('regulars-language')) localStorage.setItem('regulars-language', code); }, language);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => { if (message.type() === 'error' && !/status of (400|401|403|404|409|429|500|503)/.test(message.text())) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith(base) && !request.url().startsWith('data:')) complaints.push(`request to another host: ${request.url()}`); });
  return { page, context, complaints };
}

export const settled = async (page) => {
  await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('[class*=wait]'), undefined, { timeout: 8000 });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(350);
};
