// Measures how long each page takes: loaded by its address until it can be used, and reached from inside the app.
// SPDX-License-Identifier: Apache-2.0
//
// node scripts/speed.mjs [--folder DATA] [--rounds 10] [--now INSTANT]
//   --folder  starts the program on this data folder, made by `large_account` where there is none (./dev bench pages)
//   without   against REGULARS_URL (signed in with REGULARS_EMAIL and REGULARS_PASSWORD), else the stand-in
//   --now     what the browser's clock shows at first, where the server's shows that too
// A load starts with an empty cache and ends when the data are drawn and the browser is idle. A move starts with a click and
// ends when the data are drawn: the first time nothing of the page is known, again it was shown a moment ago.
import { startMock } from '../mock/server.mjs';
import { launch, openPage } from './browser.mjs';
import { serveLargeAccount } from './large_account.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf('--' + name);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const limits = { load: 1000, move: 200 }; // ms: the median of each page's loads, and 95 % of the moves
const rounds = Number(option('rounds', '10'));
const shift = option('now') ? Date.parse(option('now')) - Date.now() : 0;
const folder = option('folder');
const server = folder ? await serveLargeAccount(folder) : process.env.REGULARS_URL ? undefined : await startMock();
const base = server?.url ?? process.env.REGULARS_URL;
const email = server?.email ?? process.env.REGULARS_EMAIL ?? 'lucia@example.com';
const password = server?.password ?? process.env.REGULARS_PASSWORD ?? 'regulars-demo';

/** Name, address, and what shows that the page has its data; of one thing among many: the list that leads to it, and how its links look. */
const pages = [
  { name: 'Home', path: '/', mark: 'main dl dd' },
  { name: 'Profiles', path: '/audience/profiles', mark: 'main tbody tr a' },
  { name: 'a profile', from: '/audience/profiles', link: /^\/audience\/profiles\/(?!duplicates)[^/]+$/, mark: 'main [aria-expanded]' },
  { name: 'Duplicates', path: '/audience/profiles/duplicates', from: '/audience/profiles', mark: 'main [data-pair]' },
  { name: 'Import', path: '/audience/imports', mark: 'main input[type=file]' },
  { name: 'Metrics', path: '/analytics/metrics', mark: 'main tbody tr a' },
  { name: 'a metric', from: '/analytics/metrics', link: /^\/analytics\/metrics\/[^/]+$/, mark: 'main .uplot canvas' },
  { name: 'Integrations', path: '/integrations', mark: 'main li a' },
  { name: 'an integration', from: '/integrations', link: /^\/integrations\/(?!add)[^/]+$/, mark: 'main dl dd' },
  { name: 'Settings', path: '/settings/organization', link: /^\/settings$/, mark: 'main form input' },
  { name: 'Users', path: '/settings/users', from: '/settings/organization', mark: 'main tbody td' },
].map((page) => ({ ...page, loads: [], first: [], again: [] }));
const markOf = (path) => pages.find((page) => page.path === path).mark;

/** Moves a page's clock; it runs on from there. */
function shiftClock(ms) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + ms);
      else super(...given);
    }
    static now() {
      return Real.now() + ms;
    }
  };
}

const browser = await launch();
let cookies;
async function open() {
  const opened = await openPage(browser, base);
  if (shift !== 0) await opened.context.addInitScript(shiftClock, shift);
  if (cookies) await opened.context.addCookies(cookies);
  return opened;
}

/** Clicks the n-th link to a page, if there is any, and waits for the page's data: milliseconds. */
const move = (page, { path, link, mark }, n = 0) =>
  page.evaluate(
    async ([address, pattern, wanted, nth]) => {
      const links = [...document.querySelectorAll('a[href]')].filter((a) => (pattern ? new RegExp(pattern).test(a.pathname) : a.pathname === address));
      const chosen = links[nth % links.length];
      if (!chosen) return null;
      const away = location.pathname, start = performance.now();
      chosen.click();
      return new Promise((done, failed) => {
        const look = () => {
          if (location.pathname !== away && document.querySelector(wanted)) done(performance.now() - start);
          else if (performance.now() - start > 15_000) failed(new Error(`${chosen.pathname} shows no ${wanted} but: ${document.querySelector('main')?.innerText.slice(0, 300)}`));
          else requestAnimationFrame(look);
        };
        look();
      });
    },
    [path, link?.source, mark, n],
  );

/** Loads an address into an empty browser: milliseconds from the navigation's start. */
async function load(path, mark) {
  const { page, context } = await open();
  await page.goto(base + path, { waitUntil: 'commit' });
  const ms = await page.evaluate(
    (wanted) =>
      new Promise((done, failed) => {
        const look = () => {
          if (document.querySelector(wanted)) requestIdleCallback(() => done(performance.now()));
          else if (performance.now() > 15_000) failed(new Error(`${location.pathname} shows no ${wanted} but: ${document.body.innerText.slice(0, 300)}`));
          else requestAnimationFrame(look);
        };
        look();
      }),
    mark,
  );
  await context.close();
  return ms;
}

async function signIn() {
  const { page, context } = await open();
  await page.goto(base);
  await page.locator('h1').first().waitFor();
  if (await page.locator('input[autocomplete=current-password]').count()) {
    await page.locator('input[type=email]').fill(email);
    await page.locator('input[autocomplete=current-password]').fill(password);
    await page.locator('button[type=submit]').click();
  }
  await page.getByRole('navigation').first().waitFor();
  cookies = await context.cookies();
  await context.close();
}

/** Every page once by links, each from the page that leads to it. */
async function walk(page, round, times) {
  for (const one of pages) {
    if (one.from && new URL(page.url()).pathname !== one.from) await move(page, { path: one.from, link: one.from.startsWith('/settings') ? /^\/settings$/ : undefined, mark: markOf(one.from) });
    const ms = await move(page, one, round);
    if (ms === null) continue;
    one[times].push(ms);
    one.path ??= new URL(page.url()).pathname;
  }
}

try {
  await signIn();
  for (let round = 0; round < rounds; round++) {
    const { page, context } = await open();
    await page.goto(base + '/settings/you');
    await page.waitForLoadState('networkidle'); // the other pages' code is fetched when the browser is idle
    await walk(page, round, 'first');
    await walk(page, round, 'again');
    await context.close();
  }
  for (let round = 0; round < rounds; round++) for (const page of pages) if (page.path) page.loads.push(await load(page.path, page.mark));
} finally {
  await browser.close();
  await (server?.stop?.() ?? server?.close?.());
}

const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const cells = (list) => (list.length ? [0.5, 0.95].map((q) => quantile(list, q).toFixed(0).padStart(8)).join('') : '       –       –');
const heads = ['load', 'move, first', 'move, again'];
console.log(`${'ms'.padEnd(16)}${heads.map((head) => head.padStart(16)).join('    ')}\n${''.padEnd(16)}${heads.map(() => '  median    95 %').join('    ')}`);
const all = (times) => pages.flatMap((page) => page[times]);
for (const page of [...pages, { name: 'all', loads: all('loads'), first: all('first'), again: all('again') }])
  console.log(page.name.padEnd(16) + [page.loads, page.first, page.again].map(cells).join('    '));
console.log(`limits: ${limits.load} ms for the median of each page's loads, ${limits.move} ms for 95 % of the moves; each ${rounds} times`);
const slow = [...pages.filter((page) => page.loads.length && quantile(page.loads, 0.5) > limits.load).map((page) => page.name), ...(quantile([...all('first'), ...all('again')], 0.95) > limits.move ? ['moving'] : [])];
if (slow.length) {
  console.log(`slower than that: ${slow.join(', ')}`);
  process.exitCode = 1;
}
