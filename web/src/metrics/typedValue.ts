// What a person typed or chose as a filter's value, as the data have it.
// SPDX-License-Identifier: Apache-2.0
import type { Property } from '../api/schema';
import type { Decimals } from '../i18n/decimals';
import { fold } from '../parts/fold';
import type { ValueName } from './valueName';

/** The values to offer, by what they are called; where two are called the same, the second keeps its own name. */
export function valuesByName(property: Property, nameOf: ValueName): Map<string, string> {
  const byName = new Map<string, string>();
  for (const { value } of property.values) {
    const name = nameOf(property.name, value);
    byName.set(byName.has(name) ? value : name, value);
  }
  return byName;
}

/** Nothing for what is no number where one is needed. */
export function typedValue(text: string, property: Property, nameOf: ValueName, decimals: Decimals): string | undefined {
  const typed = fold(text.trim());
  for (const [name, value] of valuesByName(property, nameOf)) if (fold(name) === typed) return value;
  if (property.type !== 'number') return text.trim();
  const number = decimals.read(text);
  return number === undefined ? undefined : String(number);
}
