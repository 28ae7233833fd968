// A connection to Lightspeed under way: what this tab keeps while its person agrees over there.
// SPDX-License-Identifier: Apache-2.0

export type Attempt = {
  draft: string;
  name: string;
  client_id: string;
  /** Set when an integration that exists gets new access. */
  again?: { id: string; revision: string; account: string };
  /** What came back: whose account it is, sealed. */
  found?: { account: { id: string; name: string }; authorization: string };
};

const key = 'regulars-lightspeed';

/** False where the browser keeps nothing; the way back could then not be told from a stranger's. */
export function keepAttempt(attempt: Attempt): boolean {
  try {
    sessionStorage.setItem(key, JSON.stringify(attempt));
    return true;
  } catch {
    return false;
  }
}

export function keptAttempt(): Attempt | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined; // nothing can be kept, or it is not ours: the person starts again
  }
}

export function forgetAttempt() {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** Where an attempt is begun again. */
export const startOf = (attempt: Attempt | undefined) => (attempt?.again ? `/integrations/${attempt.again.id}/reconnect` : '/integrations/add/lightspeed');
/** What must be registered at Lightspeed, exactly. */
export const returnAddress = () => `${window.location.origin}/integrations/lightspeed/return`;
