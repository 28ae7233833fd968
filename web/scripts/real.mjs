// Runs the browser tests against the real program: a new one, then one that reads a sandbox's restaurants.
// SPDX-License-Identifier: Apache-2.0
//
// node scripts/real.mjs [what vitest takes]     REGULARS_BINARY names the program
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectedAccount, control, Server, start } from './program.mjs';

const password = 'welcome to olive and ember';
const folder = mkdtempSync(join(tmpdir(), 'regulars-browser-'));
const running = [];
const keep = (thing) => { running.push(thing); return thing; };

function vitest(args, env) {
  const child = spawn(process.execPath, [new URL('../node_modules/vitest/vitest.mjs', import.meta.url).pathname, 'run', '--project', 'browser', ...args], { stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((done) => child.on('exit', (code) => done(code ?? 1)));
}

async function fresh() {
  const server = keep(await Server.on(join(folder, 'fresh')));
  const code = await vitest(['tests/first_start.test.ts'], { REGULARS_URL: server.url, REGULARS_FRESH: '1' });
  await server.stop();
  return code;
}

async function connected() {
  const home = join(folder, 'connected');
  mkdirSync(home);
  const sandbox = keep(await start('sandbox', '--listen', '127.0.0.1:0', '--seed', '7', '--locations', '4', '--guests', '4000', '--days', '400', '--requests-per-second', '0'));
  const { client_secret: secret } = (await (await fetch(sandbox.url + '/sandbox/credentials')).json()).opentable;
  writeFileSync(join(home, 'secret'), secret + '\n');
  writeFileSync(join(home, 'password'), password + '\n');
  const { data, vendor, last } = await connectedAccount(home, sandbox);
  const server = keep(await Server.on(data, '--vendor-url', sandbox.url));
  const levers = keep(await control(server));
  const code = await vitest(process.argv.slice(2), {
    REGULARS_URL: server.url, REGULARS_CONTROL: levers.url, REGULARS_EMAIL: 'owner@example.com', REGULARS_ANALYST: 'analyst@example.com', REGULARS_PASSWORD: password,
    REGULARS_OPENTABLE_CLIENT: vendor.client_id, REGULARS_OPENTABLE_SECRET: secret, REGULARS_OPENTABLE_RID: String(last.rid), REGULARS_BACKFILL_MS: '60000',
  });
  await server.stop();
  return code;
}

let failed = 1;
try {
  failed = (await fresh()) || (await connected());
} finally {
  for (const thing of running.reverse()) await (thing.stop?.() ?? thing.close?.());
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed);
