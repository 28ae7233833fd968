// What the stand-in refuses in a segment's definition, with the place; and what it understands but cannot evaluate.
// SPDX-License-Identifier: Apache-2.0
import { canPredict } from './evaluate.mjs';
import { Refusal } from './refusal.mjs';

const mostConditions = 100, mostFilters = 10;
const known = ['profile-metric', 'profile-metric-funnel', 'profile-property', 'profile-group-membership', 'profile-marketing-consent', 'profile-region', 'profile-postal-code-distance', 'profile-predictive-analytics', 'profile-has-custom-object', 'profile-permissions'];
const numeric = ['equals', 'not-equals', 'greater-than', 'greater-than-or-equal', 'less-than', 'less-than-or-equal'];

export function checked(world, definition, root = '/definition') {
  const refuse = (pointer, detail, code = 'invalid_definition') => { throw new Refusal(400, code, detail, root + pointer); };
  const groups = definition?.condition_groups;
  if (!Array.isArray(groups)) refuse('/condition_groups', 'A definition needs condition_groups, an array.');
  let count = 0;
  const filters = (list, at) => {
    if (list.length > mostFilters) refuse(at, `A condition has at most ${mostFilters} filters.`);
    list.forEach((f, i) => {
      if (!f.property) refuse(`${at}/${i}/property`, 'The name of a property is missing.');
      valued(f.filter, `${at}/${i}/filter`);
    });
  };
  const valued = (filter, at) => {
    if (!filter) return;
    if (filter.type === 'numeric' && typeof filter.value !== 'number') refuse(`${at}/value`, 'A number is missing.');
    if (filter.type === 'string' && Array.isArray(filter.value) && filter.value.length === 0) refuse(`${at}/value`, 'At least one value is needed.');
    if (filter.operator?.endsWith('regex')) try { new RegExp(filter.value); } catch { refuse(`${at}/value`, 'this is no pattern that can be searched for', 'bad_pattern'); }
    if (filter.type.endsWith('date')) window(filter, at);
  };
  const window = (filter, at) => {
    if (!filter) refuse(at, 'A timeframe is missing.');
    if ('quantity' in filter && !(filter.quantity >= 1)) refuse(`${at}/quantity`, 'At least 1.');
    for (const k of ['date', 'start', 'end']) if (k in filter && typeof filter[k] === 'string' && Number.isNaN(Date.parse(filter[k]))) refuse(`${at}/${k}`, 'This is not a date.');
    if (filter.operator === 'between-static' && filter.end < filter.start) refuse(at, 'this ends before it starts', 'ends_before_start');
  };
  groups.forEach((group, g) => {
    if (!Array.isArray(group.conditions) || group.conditions.length === 0) refuse(`/condition_groups/${g}/conditions`, 'A group needs at least one condition.');
    group.conditions.forEach((c, i) => {
      const at = `/condition_groups/${g}/conditions/${i}`;
      if (++count > mostConditions) refuse(at, `a segment has at most ${mostConditions} conditions`, 'too_many_conditions');
      if (!known.includes(c.type)) refuse(`${at}/type`, `There is no condition of the type ${c.type}.`);
      const metric = (step, place) => { if (!/^regulars:\w+:/.test(step.metric_id) && !world.metrics.some((m) => m.id === step.metric_id)) refuse(`${place}/metric_id`, 'this account has no such metric', 'unknown_metric'); };
      if (c.type === 'profile-metric') {
        metric(c, at);
        if (!numeric.includes(c.measurement_filter?.operator)) refuse(`${at}/measurement_filter/operator`, 'This is no way to compare numbers.');
        if (typeof c.measurement_filter.value !== 'number') refuse(`${at}/measurement_filter/value`, 'A number is missing.');
        window(c.timeframe_filter, `${at}/timeframe_filter`);
        filters(c.metric_filters ?? [], `${at}/metric_filters`);
        if (c.measurement.startsWith('regulars-') && !c.regulars_property) refuse(`${at}/regulars_property`, 'The name of a property is missing.');
      }
      if (c.type === 'profile-metric-funnel') {
        if (!(c.steps?.length >= 2)) refuse(`${at}/steps`, 'A funnel needs two steps or more.');
        c.steps.forEach((s, n) => metric(s, `${at}/steps/${n}`));
      }
      if (c.type === 'profile-property') {
        if (!c.property) refuse(`${at}/property`, 'The name of a property is missing.');
        valued(c.filter, `${at}/filter`);
      }
      if (c.type === 'profile-group-membership' && !(c.group_ids?.length > 0)) refuse(`${at}/group_ids`, 'Choose at least one list or segment.');
      c.group_ids?.forEach?.((id, n) => { if (![...world.lists, ...world.segments].some((x) => x.id === id)) refuse(`${at}/group_ids/${n}`, 'this account has no such list or segment', 'unknown_group'); });
    });
  });
  return definition;
}

export function problems(definition) {
  const found = [];
  definition.condition_groups.forEach((group, g) => group.conditions.forEach((c, i) => {
    const pointer = `/condition_groups/${g}/conditions/${i}`;
    if (c.type === 'profile-has-custom-object') found.push({ pointer, code: 'no_custom_objects', detail: 'custom objects are not kept here' });
    if (c.type === 'profile-permissions') found.push({ pointer, code: 'no_whatsapp', detail: 'WhatsApp is not kept here' });
    if (c.type === 'profile-predictive-analytics' && !canPredict(c.dimension)) found.push({ pointer, code: c.dimension === 'predicted_gender' ? 'no_gender' : 'no_channel_affinity', detail: 'this is not predicted here' });
    if (c.type === 'profile-marketing-consent' && c.consent?.channel === 'push') found.push({ pointer, code: 'no_push', detail: 'push messages are not kept here' });
  }));
  return found;
}

/** Refuses what cannot be evaluated as well. */
export function evaluable(world, definition) {
  checked(world, definition);
  const [first] = problems(definition);
  if (first) throw new Refusal(400, first.code, first.detail, '/definition' + first.pointer);
  return definition;
}
