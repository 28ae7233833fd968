// Properties as rows of a form, and back as the changes a form made.
// SPDX-License-Identifier: Apache-2.0
import type { PropertyValue } from '../api/schema';
import type { Decimals } from '../i18n/decimals';

/** `kind` is what a kept value must stay; of a new one it is open. A boolean's text is "true" or "false". */
export type Row = { name: string; text: string; kept: boolean; kind: 'text' | 'number' | 'boolean' | 'list' | 'open' };
type Values = Record<string, PropertyValue>;

const written = (value: PropertyValue, decimals: Decimals) => (Array.isArray(value) ? value.join(', ') : value === null ? '' : typeof value === 'number' ? decimals.write(value) : String(value));
const kindOf = (value: PropertyValue): Row['kind'] => (Array.isArray(value) ? 'list' : typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? 'number' : typeof value === 'string' ? 'text' : 'open');

export const rowsOf = (values: Values, decimals: Decimals): Row[] => Object.entries(values).map(([name, value]) => ({ name, text: written(value, decimals), kept: true, kind: kindOf(value) }));

/** A number that is none any more; nothing is saved with it. */
export const isWrong = (row: Row, decimals: Decimals) => row.kind === 'number' && decimals.read(row.text) === undefined;

/** A text in the kind of the value it replaces; a new one is a number only when it is written as one. */
function read({ kind, text }: Row, decimals: Decimals): PropertyValue {
  const trimmed = text.trim();
  if (kind === 'list') return trimmed.split(',').map((item) => item.trim()).filter(Boolean);
  if (kind === 'boolean') return trimmed === 'true';
  if (kind === 'text' || (kind === 'open' && /^-?0\d/.test(trimmed))) return trimmed;
  return decimals.read(trimmed) ?? trimmed;
}

/** Only what changed; null for what was removed. */
export function changesOf(before: Values, rows: Row[], decimals: Decimals): Values {
  const changes: Values = {};
  const now = new Map(rows.filter((row) => row.name.trim()).map((row) => [row.name.trim(), row]));
  for (const name of Object.keys(before)) if (!now.has(name)) changes[name] = null;
  for (const [name, row] of now) {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (old !== undefined && written(old, decimals) === row.text.trim()) continue;
    if (old === undefined && row.text.trim() === '') continue;
    changes[name] = read(row, decimals);
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
