// A filter asks for what the data hold, in whatever words and decimals its value was given.
// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Property } from '../api/schema';
import { decimalsOf } from '../i18n/decimals';
import { makeNames } from '../i18n/names';
import es from '../locales/es.json';
import { typedValue, valuesByName } from './typedValue';

const names = makeNames(es.vendor);
const of = (name: string, type: Property['type'], ...values: string[]): Property => ({ name, type, distinct: values.length, values: values.map((value) => ({ value, count: 1 })) });
const origin = of('Reservation Origin', 'text', 'Phone', 'Web'), size = of('Party Size', 'number', '2', '4');
const typed = (text: string, property: Property) => typedValue(text, property, names.value, decimalsOf('es'));

it('offers values by the names that the chart gives them', () => expect([...valuesByName(origin, names.value)]).toContainEqual(['Teléfono', 'Phone']));
it('finds the value that a name stands for, typed with accents or without', () => {
  expect(typed('Teléfono', origin)).toBe('Phone');
  expect(typed(' telefono ', origin)).toBe('Phone');
  expect(typed('Fax', origin)).toBe('Fax');
});
it('reads numbers as the reader writes them, and refuses what is none', () => {
  expect(typed('4,5', size)).toBe('4.5');
  expect(typed('4', size)).toBe('4');
  expect(typed('cuatro', size)).toBeUndefined();
});
it('keeps two values apart that are called the same', () => {
  const both = of('X', 'text', 'a', 'b');
  expect([...valuesByName(both, () => 'same')]).toEqual([['same', 'a'], ['b', 'b']]);
});
