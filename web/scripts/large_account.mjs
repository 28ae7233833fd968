// A server on a large account, which is made first where there is none.
// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from './program.mjs';

const maker = process.env.REGULARS_LARGE_ACCOUNT ?? new URL('../../build/release/large_account', import.meta.url).pathname;

/** `profiles` and `events` count where the account is made; one that stands is taken as it is. */
export async function serveLargeAccount(folder, profiles = process.env.REGULARS_PROFILES ?? '1000000', events = process.env.REGULARS_EVENTS ?? '10000000') {
  if (!existsSync(join(folder, 'regulars.db'))) {
    const made = spawnSync(maker, [folder, profiles, events], { stdio: 'inherit' });
    if (made.error || made.status !== 0) throw new Error(`large_account: ${made.error ?? `ended with ${made.status}`}`);
  }
  const server = await Server.on(folder);
  return { url: server.url, email: 'owner@example.com', password: 'large-account', stop: () => server.stop() };
}
