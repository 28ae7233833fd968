// The present instant, moving on by itself, for "5 minutes ago": one clock for all that show it.
// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';
import { present, whenClockJumps } from '../api/clock';

const everyMs = 20_000;
let now = present();
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function tick() {
  now = present();
  for (const each of [...watchers]) each();
}
whenClockJumps(tick);

function watch(watcher: () => void) {
  watchers.add(watcher);
  timer ??= setInterval(tick, everyMs);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A clock that nobody watched may be long behind; what is drawn together reads the same. */
function read() {
  if (watchers.size === 0 && Math.abs(present() - now) > 1000) now = present();
  return now;
}

export const useNow = () => useSyncExternalStore(watch, read);
