// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { addMonths, checkable, lastOf, stateOf, weeksOf } from './month';

it('lays a month out in weeks from Monday', () => {
  const weeks = weeksOf('2026-03'); // begins on a Sunday
  expect(weeks).toHaveLength(6);
  expect(weeks[0]).toEqual([...Array(6).fill(undefined), '2026-03-01']);
  expect(weeks[5]!.filter(Boolean)).toEqual(['2026-03-30', '2026-03-31']);
  expect(weeksOf('2027-02')).toHaveLength(4); // a February that begins on a Monday
});

it('walks over years and leap days', () => {
  expect(addMonths('2026-01', -1)).toBe('2025-12');
  expect(addMonths('2026-12', 1)).toBe('2027-01');
  expect(lastOf('2024-02')).toBe('2024-02-29');
});

it('tells a day that can be checked from one that cannot', () => {
  expect(stateOf('2026-03-01', undefined, '2026-03-02', '2026-03-20')).toBe('outside');
  expect(stateOf('2026-03-21', undefined, '2026-03-02', '2026-03-20')).toBe('outside');
  expect(stateOf('2026-03-20', undefined, '2026-03-02', '2026-03-20')).toBe('unchecked');
  expect(checkable('2026-03', '2026-03-05', '2026-03-20')).toEqual({ from: '2026-03-05', to: '2026-03-20' });
  expect(checkable('2026-02', '2026-03-05', '2026-03-20')).toBeUndefined();
  expect(checkable('2026-04', '2026-03-05', '2026-03-20')).toBeUndefined();
});
