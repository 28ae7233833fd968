// A question survives its address, and a broken address asks something sensible.
// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addDays, apiQuery, dayIn, questionIn, searchOf, type Question } from './question';

const today = '2026-05-14';

describe('questionIn', () => {
  it('asks for the last 30 days by day when the address says nothing', () => {
    expect(questionIn(new URLSearchParams(), today)).toMatchObject({ range: '30d', from: '2026-04-15', to: today, by: 'day', measure: 'total', compare: false });
  });
  it('fits the bucket to the range', () => {
    expect(questionIn(new URLSearchParams('range=90d'), today).by).toBe('week');
    expect(questionIn(new URLSearchParams('range=12m'), today).by).toBe('month');
  });
  for (const bad of ['range=custom&from=2026-05-02&to=2026-05-01', 'range=custom&from=x&to=y', 'range=custom&from=2020-01-01&to=2026-01-01', 'range=nonsense', 'range=custom&from=2026-13-40&to=2026-14-01'])
    it(`falls back to 30 days for ${bad}`, () => expect(questionIn(new URLSearchParams(bad), today).range).toBe('30d'));
  it('ignores a filter that is not one', () => {
    for (const where of ['{', '[]', '{"a":1}', '[{"property":"x","operator":"drop table"}]', '[null]']) expect(questionIn(new URLSearchParams({ where }), today).where).toEqual([]);
  });
  it('comes back from its own address', () => {
    const asked: Question = { range: 'custom', from: '2026-03-01', to: '2026-03-31', by: 'week', measure: 'people', group: 'Party Size', where: [{ property: 'Visit Tags', operator: 'contains', value: 'birth&day' }], compare: true };
    expect(questionIn(new URLSearchParams(searchOf(asked).toString()), today)).toEqual(asked);
  });
});

it('addDays crosses months, years and leap days', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
});

it('dayIn is the day in the zone, not in UTC', () => {
  const at = Date.parse('2026-03-08T03:30:00Z');
  expect(dayIn('America/New_York', at)).toBe('2026-03-07');
  expect(dayIn('Asia/Seoul', at)).toBe('2026-03-08');
});

it('apiQuery leaves out what is not asked', () => {
  expect(apiQuery(questionIn(new URLSearchParams(), today))).toEqual({ from: '2026-04-15', to: today, by: 'day' });
});
