// A stand-in for the server, so that the app can be built, looked at and tested alone.
// SPDX-License-Identifier: Apache-2.0
//
// node mock/server.mjs [--port 4480] [--state full|empty|error|slow|first_start] [--role owner|admin|analyst]
// It serves web/dist with the headers of the real server, and answers /app/v1 from made-up guests.
// POST /mock {"state": …, "role": …, "signed_in": …} changes it while it runs.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { routes } from './answers.mjs';
import { door } from './lightspeed.mjs';
import { Refusal } from './refusal.mjs';
import { makeWorld } from './world.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const kinds = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.json': 'application/json' };
export const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const rank = { analyst: 0, admin: 1, owner: 2 };
const password = 'regulars-demo';

function makeState(options) {
  const world = makeWorld(options.now ?? Date.now());
  const state = { world, mode: 'full', role: 'owner', signedIn: true, setUp: true, attempts: 0, ...options };
  if (state.mode === 'empty') Object.assign(world, { integrations: [], metrics: [], profiles: [], events: [], lists: [], segments: [], imports: [], pairs: [], apiKeys: [], users: world.users.slice(0, 1) });
  if (state.mode === 'first_start') Object.assign(state, { setUp: false, signedIn: false });
  return state;
}

function session(state) {
  const inside = state.signedIn && state.setUp;
  state.user ??= state.world.users.find((u) => u.role === state.role) ?? { ...state.world.users[0], role: state.role };
  return {
    state: !state.setUp ? 'first_start' : inside ? 'signed_in' : 'signed_out', csrf_token: inside ? 'mock-csrf' : null, user: inside ? state.user : null,
    organization: inside ? state.world.organization : null, kinds: ['opentable', 'toast', 'lightspeed'], demo: false, version: inside ? state.world.version : 0, now: new Date(state.world.now).toISOString(),
  };
}

async function answer(state, request, url, body, raw) {
  const path = url.pathname.slice('/app/v1'.length);
  const method = request.method;
  if (path === '/session') return session(state);
  if (path === '/setup') {
    if (state.setUp) throw new Refusal(409, 'already_set_up', 'This server has an owner already.');
    Object.assign(state.world.organization, { name: body.organization, time_zone: body.time_zone, currency: body.currency, locale: body.locale });
    state.world.users = [{ ...state.world.users[0], email: body.email, name: body.name }];
    Object.assign(state.world, { integrations: [], metrics: [], profiles: [], events: [], segments: [], pairs: [], apiKeys: [] });
    Object.assign(state, { setUp: true, signedIn: true, user: state.world.users[0] });
    return { status: 201, body: session(state) };
  }
  if (path === '/sign-in') {
    if (state.attempts >= 5) throw Object.assign(new Refusal(429, 'too_many_attempts', 'Too many attempts.'), { retry: 60 });
    const user = state.world.users.find((u) => u.email === body.email);
    if (!user || body.password !== password) { state.attempts++; throw new Refusal(401, 'wrong_password', 'Email or password is not right.'); }
    Object.assign(state, { signedIn: true, user, role: user.role, attempts: 0 });
    return session(state);
  }
  if (!state.signedIn) throw new Refusal(401, 'signed_out', 'Sign in first.');
  if (method !== 'GET' && request.headers['x-regulars-csrf'] !== 'mock-csrf') throw new Refusal(403, 'csrf', 'The token is missing or wrong.');
  if (path === '/sign-out' || path === '/sign-out-everywhere') { state.signedIn = false; return { status: 204 }; }
  if (state.mode === 'slow') await new Promise((done) => setTimeout(done, 60000).unref());
  if (state.mode === 'error' && path !== '/live') throw new Refusal(500, 'internal', 'The database did not answer.');
  for (const [m, pattern, role, run] of routes) {
    if (m !== method) continue;
    const match = new RegExp('^' + pattern.replaceAll(/:[a-z]+/g, '([^/]+)').replace('.csv', '\\.csv') + '$').exec(path);
    if (!match) continue;
    if (rank[session(state).user.role] < rank[role]) throw new Refusal(403, 'not_allowed', `This needs the role ${role}.`);
    const result = run({ world: state.world, origin: `http://${request.headers.host}`, query: url.searchParams, id: match[1] && decodeURIComponent(match[1]), part: match[2] && decodeURIComponent(match[2]), body, raw, session: session(state) });
    if (method !== 'GET') state.world.version++;
    return result;
  }
  throw new Refusal(404, 'not_found', 'There is no such address.');
}

async function asset(url, response) {
  const wanted = normalize(url.pathname).replace(/^(\.\.[/\\])+/, '');
  for (const name of [wanted, '/index.html']) {
    if (!extname(name)) continue;
    try {
      const content = await readFile(join(dist, name));
      response.writeHead(200, { 'Content-Type': kinds[extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': csp, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin', 'Cache-Control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache' });
      return response.end(content);
    } catch (error) { if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error; }
  }
  response.writeHead(404).end();
}

export function startMock(options = {}, port = 0) {
  let state = makeState(options);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const json = (status, value, headers = {}) => response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers }).end(value === undefined ? undefined : JSON.stringify(value));
    let raw = '';
    for await (const piece of request) raw += piece;
    const isBytes = request.headers['content-type'] === 'application/octet-stream';
    const body = raw && !isBytes ? JSON.parse(raw) : {};
    if (url.pathname === '/mock') { state = makeState({ ...options, ...body }); return json(200, {}); }
    if (url.pathname === '/mock/change') { Object.assign(state, body); state.world.version++; return json(200, {}); }
    if (url.pathname === '/mock/lightspeed') return response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(door(url.searchParams));
    if (!url.pathname.startsWith('/app/v1/')) return asset(url, response);
    try {
      const result = await answer(state, request, url, body, raw);
      if (result?.text !== undefined) return response.writeHead(200, { 'Content-Type': result.type }).end(result.text);
      if (typeof result?.status === 'number') return json(result.status, result.body);
      json(200, result);
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      if (status === 500 && !(error instanceof Refusal)) console.error(error);
      json(status, { errors: [{ status: String(status), code: error.code ?? 'internal', title: error.code ?? 'internal', detail: error.message, ...(error.pointer ? { source: { pointer: error.pointer } } : {}), ...(error.retry ? { retry_after_seconds: error.retry } : {}) }] });
    }
  });
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done({ url: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((end) => { server.closeAllConnections(); server.close(end); }) })));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, otherwise) => { const at = process.argv.indexOf('--' + name); return at < 0 ? otherwise : process.argv[at + 1]; };
  const { url } = await startMock({ mode: option('state', 'full'), role: option('role', 'owner') }, Number(option('port', 4480)));
  console.log(`Regulars stand-in at ${url}`);
}
