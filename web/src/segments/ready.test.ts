// Ready-made segments, against people who booked and cancelled.
// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Condition } from './grammar';
import { readyMade, type ReadyName } from './ready';

const compared: Record<string, (a: number, b: number) => boolean> = { equals: (a, b) => a === b, 'greater-than-or-equal': (a, b) => a >= b, 'less-than-or-equal': (a, b) => a <= b };
const definition = (name: ReadyName) => readyMade(new Set(['opentable'] as const), 500).find((r) => r.name === name)!.definition;
/** Who has so many events of each metric, all in the timeframe and of the filters that are asked. */
const holds = (name: ReadyName, events: Record<string, number>) =>
  definition(name).condition_groups.every((group) => group.conditions.some((c: Condition) => {
    if (c.type !== 'profile-metric') throw new Error(c.type);
    const { operator, value } = c.measurement_filter;
    return compared[operator]!(events[c.metric_id.split(':').at(-1)!] ?? 0, value);
  }));

describe('ready-made segments', () => {
  it.each([[1, 0, true], [0, 0, false], [1, 1, false], [2, 1, true], [2, 2, false], [3, 1, true], [3, 2, true], [3, 3, false], [5, 0, true]])(
    'of %i bookings and %i cancellations in the next week: %s', (booked, cancelled, isIn) => {
      expect(holds('booked_next_week', { 'Created Reservation': booked, 'Cancelled Reservation': cancelled })).toBe(isIn);
    });
  it('finds the birthdays that files brought as well', () => {
    expect(definition('birthdays').condition_groups[0]!.conditions[0]).toMatchObject({ property: 'birthday' });
  });
});
