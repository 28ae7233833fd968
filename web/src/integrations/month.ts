// Months as weeks of days, and the state that a check gave each.
// SPDX-License-Identifier: Apache-2.0
import type { ReconciledDay } from '../api/schema';

const number = (day: string) => Date.parse(day + 'T00:00:00Z') / 86_400_000;
export const addDays = (day: string, n: number) => new Date((number(day) + n) * 86_400_000).toISOString().slice(0, 10);
export const addMonths = (month: string, n: number) => {
  const at = new Date(month + '-01T00:00:00Z');
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + n, 1)).toISOString().slice(0, 7);
};
export const firstOf = (month: string) => month + '-01';
export const lastOf = (month: string) => addDays(firstOf(addMonths(month, 1)), -1);

/** Weeks from Monday to Sunday that hold the month; days of other months are left out. */
export function weeksOf(month: string): (string | undefined)[][] {
  const first = firstOf(month), last = lastOf(month);
  const lead = (new Date(first + 'T00:00:00Z').getUTCDay() + 6) % 7;
  const weeks: (string | undefined)[][] = [];
  for (let day = addDays(first, -lead); day <= last; day = addDays(day, 7))
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(day, i)).map((d) => (d < first || d > last ? undefined : d)));
  return weeks;
}

export type DayState = 'equal' | 'differs' | 'unchecked' | 'outside';

/** Days before the history and days to come are outside. */
export function stateOf(day: string, checked: ReconciledDay | undefined, firstDay: string, today: string): DayState {
  if (checked) return checked.equal ? 'equal' : 'differs';
  return day < firstDay || day > today ? 'outside' : 'unchecked';
}

/** What of a month can be checked, or nothing. */
export function checkable(month: string, firstDay: string, today: string): { from: string; to: string } | undefined {
  const from = firstOf(month) > firstDay ? firstOf(month) : firstDay;
  const to = lastOf(month) < today ? lastOf(month) : today;
  return from <= to ? { from, to } : undefined;
}
