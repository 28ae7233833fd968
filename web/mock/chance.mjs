// Seeded chance, so that every run shows the same guests.
// SPDX-License-Identifier: Apache-2.0

/** mulberry32: small, fast, and good enough for made-up guests. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (n) => Math.floor(next() * n),
    pick: (list) => list[Math.floor(next() * list.length)],
    hit: (p) => next() < p,
    /** [value, weight] pairs */
    weighted(pairs) {
      let at = next() * pairs.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of pairs) if ((at -= weight) < 0) return value;
      return pairs[pairs.length - 1][0];
    },
    letters(n, alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
      let text = '';
      for (let i = 0; i < n; i++) text += alphabet[Math.floor(next() * alphabet.length)];
      return text;
    },
  };
}
