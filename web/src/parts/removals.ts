// Removals that can still be undone: each acts once, and is known as leaving until the server's answer has been read again.
// SPDX-License-Identifier: Apache-2.0

/** `key` names what goes, such as "user 12"; `act` removes it and reads again what is shown; `undone` runs when it is kept after all. */
export type Removal = { key: string; act: () => Promise<unknown>; undone?: () => void };

/** `onChange` is told the keys of all that is leaving, whenever they change. */
export function makeRemovals(onChange: (leaving: ReadonlySet<string>) => void) {
  const waiting = new Map<string, Removal>();
  const acting = new Map<string, Promise<unknown>>();
  const tell = () => onChange(new Set([...waiting.keys(), ...acting.keys()]));

  async function run(removal: Removal) {
    try {
      await removal.act();
    } finally {
      acting.delete(removal.key);
      tell();
    }
  }
  function act(key: string): Promise<unknown> {
    const removal = waiting.get(key);
    if (!removal) return acting.get(key) ?? Promise.resolve();
    waiting.delete(key);
    const done = run(removal);
    acting.set(key, done);
    return done;
  }
  return {
    add(removal: Removal) {
      waiting.set(removal.key, removal);
      tell();
    },
    /** Not to be removed after all; nothing happens once it acts. */
    keep(key: string) {
      waiting.delete(key);
      tell();
    },
    act,
    /** Acts on all that wait. Errors: the first refusal, once all have been answered. */
    async settle() {
      const outcomes = await Promise.allSettled([...acting.values(), ...[...waiting.keys()].map(act)]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    },
  };
}
