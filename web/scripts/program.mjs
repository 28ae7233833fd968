// The real program as the browser tests need it: commands, a sandbox, a server that can be restarted.
// SPDX-License-Identifier: Apache-2.0
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';

const binary = process.env.REGULARS_BINARY ?? new URL('../../build/release/regulars', import.meta.url).pathname;

const run = promisify(execFile);
/** Runs a command to its end and returns what it printed. */
export const regulars = async (...args) => (await run(binary, args, { maxBuffer: 16 << 20 })).stdout.trim();

/** Starts a command that goes on, and waits (at most 20 s) for its line `ready URL`. */
export function start(...args) {
  const child = spawn(binary, ['--log-level', 'warning', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.on('exit', done));
  const stop = (signal = 'SIGTERM') => { child.kill(signal); return ended; };
  return new Promise((done, fail) => {
    const late = setTimeout(() => { void stop('SIGKILL'); fail(new Error(`${args[0]} is not ready`)); }, 20000);
    let said = '';
    child.stdout.on('data', (piece) => {
      said += piece;
      const line = /^ready (\S+)/m.exec(said);
      if (!line) return;
      clearTimeout(late);
      done({ url: line[1], stop });
    });
    child.on('error', fail);
    child.on('exit', (code) => { clearTimeout(late); fail(new Error(`${args[0]} ended with ${code}`)); });
  });
}

/** A server on a data folder; `stop` and `start` keep its address. */
export class Server {
  static async on(data, ...options) {
    const server = new Server();
    server.args = ['serve', '--data', data, ...options];
    server.running = await start(...server.args, '--listen', '127.0.0.1:0');
    server.url = server.running.url;
    return server;
  }
  async stop() {
    await this.running?.stop();
    this.running = undefined;
  }
  async start() {
    if (!this.running) this.running = await start(...this.args, '--listen', new URL(this.url).host);
  }
}

/**
 * Lets the tests stop and start a server: POST /stop, POST /start; and be wrong about an event while it
 * stands still: POST /alter?event=ID&by=MINOR_UNITS.
 */
export function control(server, data) {
  const levers = {
    '/stop': () => server.stop(),
    '/start': () => server.start(),
    '/alter': async ({ searchParams }) => {
      await server.stop();
      const { stdout } = await run('sqlite3', [join(data, 'regulars.db'), `UPDATE events SET value = value + ${Number(searchParams.get('by'))} WHERE event_id = ${Number(searchParams.get('event'))}; SELECT changes();`]);
      await server.start();
      if (stdout.trim() !== '1') throw new Error(`${stdout.trim()} events were altered`);
    },
  };
  const http = createServer(async (request, response) => {
    try {
      const url = new URL(request.url, 'http://control');
      await levers[url.pathname](url);
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  return new Promise((done) => http.listen(0, '127.0.0.1', () => done({ url: `http://127.0.0.1:${http.address().port}`, close: () => http.close() })));
}

/** What a sandbox's vendors are reached with. */
export const credentials = async (sandbox) => (await fetch(sandbox.url + '/sandbox/credentials')).json();

/** A folder with an account, a list, an owner and an analyst; `keep` writes a secret to a file and returns its name. */
async function account(folder, password) {
  mkdirSync(folder);
  const data = join(folder, 'data');
  const keep = (name, secret) => { const file = join(folder, name); writeFileSync(file, secret + '\n'); return file; };
  await regulars('account', 'create', 'Olive & Ember', '--time-zone', 'America/New_York', '--data', data);
  const list = await regulars('list', 'create', 'Subscribers', '--opt-in', 'single', '--data', data);
  for (const role of ['owner', 'analyst']) await regulars('user', 'create', '--email', `${role}@example.com`, '--name', role, '--role', role, '--password-file', keep('password', password), '--data', data);
  return { data, list, keep };
}

/** An account connected to the OpenTable of all of a sandbox's restaurants but the last, with its history read. */
export async function reservationsAccount(folder, password, { opentable }) {
  const { data, list, keep } = await account(folder, password);
  const url = opentable.api_url, secret = keep('opentable', opentable.client_secret);
  for (const place of opentable.locations.slice(0, -1))
    await regulars('integration', 'add', 'opentable', '--data', data, '--name', `OpenTable: ${place.name}`, '--client-id', opentable.client_id, '--client-secret-file', secret, '--rid', String(place.rid),
      '--restaurant-name', place.name, '--time-zone', place.time_zone, '--country', place.country, '--list', list, '--oauth-url', url, '--api-url', url, '--max-requests-per-second', '0');
  await regulars('sync', '--data', data, '--once');
  return data;
}

/** An account connected to the Toast of a sandbox's restaurants, with their history read. */
export async function ordersAccount(folder, password, { toast }) {
  const { data, keep } = await account(folder, password);
  await regulars('integration', 'add', 'toast', '--data', data, '--name', 'Toast: all restaurants', '--client-id', toast.client_id, '--client-secret-file', keep('toast', toast.client_secret),
    '--restaurant', toast.locations.map((place) => place.guid).join(','), '--api-url', toast.api_url, '--set', 'history_gap_seconds=0', '--set', 'max_requests_per_second=0');
  await regulars('sync', '--data', data, '--once');
  return data;
}
