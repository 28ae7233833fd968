// The real program as the browser tests need it: commands, a sandbox, a server that can be restarted.
// SPDX-License-Identifier: Apache-2.0
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';

const binary = process.env.REGULARS_BINARY ?? new URL('../../build/release/regulars', import.meta.url).pathname;

/** Runs a command to its end and returns what it printed. */
export function regulars(...args) {
  const done = spawnSync(binary, args, { encoding: 'utf8' });
  if (done.error || done.status !== 0) throw new Error(`regulars ${args.slice(0, 3).join(' ')}: ${done.error ?? done.stderr}`);
  return done.stdout.trim();
}

/** Starts a command that goes on, and waits (at most 20 s) for its line `ready URL`. */
export function start(...args) {
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] });
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

/** Lets the tests stop and start a server: POST /stop, POST /start. */
export function control(server) {
  const http = createServer(async (request, response) => {
    try {
      if (request.url === '/stop') await server.stop();
      else await server.start();
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  return new Promise((done) => http.listen(0, '127.0.0.1', () => done({ url: `http://127.0.0.1:${http.address().port}`, close: () => http.close() })));
}

/** An account connected to all of a sandbox's restaurants but the last, with its history read. */
export async function connectedAccount(folder, sandbox) {
  const data = join(folder, 'data');
  const vendor = (await (await fetch(sandbox.url + '/sandbox/credentials')).json()).opentable;
  const file = (name) => join(folder, name);
  regulars('account', 'create', 'Olive & Ember', '--time-zone', 'America/New_York', '--data', data);
  const list = regulars('list', 'create', 'Subscribers', '--opt-in', 'single', '--data', data);
  for (const role of ['owner', 'analyst']) regulars('user', 'create', '--email', `${role}@example.com`, '--name', role, '--role', role, '--password-file', file('password'), '--data', data);
  const last = vendor.locations.pop();
  for (const place of vendor.locations)
    regulars('integration', 'add', 'opentable', '--data', data, '--name', `OpenTable: ${place.name}`, '--client-id', vendor.client_id, '--client-secret-file', file('secret'), '--rid', String(place.rid),
      '--restaurant-name', place.name, '--time-zone', place.time_zone, '--country', place.country, '--list', list, '--oauth-url', sandbox.url, '--api-url', sandbox.url, '--max-requests-per-second', '0');
  regulars('sync', '--data', data, '--once');
  return { data, vendor, last };
}
