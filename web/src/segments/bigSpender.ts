// From which sum on somebody is a big spender: what the top tenth of an account's own people spent in 12 months.
// SPDX-License-Identifier: Apache-2.0

/** Where too few people are known to say: about what a good dinner for two costs, five times a year. */
const fixed: Record<string, number> = { USD: 500, CAD: 700, AUD: 800, NZD: 800, EUR: 500, GBP: 400, CHF: 500, MXN: 8000, KRW: 500_000, JPY: 70_000, SEK: 5000, NOK: 5000, DKK: 4000, PLN: 2000, BRL: 2500 };
export const fixedAmount = (currency: string) => fixed[currency] ?? 500;

/** Round sums as people say them: 50, 60, 80, 100, 120, 150 ... */
const heads = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
const ladder = Array.from({ length: 8 }, (_, power) => heads.map((head) => Math.round(head * 10 ** (power + 1)))).flat();

const fewest = 50;

/**
 * The least round sum that at most a tenth of those who spent anything reach. `reach(sum)`: how many reach a sum;
 * asked at most nine times, once more for those who spent anything.
 */
export async function bigSpender(reach: (sum: number) => Promise<number>, currency: string): Promise<number> {
  const everybody = await reach(0.01);
  if (everybody < fewest) return fixedAmount(currency);
  let low = 0, high = ladder.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((await reach(ladder[middle]!)) * 10 <= everybody) high = middle;
    else low = middle + 1;
  }
  return ladder[low]!;
}
