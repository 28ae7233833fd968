// The present instant by the server's clock, moving on by itself, for "5 minutes ago": one clock for all that show it.
// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';

const everyMs = 20_000;
let ahead = 0; // of the server's clock, milliseconds
const present = () => Date.now() + ahead;
let now = present();
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function watch(watcher: () => void) {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    now = present();
    for (const each of [...watchers]) each();
  }, everyMs);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** What the server's clock says: the browser's may be wrong, and a demo's time runs ahead. */
export function hearNow(said: string) {
  const before = ahead;
  ahead = Date.parse(said) - Date.now();
  // A whole minute off what is shown is worth drawing anew at once.
  if (Math.abs(ahead - before) < 60_000) return;
  now = present();
  for (const each of [...watchers]) each();
}

/** A clock that nobody watched may be long behind; what is drawn together reads the same. */
function read() {
  if (watchers.size === 0 && Math.abs(present() - now) > 1000) now = present();
  return now;
}

export const useNow = () => useSyncExternalStore(watch, read);
