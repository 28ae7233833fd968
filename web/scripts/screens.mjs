// Takes pictures of every page in every state, size, scheme and language, and checks each with axe.
// SPDX-License-Identifier: Apache-2.0
//
// node scripts/screens.mjs [--out folder] [--only text] [--looks en.1440.light,ko.390.dark] [--axe] [--names home,profile] [--fold]
// --fold: only what the window shows. The README's pictures: npm run pictures.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { startMock } from '../mock/server.mjs';
import { launch, openPage, settled } from './browser.mjs';

const option = (name, otherwise) => { const at = process.argv.indexOf('--' + name); return at < 0 ? otherwise : process.argv[at + 1]; };
const has = (name) => process.argv.includes('--' + name);
const out = option('out', 'screens');
const only = option('only', '');
const names = option('names', '').split(',').filter(Boolean);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(out, { recursive: true });

const mock = await startMock();
const json = async (path) => (await fetch(mock.url + '/app/v1' + path)).json();
const set = (state) => fetch(mock.url + '/mock', { method: 'POST', body: JSON.stringify(state) });
await set({ mode: 'full' });
const integrations = (await json('/integrations')).data;
const metrics = (await json('/metrics')).data;
const profiles = (await json('/profiles?limit=100&sort=-last_seen_at')).data;
const completed = metrics.find((m) => m.name === 'Completed Reservation').id;
const regular = profiles.find((p) => p.visits > 10 && p.email && p.email_consent === 'subscribed').id;
const booked = [];
for (const p of profiles.slice(0, 40)) if ((await json('/profiles/' + p.id)).upcoming.length) booked.push(p.id);
const left = (await json('/profiles?limit=100')).data.find((p) => p.email_consent === 'unsubscribed')?.id ?? regular;
const marked = (await json('/profiles?q=%3Cb%3E')).data[0]?.id ?? regular;

const ofKind = (kind) => integrations.find((i) => i.kind === kind).id;
/** Agrees at Lightspeed's page and comes back. */
const agree = async (page) => {
  const fields = page.locator('form input');
  await fields.nth(0).fill('Lightspeed: wine'); await fields.nth(1).fill('lucia-shop'); await page.locator('form input[type=password]').fill('good');
  await page.locator('form button[type=submit]').click(); await page.getByRole('link', { name: 'Authorize', exact: true }).click(); await page.locator('main h2').waitFor(); await page.waitForTimeout(300);
};

const guests = 'Email,Phone,First name,Last name,Email consent,Consent time,Favourite wine\nana.lima@example.com,+16175550101,Ana,Lima,yes,2026-03-04,Barolo\nbob@example,,Bob,Stone,no,,\nnot an address,,Chloé,Martin,yes,,Chablis\n';
/** Hands a file to the import page, and waits until it is read. */
const upload = async (page, name = 'guests of the wine evening.csv', text = guests) => {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) }); await page.waitForURL(/imports\/\w+/); await page.locator('main table').last().waitFor(); await page.waitForTimeout(600);
};
const check = async (page) => { await upload(page); await page.locator('main button').nth(-2).click(); await page.locator('main dl').first().waitFor(); await page.waitForTimeout(600); };

/** [name, path, what to do before the picture] */
const pages = [
  ['home', '/'], ['search', '/', async (page) => { await page.keyboard.press('Control+k'); await page.keyboard.type('am'); await page.waitForTimeout(600); }],
  ['integrations', '/integrations'], ['browse', '/integrations/add'], ['connect', '/integrations/add/opentable'],
  ['connect-checked', '/integrations/add/opentable', async (page) => {
    const fields = page.locator('form input');
    await fields.nth(0).fill('OpenTable: Pier Nine'); await fields.nth(1).fill('Lucia at Pier Nine'); await fields.nth(2).fill('1999000');
    await page.locator('form input[autocomplete=off][spellcheck=false]').fill('lucia-sync-9'); await page.locator('form input[type=password]').fill('wrong'); await page.locator('form button[type=button]').last().click(); await page.waitForTimeout(500);
  }],
  ['integration', `/integrations/${integrations[0].id}`, async (page) => { await page.locator('button[aria-expanded]').filter({ hasText: /\d/ }).first().click(); await page.waitForTimeout(300); }],
  ['verify', `/integrations/${integrations[0].id}/verify`, async (page) => { await page.locator('[data-state=differs]').first().click(); await page.waitForTimeout(400); }],
  ['integration-failing', `/integrations/${integrations[1].id}`], ['integration-backfill', `/integrations/${integrations[2].id}`],
  ['integration-remove', `/integrations/${integrations[0].id}`, async (page) => { await page.locator('header button').last().click(); await page.waitForTimeout(200); await page.getByRole('menuitem').last().click(); await page.waitForTimeout(300); await page.getByRole('radio').last().click(); }],
  ['connect-toast', '/integrations/add/toast'],
  ['connect-toast-open', '/integrations/add/toast', async (page) => {
    const fields = page.locator('form input');
    await fields.nth(0).fill('Toast: Pier Nine'); await fields.nth(1).fill('mute'); await page.locator('form input[type=password]').first().fill('good');
    await page.getByRole('combobox').first().focus(); await page.keyboard.type('5f0c2b7e-1111-4222-8333-444455556666,6f0c2b7e-1111-4222-8333-444455556666,');
    await page.locator('form summary').click(); await page.locator('form button[type=button]').last().click(); await page.waitForTimeout(500);
  }],
  ['connect-toast-wrong', '/integrations/add/toast', async (page) => { await page.getByRole('combobox').first().focus(); await page.keyboard.type('5f0c2b7e-1111-4222-8333-444455556666,1048213,'); await page.waitForTimeout(200); }],
  ['connect-lightspeed', '/integrations/add/lightspeed'],
  ['lightspeed-confirm', '/integrations/add/lightspeed', (page) => agree(page)],
  ['lightspeed-choose', '/integrations/add/lightspeed', async (page) => { await agree(page); await page.locator('main button').first().click(); await page.waitForTimeout(300); }],
  ['lightspeed-denied', '/integrations/lightspeed/return?error=access_denied'], ['lightspeed-stranger', '/integrations/lightspeed/return?code=a&state=b'],
  ['integration-toast', `/integrations/${ofKind('toast')}`], ['integration-lightspeed', `/integrations/${ofKind('lightspeed')}`],
  ['edit-toast', `/integrations/${ofKind('toast')}/edit`, async (page) => { await page.locator('form summary').click(); await page.waitForTimeout(200); }],
  ['edit-lightspeed', `/integrations/${ofKind('lightspeed')}/edit`], ['reconnect', `/integrations/${ofKind('lightspeed')}/reconnect`],
  ['metrics', '/analytics/metrics'], ['metric', `/analytics/metrics/${completed}`], ['metric-compare', `/analytics/metrics/${completed}?range=12m&measure=value&compare=previous`],
  ['metric-group', `/analytics/metrics/${completed}?range=90d&group=Party+Size&where=${encodeURIComponent('[{"property":"Reservation Origin","operator":"equals","value":"Web"}]')}`],
  ['profiles', '/audience/profiles'], ['duplicates', '/audience/profiles/duplicates'], ['profiles-none', '/audience/profiles?q=zzzz'],
  ['profile', `/audience/profiles/${booked[0] ?? regular}`, async (page) => { await page.locator('button[aria-controls]').first().click(); }],
  ['profile-consent', `/audience/profiles/${left}`, async (page) => { const button = page.locator('aside button[aria-expanded]').first(); if (await button.count()) await button.click(); }],
  ...['menu', 'subscribe', 'unsubscribe'].map((name, item) => [`consent-${name}`, `/audience/profiles/${left}`, async (page) => { await page.locator('aside button[aria-haspopup=menu]').click(); await page.waitForTimeout(250); if (item) await page.getByRole('menuitem').nth(item === 1 ? 0 : (await page.getByRole('menuitem').count()) - 2).click(); await page.waitForTimeout(400); }]),
  ['profile-markup', `/audience/profiles/${marked}`],
  ['profile-edit', `/audience/profiles/${regular}`, async (page) => { await page.locator('header button').first().click(); await page.waitForTimeout(300); }],
  ['profile-erase', `/audience/profiles/${regular}`, async (page) => { await page.locator('header button').last().click(); await page.waitForTimeout(200); await page.getByRole('menuitem').last().click(); await page.waitForTimeout(300); }],
  ['lists', '/audience/lists'], ['list', '/audience/lists/R9tWbn'], ['builder', '/audience/segments/new'], ['builder-edit', '/audience/segments/Sg3/edit'], ['builder-where', '/audience/segments/Sg4/edit'],
  ['builder-refused', '/audience/segments/Sg5/edit', async (page) => { await page.waitForTimeout(900); }],
  ['builder-all', '/audience/segments/new', async (page) => { for (let type = 1; type < 8; type++) { await page.locator('[class*=and] button').last().click(); await page.getByRole('menuitem').nth(type).click(); await page.waitForTimeout(150); } await page.waitForTimeout(400); }],
  ['segment', '/audience/segments/Sg1'], ['segment-why', '/audience/segments/Sg1', async (page) => { await page.locator('tbody a[href*=why]').first().click(); await page.waitForTimeout(700); }],
  ['segment-activity', '/audience/segments/Sg2?tab=activity'], ['segment-growth', '/audience/segments/Sg1?tab=growth', async (page) => { await page.waitForTimeout(1500); }], ['segment-overlap', '/audience/segments/Sg1?tab=overlap', async (page) => { await page.waitForTimeout(500); }], ['segment-json', '/audience/segments/Sg1?tab=definition'],
  ['imports', '/audience/imports'], ['import-preview', '/audience/imports', upload], ['import-checked', '/audience/imports', check],
  ['import-done', '/audience/imports', async (page) => { await check(page); await page.locator('main button').nth(-3).click(); await page.locator('main progress').waitFor({ state: 'detached' }); await page.waitForTimeout(1500); }],
  ['import-events', '/audience/imports', (page) => upload(page, 'visits.jsonl', '{"email":"ana.lima@example.com","metric":"Visited","time":"2026-02-01T18:30:00Z","value":42.5,"unique_id":"v1","properties":{"Table":7}}\noops\n')],
  ['list-settings', '/audience/lists/R9tWbn', async (page) => { await page.locator('header button').first().click(); await page.waitForTimeout(400); }],
  ['list-new', '/audience/lists', async (page) => { await page.locator('header button').first().click(); await page.waitForTimeout(400); }],
  ['organization', '/settings/organization'], ['users', '/settings/users'], ['keys', '/settings/api-keys'],
  ['key-new', '/settings/api-keys', async (page) => { await page.locator('section button').first().click(); await page.waitForTimeout(300); }],
  ['menu', '/', async (page) => { if (page.viewportSize().width < 860) await page.locator('button:visible').first().click(); else await page.locator('button[aria-haspopup=menu]').last().click(); await page.waitForTimeout(400); }],
  ['filter-open', `/analytics/metrics/${completed}`, async (page) => { await page.locator('button[aria-haspopup=dialog]').first().click(); await page.waitForTimeout(200); await page.keyboard.press('ArrowDown'); await page.keyboard.press('ArrowDown'); await page.keyboard.press('Enter'); await page.waitForTimeout(200); }],
  ['columns-open', '/audience/profiles', async (page) => { await page.locator('main button[aria-haspopup=menu]').first().click(); await page.waitForTimeout(250); }],
  ['key-made', '/settings/api-keys', async (page) => { await page.locator('section button').first().click(); await page.getByRole('dialog').locator('input').first().fill('Website'); await page.getByRole('dialog').locator('input[type=checkbox]').nth(1).check(); await page.getByRole('dialog').locator('button[type=submit]').click(); await page.waitForTimeout(400); }],
  ['undo', '/settings/api-keys', async (page) => { await page.locator('tbody button').first().click(); await page.waitForTimeout(300); }],
  ['you', '/settings/you'], ['not-found', '/nowhere'],
];
const states = [
  ...pages.map(([name, path, act]) => ({ name, path, act, state: { mode: 'full' } })),
  ...['home:/', 'integrations:/integrations', 'metrics:/analytics/metrics', 'profiles:/audience/profiles', 'lists:/audience/lists', 'duplicates:/audience/profiles/duplicates', 'keys:/settings/api-keys'].map((x) => { const [name, path] = x.split(':'); return { name: name + '-empty', path, state: { mode: 'empty' } }; }),
  ...['home:/', 'metrics:/analytics/metrics', 'profiles:/audience/profiles', `metric:/analytics/metrics/${completed}`].flatMap((x) => { const [name, path] = x.split(':'); return [{ name: name + '-error', path, state: { mode: 'error' }, wait: 3500 }, { name: name + '-loading', path, state: { mode: 'slow' }, wait: 1200 }]; }),
  { name: 'sign-in', path: '/', state: { signedIn: false } }, { name: 'first-start', path: '/', state: { mode: 'first_start' } },
  ...['lists:/audience/lists', 'list:/audience/lists/R9tWbn', 'segment:/audience/segments/Sg1', 'builder:/audience/segments/Sg4/edit'].flatMap((x) => { const [name, path] = x.split(':'); return [{ name: name + '-error', path, state: { mode: 'error' }, wait: 3500 }, { name: name + '-loading', path, state: { mode: 'slow' }, wait: 1200 }]; }),
  { name: 'builder-analyst', path: '/audience/segments/Sg4/edit', state: { role: 'analyst' }, act: async (page) => { await page.waitForTimeout(900); } },
  { name: 'analyst', path: `/integrations/${integrations[0].id}`, state: { role: 'analyst' } },
  { name: 'session-ended', path: '/audience/profiles', state: { mode: 'full' }, act: async (page) => { await fetch(mock.url + '/mock/change', { method: 'POST', body: '{"signedIn":false}' }); await page.waitForTimeout(5200); } },
].filter((s) => s.name.includes(only) && (names.length === 0 || names.includes(s.name)));

const all = [];
for (const language of ['en', 'es', 'fr', 'ko']) for (const width of [1440, 390]) for (const dark of [false, true]) all.push({ language, width, dark });
const chosen = option('looks', '').split(',').filter(Boolean);
const looks = all.filter((l) => chosen.length === 0 || chosen.includes(`${l.language}.${l.width}.${l.dark ? 'dark' : 'light'}`));

const browser = await launch();
const findings = [];
for (const look of looks) {
  const { page, context, complaints } = await openPage(browser, mock.url, { ...look, height: look.width === 390 ? 844 : 900 });
  for (const shot of states) {
    await set(shot.state);
    await page.goto(mock.url + shot.path, { waitUntil: 'domcontentloaded' });
    if (shot.wait) await page.waitForTimeout(shot.wait); else await settled(page);
    const name = `${shot.name}.${look.language}.${look.width}.${look.dark ? 'dark' : 'light'}`;
    try {
      if (shot.act) await shot.act(page);
    } catch (error) {
      findings.push({ name, kind: 'script', text: String(error).split('\n')[0] });
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 1) findings.push({ name, kind: 'wider than the screen', text: `${overflow} px` });
    await page.screenshot({ path: join(out, name + '.png'), fullPage: !has('fold') });
    if (has('axe')) {
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      for (const v of violations) if (v.impact === 'serious' || v.impact === 'critical') findings.push({ name, kind: 'axe ' + v.impact, text: `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? n.all[0]?.message ?? '')).join(' | ')}` });
    }
    for (const text of complaints.splice(0)) findings.push({ name, kind: 'browser', text: text.slice(0, 300) });
  }
  await context.close();
}
await browser.close();
await mock.close();
writeFileSync(join(out, 'findings.json'), JSON.stringify(findings, null, 1));
for (const f of findings) console.log(`${f.name}  ${f.kind}: ${f.text}`);
console.log(`${states.length * looks.length} pictures in ${out}, ${findings.length} findings`);
process.exitCode = findings.length ? 1 : 0;
