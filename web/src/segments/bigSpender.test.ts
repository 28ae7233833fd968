// The sum of big spenders, against made-up distributions.
// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { bigSpender, fixedAmount } from './bigSpender';

const of = (sums: number[]) => { let asked = 0; return { reach: async (sum: number) => { asked++; return sums.filter((x) => x >= sum).length; }, asked: () => asked }; };

describe('the sum of big spenders', () => {
  it('is the round sum that a tenth of the people reach', async () => {
    const people = of(Array.from({ length: 1000 }, (_, i) => i + 1)); // 1 to 1000: a tenth has over 900
    expect(await bigSpender(people.reach, 'USD')).toBe(1000);
    expect(people.asked()).toBeLessThanOrEqual(9);
    expect(await bigSpender(of(Array.from({ length: 1000 }, (_, i) => (i + 1) / 10)).reach, 'USD')).toBe(100);
  });
  it('follows the currency by itself: won are large numbers', async () => {
    expect(await bigSpender(of(Array.from({ length: 500 }, (_, i) => (i + 1) * 1000)).reach, 'KRW')).toBe(500_000);
  });
  it('is a fixed sum of the currency where few have spent anything', async () => {
    expect(await bigSpender(of([5, 900]).reach, 'KRW')).toBe(fixedAmount('KRW'));
    expect(fixedAmount('KRW')).toBeGreaterThan(fixedAmount('EUR'));
    expect(fixedAmount('THB')).toBe(500);
  });
});
