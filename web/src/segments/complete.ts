// What a definition still lacks before it can be counted, so that half-written conditions trouble nobody.
// SPDX-License-Identifier: Apache-2.0
import { isOfProperty, readFunnel, readMetric } from './form';
import { isDate, type Condition, type Definition, type Filter, type PropertyFilter } from './grammar';

const isNumber = (n: unknown) => typeof n === 'number' && Number.isFinite(n);

/** The member of a filter that is still missing, or null. */
function lackOf(filter: Filter | null | undefined): string | null {
  if (!filter) return null;
  if (isDate(filter)) {
    if (filter.operator === 'before' || filter.operator === 'after') return filter.date ? null : 'date';
    if (filter.operator === 'between-static') return !filter.start ? 'start' : !filter.end ? 'end' : null;
    if (filter.operator === 'between') return !isNumber(filter.start) ? 'start' : !isNumber(filter.end) ? 'end' : null;
    if ('quantity' in filter) return isNumber(filter.quantity) ? null : 'quantity';
    return null;
  }
  if (filter.type === 'existence' || filter.type === 'boolean') return null;
  if (Array.isArray(filter.value)) return filter.value.length ? null : 'value';
  if (filter.type === 'numeric' || filter.operator.startsWith('length-')) return isNumber(filter.value) ? null : 'value';
  return filter.value === '' || filter.value === null ? 'value' : null;
}

const lackIn = (filters: PropertyFilter[]) => filters.some((f) => !f.property || lackOf(f.filter));

/** True when something must still be chosen or typed. */
export function isIncomplete(c: Condition): boolean {
  switch (c.type) {
    case 'profile-metric': {
      const form = readMetric(c);
      return !form.metric || !isNumber(form.number.value) || !!lackOf(form.timeframe) || lackIn(form.filters) || (isOfProperty(form.of) && !form.property);
    }
    case 'profile-metric-funnel': {
      const form = readFunnel(c);
      return !!lackOf(form.timeframe) || form.steps.some((s) => !s.metric || lackIn(s.filters));
    }
    case 'profile-property': return !c.property || !!lackOf(c.filter);
    case 'profile-group-membership': return c.group_ids.length === 0 || !!lackOf(c.timeframe_filter);
    case 'profile-marketing-consent': return (c.consent.consent_status.filters ?? []).some((f) => !!lackOf(f.filter));
    case 'profile-postal-code-distance': return !c.postal_code.trim() || !isNumber(c.filter.value);
    case 'profile-predictive-analytics': return !!lackOf(c.filter);
    default: return false;
  }
}

/** Pointers of the conditions that are not finished. */
export const unfinished = (definition: Definition): string[] =>
  definition.condition_groups.flatMap((g, group) => g.conditions.flatMap((c, at) => {
    try {
      return isIncomplete(c) ? [`/condition_groups/${group}/conditions/${at}`] : [];
    } catch {
      return []; // a shape of its own: the server says what is wrong with it
    }
  }));
