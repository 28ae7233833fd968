// Properties as rows of a form, and back as the changes a form made.
// SPDX-License-Identifier: Apache-2.0
import type { PropertyValue } from '../api/schema';

export type Row = { name: string; text: string; kept: boolean };
type Values = Record<string, PropertyValue>;

const written = (value: PropertyValue) => (Array.isArray(value) ? value.join(', ') : value === null ? '' : String(value));

export const rowsOf = (values: Values): Row[] => Object.entries(values).map(([name, value]) => ({ name, text: written(value), kept: true }));

/** A text in the kind of the value it replaces; a new one is a number only when it is written as one. */
function read(text: string, before: PropertyValue | undefined): PropertyValue {
  if (Array.isArray(before)) return text.split(',').map((item) => item.trim()).filter(Boolean);
  if (typeof before === 'boolean') return /^(true|yes|1)$/i.test(text);
  if (typeof before === 'string') return text;
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Only what changed; null for what was removed. */
export function changesOf(before: Values, rows: Row[]): Values {
  const changes: Values = {};
  const now = new Map(rows.filter((row) => row.name.trim()).map((row) => [row.name.trim(), row.text.trim()]));
  for (const name of Object.keys(before)) if (!now.has(name)) changes[name] = null;
  for (const [name, text] of now) {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (old !== undefined && written(old) === text) continue;
    if (old === undefined && text === '') continue;
    changes[name] = read(text, old);
  }
  return changes;
}

type Edited = { first_name: string; last_name: string; properties: Values };

/** What a further edit must send so that everything is as before the last one. */
export function undoOf(before: Edited, saved: Edited) {
  const properties: Values = {};
  const same = (name: string) => Object.hasOwn(before.properties, name) === Object.hasOwn(saved.properties, name) && JSON.stringify(before.properties[name]) === JSON.stringify(saved.properties[name]);
  for (const name of new Set([...Object.keys(before.properties), ...Object.keys(saved.properties)])) if (!same(name)) properties[name] = before.properties[name] ?? null;
  return { ...(before.first_name !== saved.first_name ? { first_name: before.first_name } : {}), ...(before.last_name !== saved.last_name ? { last_name: before.last_name } : {}), properties };
}
