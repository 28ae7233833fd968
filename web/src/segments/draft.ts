// A definition while it is built: every condition keeps a key of its own, so that fields keep their focus when others move.
// SPDX-License-Identifier: Apache-2.0
import { starts } from './form';
import type { Condition, ConditionType, Definition } from './grammar';

export type DraftCondition = { key: number; condition: Condition };
export type DraftGroup = { key: number; conditions: DraftCondition[] };
/** `rest` is whatever else the definition holds. */
export type Draft = { groups: DraftGroup[]; rest: Omit<Definition, 'condition_groups'> };
export type Place = { group: number; at: number };

let keys = 0;
const keyed = (condition: Condition): DraftCondition => ({ key: ++keys, condition });
const group = (conditions: Condition[]): DraftGroup => ({ key: ++keys, conditions: conditions.map(keyed) });

export function draftOf({ condition_groups, ...rest }: Definition): Draft {
  return { groups: condition_groups.map((g) => group(g.conditions)), rest };
}
export const definitionOf = (draft: Draft): Definition => ({ condition_groups: draft.groups.map((g) => ({ conditions: g.conditions.map((c) => c.condition) })), ...draft.rest });
export const emptyDraft = (): Draft => draftOf({ condition_groups: [{ conditions: [starts['profile-metric']] }] });

const inGroup = (draft: Draft, at: number, change: (conditions: DraftCondition[]) => DraftCondition[]): Draft => ({ ...draft, groups: draft.groups.map((g, i) => (i === at ? { ...g, conditions: change(g.conditions) } : g)).filter((g) => g.conditions.length > 0) });

export const changed = (draft: Draft, { group: g, at }: Place, condition: Condition) => inGroup(draft, g, (all) => all.map((c, i) => (i === at ? { ...c, condition } : c)));
export const removed = (draft: Draft, { group: g, at }: Place) => inGroup(draft, g, (all) => all.filter((_, i) => i !== at));
export const duplicated = (draft: Draft, { group: g, at }: Place) => inGroup(draft, g, (all) => all.flatMap((c, i) => (i === at ? [c, keyed(structuredClone(c.condition))] : [c])));
export const added = (draft: Draft, g: number, type: ConditionType) => inGroup(draft, g, (all) => [...all, keyed(structuredClone(starts[type]))]);
export const groupAdded = (draft: Draft, type: ConditionType): Draft => ({ ...draft, groups: [...draft.groups, group([structuredClone(starts[type])])] });

/** One step up or down; past the edge of its group a condition goes into the next group, and out of the last into a new one. */
export function moved(draft: Draft, { group: g, at }: Place, by: -1 | 1): Draft {
  const own = draft.groups[g], moving = own?.conditions[at];
  if (!own || !moving) return draft;
  const to = at + by;
  if (to >= 0 && to < own.conditions.length) return inGroup(draft, g, (all) => { const next = [...all]; next.splice(at, 1); next.splice(to, 0, moving); return next; });
  const neighbor = draft.groups[g + by];
  if (!neighbor) {
    if (own.conditions.length === 1) return draft;
    const fresh: DraftGroup = { key: ++keys, conditions: [moving] };
    const left = draft.groups.map((one, i) => (i === g ? { ...one, conditions: one.conditions.filter((c) => c !== moving) } : one));
    return { ...draft, groups: by < 0 ? [fresh, ...left] : [...left, fresh] };
  }
  return {
    ...draft,
    groups: draft.groups.map((one, i) => (i === g ? { ...one, conditions: one.conditions.filter((c) => c !== moving) } : i === g + by ? { ...one, conditions: by < 0 ? [...one.conditions, moving] : [moving, ...one.conditions] } : one)).filter((one) => one.conditions.length > 0),
  };
}

export const conditionsIn = (draft: Draft) => draft.groups.reduce((sum, g) => sum + g.conditions.length, 0);
export const pointerTo = (place: Place) => `/condition_groups/${place.group}/conditions/${place.at}`;
