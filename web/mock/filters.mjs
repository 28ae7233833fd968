// Filters on values of a segment's definition: text, numbers, lists, dates.
// SPDX-License-Identifier: Apache-2.0
import { window } from './dates.mjs';

export const compare = (operator, have, want) => ({
  equals: have === want, 'not-equals': have !== want, 'greater-than': have > want, 'greater-than-or-equal': have >= want, 'less-than': have < want, 'less-than-or-equal': have <= want,
}[operator]);

const isSet = (value) => value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
const textOf = (value) => (Array.isArray(value) ? null : String(value));

function text(filter) {
  const want = filter.value ?? '';
  const expression = filter.operator.endsWith('regex') ? new RegExp(want) : null;
  const plain = {
    equals: (v) => v === want, contains: (v) => v.includes(want), 'starts-with': (v) => v.startsWith(want), 'ends-with': (v) => v.endsWith(want), regex: (v) => expression.test(v),
    in: (v) => want.includes(v), 'phone-country-code-in': (v) => want.some((code) => v.startsWith(code)),
  };
  const name = filter.operator.replace(/^not-/, '').replace('nregex', 'regex').replace('code-not-in', 'code-in');
  const isNegative = name !== filter.operator;
  // A property that is not set is left out by the negative forms too.
  return (v) => { const have = isSet(v) ? textOf(v) : null; return have !== null && plain[name](have) !== isNegative; };
}

function list(filter) {
  const items = (v) => (Array.isArray(v) ? v.map(String) : isSet(v) ? [String(v)] : []);
  const want = filter.value;
  if (filter.operator.startsWith('length-')) return (v) => compare(filter.operator.slice(7), items(v).length, want);
  const plain = {
    'contains-any': (v) => want.some((one) => v.includes(one)), 'contains-all': (v) => want.every((one) => v.includes(one)), contains: (v) => v.includes(String(want)), 'contains-substring': (v) => v.some((one) => one.includes(want)),
  };
  const name = filter.operator.replace(/^not-/, '');
  return (v) => isSet(v) && plain[name](items(v)) === (name === filter.operator);
}

/** value → does it pass? */
export function passes(filter, now, zone) {
  switch (filter.type) {
    case 'existence': return (v) => isSet(v) === (filter.operator === 'is-set');
    case 'boolean': return (v) => v === filter.value;
    case 'numeric': return (v) => isSet(v) && Number.isFinite(Number(v)) && compare(filter.operator, Number(v), filter.value);
    case 'list': return list(filter);
    case 'date': case 'regulars-date': { const inside = window(filter, now, zone); return (v) => isSet(v) && !Number.isNaN(Date.parse(v)) && inside(Date.parse(String(v).length === 10 ? `${v}T12:00Z` : v)); }
    default: return text(filter);
  }
}
