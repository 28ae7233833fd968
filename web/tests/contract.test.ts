// Every answer has the shape that src/api/openapi.json promises; against the stand-in, or a running server.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMock } from '../mock/server.mjs';
import { account, isMock } from './world';

type Operation = { operationId: string; parameters?: { $ref?: string; name?: string; in?: string; required?: boolean }[]; responses: Record<string, { content?: Record<string, { schema: object }> }>; 'x-role': string };
const api = JSON.parse(readFileSync(join(import.meta.dirname, '../../src/api/openapi.json'), 'utf8')) as { paths: Record<string, Record<string, Operation>>; components: object };
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'api', components: api.components });
const check = (schema: object) => ajv.compile({ $id: `api-${Math.random()}`, ...(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object) });

let base = process.env.REGULARS_URL ?? '';
let mock: { url: string; close: () => Promise<void> } | undefined;
let cookie = '';
let csrf = '';
const ids: Record<string, string> = {};
const definition = { condition_groups: [{ conditions: [{ type: 'profile-property', property: 'email', filter: { type: 'existence', operator: 'is-set' } }] }] };
let checkedDay = ''; // of the first integration, where some day was checked
const daysAgo = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10);
const today = daysAgo(0);

async function ask(method: string, path: string, body?: unknown) {
  const response = await fetch(base + path, { method, headers: { Accept: 'application/json', Origin: base, ...(cookie ? { Cookie: cookie } : {}), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...(csrf ? { 'X-Regulars-CSRF': csrf } : {}) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const set = response.headers.getSetCookie();
  if (set.length) cookie = set.map((c) => c.split(';')[0]).join('; ');
  return response;
}

/** The id of an import that is ready to be looked at. */
async function uploaded(file: string): Promise<string> {
  const { id } = (await (await ask('POST', '/app/v1/imports', { file_name: 'contract.csv', bytes: file.length })).json()) as { id: string };
  await fetch(`${base}/app/v1/imports/${id}/parts?offset=0`, { method: 'POST', headers: { Origin: base, 'Content-Type': 'application/octet-stream', Cookie: cookie, 'X-Regulars-CSRF': csrf }, body: file });
  return id;
}

beforeAll(async () => {
  if (isMock) {
    mock = await startMock();
    base = mock.url;
  }
  const session = (await (await ask('POST', '/app/v1/sign-in', account)).json()) as { csrf_token: string };
  csrf = session.csrf_token;
  const first = async (path: string) => ((await (await ask('GET', path)).json()) as { data: { id: string }[] }).data[0]?.id ?? '';
  ids['/app/v1/integrations/{id}'] = await first('/app/v1/integrations');
  const days = await ask('GET', `/app/v1/integrations/${ids['/app/v1/integrations/{id}']}/reconciliation?from=${daysAgo(60)}&to=${today}`);
  checkedDay = ((await days.json()) as { data: { day: string }[] }).data[0]?.day ?? '';
  ids['/app/v1/metrics/{id}'] = await first('/app/v1/metrics');
  ids['/app/v1/segments/{id}'] = isMock ? await first('/app/v1/segments') : await made('/app/v1/segments', { name: 'Everybody with an email', definition });
  ids['/app/v1/lists/{id}'] = await first('/app/v1/lists');
  ids['/app/v1/imports/{id}'] = await uploaded('Email,First name\nnoor.contract@x.example,Noor\n');
  ids['/app/v1/profiles/{id}'] = await first('/app/v1/profiles?limit=1');
});
afterAll(async () => mock?.close());

/** The id of what was made. */
async function made(path: string, body: object): Promise<string> {
  return ((await (await ask('POST', path, body)).json()) as { id: string }).id;
}

const queries: Record<string, string[]> = {
  readListGrowth: [`from=${daysAgo(60)}&to=${today}`],
  search: ['q=a'], readReconciliation: [`from=${daysAgo(60)}&to=${today}`], readExcluded: ['reason=walk_in_without_guest'], readProfiles: ['', 'q=am&sort=name&limit=3'], readMetricEvents: ['', 'limit=3'], readSegmentMembers: ['', 'q=a&limit=3'], readSuggestions: ['of=profile_properties', 'of=event_properties&metric_id=regulars:opentable:Completed%20Reservation&q=party', 'of=values&property=first_name'],
  readChart: [`from=2026-01-01&to=${today}&by=month`, `from=${today}&to=${today}&by=day&compare=previous`, `from=2026-01-01&to=${today}&by=week&group_by=Party%20Size&where=${encodeURIComponent('[{"property":"Reservation Origin","operator":"equals","value":"Web"}]')}`],
};

describe('GET', () => {
  for (const [path, methods] of Object.entries(api.paths)) {
    const operation = methods.get;
    const schema = operation?.responses['200']?.content?.['application/json']?.schema;
    if (!operation || !schema) continue;
    for (const query of queries[operation.operationId] ?? [''])
      it(`${path}${query ? ` ?${decodeURIComponent(query)}` : ''}`, async ({ skip }) => {
        if (path.includes('{day}') && !checkedDay) skip();
        const id = Object.entries(ids).find(([prefix]) => path.startsWith(prefix))?.[1] ?? '';
        const response = await ask('GET', path.replace('{id}', encodeURIComponent(id)).replace('{day}', checkedDay) + (query ? `?${query}` : ''));
        expect(response.status).toBe(200);
        const valid = check(schema);
        const answer: unknown = await response.json();
        expect(valid(answer) ? [] : valid.errors?.map((e) => `${e.instancePath} ${e.message}`)).toEqual([]);
      });
  }
});

describe.runIf(isMock)('each kind of integration', () => {
  const shaped = async (path: string, method: 'get' | 'post', status: string, response: Response): Promise<Record<string, never>> => {
    expect(response.status).toBe(Number(status));
    const schema = api.paths[path]?.[method]?.responses[status]?.content?.['application/json']?.schema;
    if (!schema) throw new Error(`${path} promises no ${status}`);
    const valid = check(schema);
    const answer = (await response.json()) as Record<string, never>;
    expect(valid(answer) ? [] : valid.errors?.map((e) => `${e.instancePath} ${e.message}`)).toEqual([]);
    return answer;
  };
  it('is shown with settings of its own', async () => {
    const { data } = (await (await ask('GET', '/app/v1/integrations')).json()) as { data: { id: string; kind: string }[] };
    expect(new Set(data.map((i) => i.kind))).toEqual(new Set(['opentable', 'toast', 'lightspeed']));
    for (const { id } of data) await shaped('/app/v1/integrations/{id}', 'get', '200', await ask('GET', `/app/v1/integrations/${id}`));
  });
  it('is tried and added', async () => {
    const toast = { kind: 'toast', name: 'Toast: contract', list_id: null, settings: { restaurants: ['7f0c2b7e-1111-4222-8333-444455556666'] }, credentials: { client_id: 'c', client_secret: 's' } };
    await shaped('/app/v1/integrations/check', 'post', '200', await ask('POST', '/app/v1/integrations/check', { kind: toast.kind, settings: toast.settings, credentials: toast.credentials }));
    await shaped('/app/v1/integrations', 'post', '201', await ask('POST', '/app/v1/integrations', toast));
    const way = await shaped('/app/v1/integrations/lightspeed/authorize', 'post', '200', await ask('POST', '/app/v1/integrations/lightspeed/authorize', { client_id: 'c', client_secret: 's' }));
    const state = new URL(way['url'] ?? '').searchParams.get('state');
    const { account, authorization } = await shaped('/app/v1/integrations/lightspeed/return', 'post', '200', await ask('POST', '/app/v1/integrations/lightspeed/return', { code: 'good', state, draft: way['draft'] }));
    await shaped('/app/v1/integrations', 'post', '201', await ask('POST', '/app/v1/integrations', { kind: 'lightspeed', name: 'Lightspeed: contract', list_id: null, settings: { account: (account as unknown as { id: string })?.id }, authorization }));
  });
});

describe.runIf(isMock)('a segment', () => {
  const answered = async (path: string, body: object, status = 200) => {
    const response = await ask('POST', path, body);
    expect(response.status).toBe(status);
    const schema = api.paths[path.replace(/Sg\d+/, '{id}')]?.post?.responses[String(status)]?.content?.['application/json']?.schema ?? { $ref: '#/components/schemas/Errors' };
    const valid = check(schema);
    const answer = (await response.json()) as Record<string, never>;
    expect(valid(answer) ? [] : valid.errors?.map((e) => `${e.instancePath} ${e.message}`)).toEqual([]);
    return answer;
  };
  it('is counted, explained, followed and compared', async () => {
    await answered('/app/v1/segments/count', { definition });
    await answered('/app/v1/segments/explain', { definition, profile_id: ids['/app/v1/profiles/{id}'] });
    await answered('/app/v1/segments/growth', { definition, from: daysAgo(60), to: today, by: 'week' });
    await answered('/app/v1/segments/overlap', { definition, with: ['Sg1', 'Xk2PfQ'] });
  });
  it('is made, changed only as it was read, and copied into a list', async () => {
    const made = await answered('/app/v1/segments', { name: 'Contract', definition }, 201);
    await answered('/app/v1/segments', { name: 'contract', definition }, 409);
    expect((await ask('PATCH', `/app/v1/segments/${made['id']}`, { revision: 'not this', starred: true })).status).toBe(409);
    expect((await ask('PATCH', `/app/v1/segments/${made['id']}`, { revision: made['revision'], starred: true })).status).toBe(200);
    await answered(`/app/v1/segments/${made['id']}/snapshot`, { name: 'Contract list' }, 201);
    expect((await ask('DELETE', `/app/v1/segments/${made['id']}`)).status).toBe(204);
  });
  it('is refused at the place that is wrong', async () => {
    const { errors } = (await answered('/app/v1/segments/count', { definition: { condition_groups: [{ conditions: [{ ...definition.condition_groups[0]!.conditions[0], property: '' }] }] } }, 400)) as unknown as { errors: { source: { pointer: string } }[] };
    expect(errors[0]!.source.pointer).toBe('/definition/condition_groups/0/conditions/0/property');
  });
});

describe('refusals', () => {
  const shaped = async (response: Response, status: number) => {
    expect(response.status).toBe(status);
    const valid = check({ $ref: '#/components/schemas/Errors' });
    const answer: unknown = await response.json();
    expect(valid(answer) ? [] : valid.errors).toEqual([]);
  };
  it('of what does not exist', async () => shaped(await ask('GET', '/app/v1/profiles/01ARZ3NDEKTSV4RRFFQ69G5FAV'), 404));
  it('of a change without its token', async () => {
    const kept = csrf;
    csrf = '';
    await shaped(await ask('POST', '/app/v1/sign-out'), 403);
    csrf = kept;
  });
  it('of a change to something that moved on', async () => shaped(await ask('PATCH', `/app/v1/profiles/${ids['/app/v1/profiles/{id}']}`, { revision: 'not this one', first_name: 'X' }), 409));
  it('of a wrong password', async () => {
    const kept = [cookie, csrf] as const;
    await shaped(await ask('POST', '/app/v1/sign-in', { email: account.email, password: 'not it at all' }), 401);
    [cookie, csrf] = kept;
  });
});
