// What time it is at the server: pages measure "5 minutes ago" from it, since a reader's own clock may run wrong.
// SPDX-License-Identifier: Apache-2.0

/** Smaller differences are the way of the answer. */
const ignoredMs = 3000;
let aheadMs = 0;
const watchers = new Set<() => void>();

/** The present instant by the server's clock, in ms; by the reader's own before the server said anything. */
export const present = () => Date.now() + aheadMs;

/** Takes over the server's clock from an instant it has just sent. */
export function setClock(iso: string) {
  const ahead = Date.parse(iso) - Date.now();
  if (Number.isNaN(ahead) || Math.abs(ahead - aheadMs) < ignoredMs) return;
  aheadMs = Math.abs(ahead) < ignoredMs ? 0 : ahead;
  for (const each of [...watchers]) each();
}

/** Calls back when the clock jumps; stops with what it returns. */
export function whenClockJumps(act: () => void) {
  watchers.add(act);
  return () => void watchers.delete(act);
}
