// Filters as people choose them: a kind of value, then how it is compared.
// SPDX-License-Identifier: Apache-2.0
import { present } from '../api/clock';
import { compares, isDate, phoneOperators, textOperators, timeframes, type Compare, type DateFilter, type DateOperator, type Filter, type ListLength, type TextOperator } from './grammar';

export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'list';
export const kinds: Kind[] = ['text', 'number', 'boolean', 'date', 'list'];
/** Inside an event, or of the person. */
export type Place = 'event' | 'profile';

/** What a filter compares; of mere existence the kind stays as it was. */
export function kindOf(filter: Filter, before: Kind = 'text'): Kind {
  return ({ string: 'text', numeric: 'number', boolean: 'boolean', date: 'date', 'regulars-date': 'date', list: 'list', existence: before } as const)[filter.type];
}

const set = ['is-set', 'not-set'];
const lengths = ['empty', 'some', ...compares.filter((c) => c !== 'not-equals').map((c) => `length-${c}`)];

/** The choices for a kind of value, by the names the words have. */
export function operatorsFor(kind: Kind, place: Place, property: string): string[] {
  switch (kind) {
    case 'text': return [...textOperators, ...(property === 'phone_number' ? phoneOperators : []), ...set];
    case 'number': return [...compares, ...set];
    case 'boolean': return ['true', 'false', ...set];
    case 'date': return [...timeframes.property, ...set];
    case 'list': return [...(place === 'event' ? ['contains-any', 'contains-all', 'not-contains-any', 'not-contains-all', 'contains-substring', 'not-contains-substring'] : ['contains', 'not-contains']), ...lengths, ...set];
  }
}

export function operatorOf(filter: Filter): string {
  if (filter.type === 'boolean') return String(filter.value);
  if (filter.type === 'list' && filter.operator === 'length-equals' && filter.value === 0) return 'empty';
  if (filter.type === 'list' && filter.operator === 'length-greater-than' && filter.value === 0) return 'some';
  return filter.operator;
}

const today = () => `${new Date(present()).toISOString().slice(0, 10)}T00:00:00Z`;

/** A date filter of another operator; numbers and days that fit are kept. */
export function withDateOperator(filter: DateFilter | null, operator: DateOperator): DateFilter {
  const old = (filter ?? {}) as { unit?: DateFilter & never; quantity?: number; start?: unknown; end?: unknown; date?: string };
  const unit = (filter && 'unit' in filter && filter.unit) || 'day', type = 'date';
  const quantity = typeof old.quantity === 'number' ? old.quantity : typeof old.end === 'number' ? old.end : 30;
  const day = typeof old.date === 'string' ? old.date : typeof old.start === 'string' ? old.start : today();
  switch (operator) {
    case 'alltime': case 'anniversary': case 'anniversary-month': return { type, operator };
    case 'after': case 'before': return { type, operator, date: day };
    case 'between-static': return { type, operator, start: day, end: typeof old.end === 'string' ? old.end : today() };
    case 'between': return { type, operator, unit, start: typeof old.start === 'number' ? old.start : Math.max(0, Math.floor(quantity / 2)), end: quantity };
    case 'calendar-month': return { type, operator, value: new Date(present()).getUTCMonth() + 1 };
    default: return { type, operator, unit, quantity };
  }
}

const textsIn = (filter: Filter): string[] => ('value' in filter && filter.value !== null && filter.type !== 'boolean' && !isDate(filter) ? (Array.isArray(filter.value) ? filter.value : [String(filter.value)]) : []).filter((v) => v !== '' && v !== 'NaN');

/** The filter under another choice, with what was typed as far as it fits. */
export function withOperator(filter: Filter, kind: Kind, operator: string): Filter {
  if (operatorOf(filter) === operator && kindOf(filter, kind) === kind) return filter;
  if (set.includes(operator)) return { type: 'existence', operator: operator as 'is-set' };
  const texts = textsIn(filter), first = texts[0] ?? '', number = first === '' ? NaN : Number(first);
  switch (kind) {
    case 'number': return { type: 'numeric', operator: operator as Compare, value: number };
    case 'boolean': return { type: 'boolean', operator: 'equals', value: operator === 'true' };
    case 'date': return withDateOperator(isDate(filter) ? filter : null, operator as DateOperator);
    case 'text': return operator === 'in' || operator === 'not-in' || operator.startsWith('phone-') ? { type: 'string', operator: operator as 'in', value: texts } : { type: 'string', operator: operator as TextOperator, value: first };
    case 'list':
      if (operator === 'empty') return { type: 'list', operator: 'length-equals', value: 0 };
      if (operator === 'some') return { type: 'list', operator: 'length-greater-than', value: 0 };
      if (operator.startsWith('length-')) return { type: 'list', operator: operator as ListLength['operator'], value: Number.isNaN(number) ? 1 : number };
      return operator.endsWith('any') || operator.endsWith('all') ? { type: 'list', operator: operator as 'contains-any', value: texts } : { type: 'list', operator: operator as 'contains', value: first };
  }
}

/** How a filter on a value of this kind begins. */
export const startOf = (kind: Kind, place: Place): Filter => withOperator({ type: 'existence', operator: 'is-set' }, kind, operatorsFor(kind, place, '')[0] ?? 'is-set');

/** The filter for a property whose kind of value became known: what was typed stays. */
export function fitting(filter: Filter, type: string | null, place: Place): Filter {
  const isEmpty = filter.type !== 'existence' && textsIn(filter).length === 0;
  return type && isEmpty && kinds.includes(type as Kind) && kindOf(filter) !== type ? startOf(type as Kind, place) : filter;
}

/** Frequencies of an event, as they are offered. */
export const frequencies = ['once', 'never', ...compares] as const;
export type Frequency = (typeof frequencies)[number];
export const frequencyOf = (operator: Compare, value: number): Frequency => (operator === 'greater-than-or-equal' && value === 1 ? 'once' : operator === 'equals' && value === 0 ? 'never' : operator);
export function withFrequency(frequency: Frequency, value: number): { operator: Compare; value: number } {
  if (frequency === 'once') return { operator: 'greater-than-or-equal', value: 1 };
  if (frequency === 'never') return { operator: 'equals', value: 0 };
  return { operator: frequency, value: (frequency === 'greater-than-or-equal' && value < 2) || (frequency === 'equals' && value === 0) ? 2 : value };
}
