// Runs the browser tests against the real program: a new one, one that reads a sandbox's reservations, and one that reads its orders.
// SPDX-License-Identifier: Apache-2.0
//
// node scripts/real.mjs [what vitest takes]     REGULARS_BINARY names the program
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { control, credentials, ordersAccount, reservationsAccount, Server, start } from './program.mjs';

const password = 'welcome to olive and ember';
const folder = mkdtempSync(join(tmpdir(), 'regulars-browser-'));
const running = [];
const keep = (thing) => { running.push(thing); return thing; };

/** Says little of what passes: what fails is to be found. */
function vitest(project, args, env) {
  const child = spawn(process.execPath, [new URL('../node_modules/vitest/vitest.mjs', import.meta.url).pathname, 'run', '--reporter', 'dot', '--project', project, '--passWithNoTests', ...args], { stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((done) => child.on('exit', (code) => done(code ?? 1)));
}

const sandboxOf = (seed, locations, guests) => start('sandbox', '--listen', '127.0.0.1:0', '--seed', String(seed), '--locations', String(locations), '--guests', String(guests), '--days', '400', '--requests-per-second', '0');

async function fresh() {
  const server = keep(await Server.on(join(folder, 'fresh')));
  const code = await vitest('browser', ['tests/first_start.test.ts'], { REGULARS_URL: server.url, REGULARS_FRESH: '1' });
  await server.stop();
  return code;
}

async function connected(project, data, sandbox, env) {
  // By another name than the app's own: what is another site at a real vendor is one here.
  const server = keep(await Server.on(data, '--vendor-url', sandbox.url.replace('127.0.0.1', 'localhost')));
  const levers = keep(await control(server, data));
  const code = await vitest(project, process.argv.slice(2), { REGULARS_URL: server.url, REGULARS_CONTROL: levers.url, REGULARS_EMAIL: 'owner@example.com', REGULARS_ANALYST: 'analyst@example.com', REGULARS_PASSWORD: password, ...env });
  await server.stop();
  return code;
}

async function reservations(sandbox, vendors) {
  const { client_id, client_secret, locations } = vendors.opentable;
  const data = await reservationsAccount(join(folder, 'reservations'), password, vendors);
  return connected('browser', data, sandbox, { REGULARS_OPENTABLE_CLIENT: client_id, REGULARS_OPENTABLE_SECRET: client_secret, REGULARS_OPENTABLE_RID: String(locations.at(-1).rid), REGULARS_BACKFILL_MS: '60000' });
}

/** What is connected in the browser is another sandbox's: nobody reads it yet. */
async function orders(vendors) {
  const unread = keep(await sandboxOf(8, 2, 2000));
  const data = await ordersAccount(join(folder, 'orders'), password, vendors);
  return connected('real', data, unread, { REGULARS_SANDBOX: unread.url });
}

let failed = 1;
try {
  const sandbox = keep(await sandboxOf(7, 4, 4000));
  const vendors = await credentials(sandbox);
  const codes = await Promise.all([fresh().then((code) => code || reservations(sandbox, vendors)), orders(vendors)]);
  failed = Math.max(...codes);
} finally {
  for (const thing of running.reverse()) await (thing.stop?.() ?? thing.close?.());
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed);
