// A call fills its address, carries its token, and turns every refusal into a Problem.
// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addressOf, call, keepToken, whenSignedOut } from './call';
import { Problem } from './problem';

const answer = (status: number, body: string, type = 'application/json') => vi.stubGlobal('fetch', vi.fn(async () => new Response(status === 204 ? null : body, { status, headers: { 'Content-Type': type } })));
const asked = () => (globalThis.fetch as unknown as ReturnType<typeof vi.fn>).mock.calls[0] as [string, RequestInit];
afterEach(() => vi.unstubAllGlobals());

it('escapes what goes into an address, and leaves out what is not asked', () => {
  expect(addressOf('/app/v1/profiles/{id}/events', { id: 'a/b?c' }, { metric: '', limit: 5, before: 'x&y' })).toBe('/app/v1/profiles/a%2Fb%3Fc/events?limit=5&before=x%26y');
});

it('sends the token with changes only', async () => {
  keepToken('secret');
  answer(200, '{"version":1,"syncing":false,"now":""}');
  await call('get', '/app/v1/live', {});
  expect((asked()[1].headers as Record<string, string>)['X-Regulars-CSRF']).toBeUndefined();
  answer(204, '');
  await call('post', '/app/v1/sign-out', {});
  expect((asked()[1].headers as Record<string, string>)['X-Regulars-CSRF']).toBe('secret');
});

describe('a refusal', () => {
  const refusal = async () => {
    const error = await call('get', '/app/v1/home', {}).then(() => undefined, (e: unknown) => e);
    expect(error).toBeInstanceOf(Problem);
    return error as Problem;
  };
  it('carries the server’s code, words and place', async () => {
    answer(409, '{"errors":[{"status":"409","code":"name_taken","title":"","detail":"taken","source":{"pointer":"/name"}}]}');
    expect(await refusal()).toMatchObject({ status: 409, code: 'name_taken', detail: 'taken', pointer: '/name', passes: false });
  });
  it('of a proxy in HTML is still a Problem', async () => {
    answer(502, '<html>Bad gateway</html>', 'text/html');
    expect(await refusal()).toMatchObject({ status: 502, code: 'unavailable', passes: true });
  });
  it('without a network says offline', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => { throw new TypeError('Failed to fetch'); }));
    expect(await refusal()).toMatchObject({ status: 0, code: 'offline', passes: true });
  });
  it('says offline when the server takes a call and never answers, and asks no more by itself', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((open) => silent.once('listening', open));
    const { port } = silent.address() as AddressInfo;
    const reach = globalThis.fetch;
    vi.stubGlobal('fetch', (path: string, how: RequestInit) => reach(`http://127.0.0.1:${port}${path}`, how));
    try {
      const since = performance.now();
      const error = await call('get', '/app/v1/home', { withinMs: 60 }).catch((e: unknown) => e);
      expect(error).toMatchObject({ status: 0, code: 'offline', passes: true, isLate: true });
      expect(performance.now() - since).toBeLessThan(5_000);
      const given = new AbortController();
      const dropped = call('get', '/app/v1/home', { signal: given.signal }).catch((e: unknown) => e);
      given.abort();
      expect(await dropped).not.toBeInstanceOf(Problem);
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });
  it('of an ended session is told to the app', async () => {
    const told = vi.fn();
    whenSignedOut(told);
    answer(401, '{"errors":[{"status":"401","code":"signed_out","title":"","detail":""}]}');
    await refusal();
    expect(told).toHaveBeenCalledOnce();
  });
});
