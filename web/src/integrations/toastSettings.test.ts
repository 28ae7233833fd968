// What Toast's form sends, and which GUIDs it takes.
// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { changesOf, choicesOf, isGuid, onlineSources, settingsOf, tidyGuids } from './toastSettings';

const a = '5f0c2b7e-1111-4222-8333-444455556666', b = '6f0c2b7e-1111-4222-8333-444455556666';

describe("Toast's settings", () => {
  it('say nothing of defaults, in whatever order the sources stand', () => {
    expect(settingsOf(choicesOf({ restaurants: [a] }))).toEqual({ restaurants: [a] });
    expect(settingsOf(choicesOf({ restaurants: [a], sources: [...onlineSources].reverse(), history_years: 5 }))).toEqual({ restaurants: [a], history_years: 5 });
  });
  it('change only what a person changed, and give a default again by null', () => {
    const before = choicesOf({ restaurants: [a], history_years: 5, product_value: 'order' });
    expect(changesOf(before, before)).toEqual({});
    expect(changesOf({ ...before, restaurants: [a, b], history_years: 3 }, before)).toEqual({ restaurants: [a, b], history_years: null });
    expect(changesOf({ ...before, interval_minutes: 15 }, before)).toEqual({ interval_minutes: 15 });
    expect(changesOf({ ...before, sources: [...onlineSources, 'API'] }, before)).toEqual({ sources: [...onlineSources, 'API'] });
  });
});

describe('GUIDs', () => {
  it('are tidied, each once', () => expect(tidyGuids([` ${a.toUpperCase()}`, a, '', b])).toEqual([a, b]));
  it('are told from other numbers', () => {
    expect(isGuid(a)).toBe(true);
    for (const text of ['1048213', a.slice(1), a + '0', a.replaceAll('-', ''), 'g' + a.slice(1)]) expect(isGuid(text)).toBe(false);
  });
});
