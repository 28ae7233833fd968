// The round trip through Lightspeed: its page, and what comes back. The client id says what goes wrong.
// SPDX-License-Identifier: Apache-2.0
//
// "refused": the code is taken no more. "expired": too late. "other": another account than before.
import { Refusal } from './refusal.mjs';

const seal = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const open = (text) => { try { return JSON.parse(Buffer.from(text, 'base64url').toString()); } catch { return {}; } };
let attempts = 0;

export function authorize({ client_id, client_secret }, origin) {
  if (/wrong/.test(client_secret)) throw new Refusal(400, 'invalid', 'is not the secret of this client', '/client_secret');
  const state = `state-${++attempts}`;
  const redirect_address = /moved/.test(client_id) ? 'https://regulars.example.com/integrations/lightspeed/return' : `${origin}/integrations/lightspeed/return`;
  return { url: `${origin}/mock/lightspeed?${new URLSearchParams({ client_id, state, redirect: `${origin}/integrations/lightspeed/return` })}`, redirect_address, draft: seal({ state, client_id }) };
}

/** The page where a person agrees or does not. */
export function door(query) {
  const to = (answer) => `${query.get('redirect')}?${new URLSearchParams(answer)}`.replaceAll('&', '&amp;');
  return `<!doctype html><html lang="en"><title>Lightspeed</title><h1>Bottle shop would like to connect</h1>
<p><a href="${to({ code: 'good', state: query.get('state') })}">Authorize</a> <a href="${to({ error: 'access_denied', state: query.get('state') })}">Deny</a> <a href="${to({ code: 'good', state: 'of-somebody-else' })}">Authorize another attempt</a></p></html>`;
}

export function comeBack({ state, draft }) {
  const known = open(draft);
  if (known.state !== state) throw new Refusal(400, 'authorization_mismatch', 'The answer belongs to another attempt.');
  if (/refused/.test(known.client_id)) throw new Refusal(400, 'authorization_refused', 'Lightspeed takes the code no more.');
  if (/expired/.test(known.client_id)) throw new Refusal(400, 'authorization_expired', 'More than 30 minutes have passed.');
  const account = /other/.test(known.client_id) ? { id: '999111', name: 'Somebody else’s shop' } : { id: '184227', name: 'Lucia Bottle Shop' };
  return { account, authorization: seal({ client_id: known.client_id, account: account.id }) };
}

export const opened = open;
