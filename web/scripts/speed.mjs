// Measures how long pages take: a first load until it can be used, and moving about inside the app.
// SPDX-License-Identifier: Apache-2.0
//
// node scripts/speed.mjs [--rounds 10]      against REGULARS_URL (signed in with REGULARS_EMAIL and REGULARS_PASSWORD), else the stand-in
import { startMock } from '../mock/server.mjs';
import { launch, openPage } from './browser.mjs';

const at = process.argv.indexOf('--rounds');
const rounds = at < 0 ? 10 : Number(process.argv[at + 1]);
const mock = process.env.REGULARS_URL ? undefined : await startMock();
const base = process.env.REGULARS_URL ?? mock.url;
const limits = { load: 1000, move: 200 }; // ms: issue of the web app

const browser = await launch();
const { page, context } = await openPage(browser, base);
await page.goto(base);
await page.locator('h1').first().waitFor();
if (await page.locator('input[autocomplete=current-password]').count()) {
  await page.locator('input[type=email]').fill(process.env.REGULARS_EMAIL ?? 'lucia@example.com');
  await page.locator('input[autocomplete=current-password]').fill(process.env.REGULARS_PASSWORD ?? 'regulars-demo');
  await page.locator('button[type=submit]').click();
}
await page.getByRole('navigation').first().waitFor();
await page.waitForTimeout(2500); // the idle fetch of the other pages' code

/** A page is ready when its title and its data are drawn. */
const ready = { '/': 'dl dt', '/audience/profiles': 'tbody tr', '/analytics/metrics': 'tbody tr', '/integrations': 'main li a', '/settings/organization': 'main form input' };
const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const moves = [];
for (let round = 0; round < rounds; round++)
  for (const [path, mark] of Object.entries(ready)) {
    const ms = await page.evaluate(async ([address, selector]) => {
      const link = document.querySelector(`nav a[href="${address}"], a[href="${address.replace('/organization', '')}"]`);
      const start = performance.now();
      link.click();
      await new Promise((done) => {
        const look = () => (location.pathname === address && document.querySelector(`main ${selector.replace('main ', '')}`) ? done() : requestAnimationFrame(look));
        look();
      });
      return performance.now() - start;
    }, [path, mark]);
    if (round > 0) moves.push(ms);
  }
const loads = [];
for (let round = 0; round < rounds; round++)
  for (const [path, mark] of Object.entries(ready)) {
    const cold = await openPage(browser, base);
    await cold.context.addCookies(await context.cookies());
    const start = performance.now();
    await cold.page.goto(base + path, { waitUntil: 'commit' });
    await cold.page.locator(mark).first().waitFor();
    loads.push(performance.now() - start);
    await cold.context.close();
  }
await browser.close();
await mock?.close();
const say = (name, list, limit) => console.log(`${name.padEnd(28)} median ${quantile(list, 0.5).toFixed(0).padStart(5)} ms   95th percentile ${quantile(list, 0.95).toFixed(0).padStart(5)} ms   limit ${limit} ms   (${list.length} times)`);
say('first load, empty cache', loads, limits.load);
say('moving inside the app', moves, limits.move);
if (quantile(moves, 0.95) > limits.move || quantile(loads, 0.5) > limits.load) process.exitCode = 1;
