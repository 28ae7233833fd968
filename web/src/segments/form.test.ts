// Every condition of the grammar survives the builder's forms; what no form holds is left to its text.
// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { everyCondition } from '../../tests/every_condition';
import { isIncomplete } from './complete';
import { added, definitionOf, draftOf, duplicated, emptyDraft, groupAdded, moved, removed } from './draft';
import { fitsForm, readMetric, rewritten, same, starts, writeMetric } from './form';
import { conditionTypes, type Condition, type MetricCondition } from './grammar';

describe('every condition', () => {
  it.each(everyCondition)('%s comes back from its form as it went in', (_, condition) => {
    expect(same(rewritten(condition), condition)).toBe(true);
    expect(fitsForm(condition)).toBe(condition.type !== 'profile-has-custom-object' && condition.type !== 'profile-permissions');
    expect(isIncomplete(condition)).toBe(false);
  });
  it('is of every type', () => expect(new Set(everyCondition.map(([, c]) => c.type))).toEqual(new Set(conditionTypes)));
});

describe('a form', () => {
  it('does not take what it would lose', () => {
    const odd = { ...starts['profile-metric'], metric_id: 'M', something_new: 1 } as object as Condition;
    expect(fitsForm(odd)).toBe(false);
    expect(fitsForm({ type: 'profile-marketing-consent' } as Condition)).toBe(false);
  });
  it('gives dates inside events their own type, and sums their property', () => {
    const form = readMetric(starts['profile-metric'] as MetricCondition);
    const written = writeMetric({ ...form, metric: { kind: 'opentable', name: 'X' }, of: 'regulars-sum', property: 'Covers', filters: [{ property: 'When', filter: { type: 'date', operator: 'in-the-next', unit: 'day', quantity: 7 } }] });
    expect(written).toMatchObject({ metric_id: 'regulars:opentable:X', measurement: 'regulars-sum', regulars_property: 'Covers', metric_filters: [{ property: 'When', filter: { type: 'regulars-date' } }] });
    expect(writeMetric({ ...form, of: 'count', property: 'Covers' })).not.toHaveProperty('regulars_property');
  });
  it('of a condition just begun is incomplete', () => {
    for (const type of ['profile-metric', 'profile-metric-funnel', 'profile-property', 'profile-group-membership', 'profile-postal-code-distance'] as const) expect(isIncomplete(starts[type])).toBe(true);
  });
});

describe('a draft', () => {
  const kinds = (draft: ReturnType<typeof draftOf>) => draft.groups.map((g) => g.conditions.map((c) => c.condition.type.replace('profile-', '')).join('|')).join(' & ');
  const three = groupAdded(added(emptyDraft(), 0, 'profile-region'), 'profile-property');
  it('keeps what it was made of, other members included', () => {
    const definition = { condition_groups: [{ conditions: everyCondition.map(([, c]) => c) }], regulars: { order_by: { direction: 'ascending' as const, metric_id: 'M1', measurement: 'count' as const, timeframe_filter: { type: 'date' as const, operator: 'alltime' as const } } } };
    expect(definitionOf(draftOf(definition))).toEqual(definition);
  });
  it('moves a condition within its group, into the next, and out into a group of its own', () => {
    expect(kinds(three)).toBe('metric|region & property');
    expect(kinds(moved(three, { group: 0, at: 0 }, 1))).toBe('region|metric & property');
    expect(kinds(moved(three, { group: 0, at: 1 }, 1))).toBe('metric & region|property');
    expect(kinds(moved(three, { group: 1, at: 0 }, -1))).toBe('metric|region|property');
    expect(kinds(moved(three, { group: 0, at: 0 }, -1))).toBe('metric & region & property');
    expect(kinds(moved(three, { group: 1, at: 0 }, 1))).toBe('metric|region & property');
  });
  it('loses a group with its last condition, and copies one beside itself with a key of its own', () => {
    expect(kinds(removed(three, { group: 1, at: 0 }))).toBe('metric|region');
    const twice = duplicated(three, { group: 0, at: 1 });
    expect(kinds(twice)).toBe('metric|region|region & property');
    expect(new Set(twice.groups.flatMap((g) => g.conditions.map((c) => c.key))).size).toBe(4);
  });
});
