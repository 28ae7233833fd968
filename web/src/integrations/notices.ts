// An integration's notices in the reader's language: a connector words them in English, several one after the other.
// SPDX-License-Identifier: Apache-2.0
import type { TFunction } from 'i18next';

type Known = [words: RegExp, say: (t: TFunction, found: string[]) => string];
const known: Known[] = [
  [/OpenTable shows no email at this tier \(Copper\): .*? Ask OpenTable for the Gold or Platinum tier\./, (t) => t('notice.no_email_at_tier')],
  [/Toast refuses to show the orders of (.+?): give these credentials access to it\. A restaurant connected just now may take 15 minutes\./, (t, [, names]) => t('notice.orders_refused', { names })],
  [/Toast shows no guests to these credentials: .*? make no profiles and no events\./, (t) => t('notice.guests_refused')],
  [/Too many orders wait to be read again: all orders are read again within a day\./, (t) => t('notice.orders_again')],
  // What comes before it are the vendor's words, which the run's problem tells.
  [/^.*Syncing of '.*' has stopped until somebody resumes it\./s, (t) => t('notice.stopped')],
];

/** What is known in the reader's words; `rest` is what is not, as it came. */
export function noticed(t: TFunction, notice: string): { told: string; rest: string } {
  const told: string[] = [];
  let rest = notice;
  for (const [words, say] of known)
    rest = rest.replace(words, (...found) => (told.push(say(t, found as string[])), ''));
  return { told: told.join(' '), rest: rest.replace(/\s+/g, ' ').trim() };
}
