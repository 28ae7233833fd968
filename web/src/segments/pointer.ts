// Where in a definition's text something is, by its JSON pointer.
// SPDX-License-Identifier: Apache-2.0

export const textOf = (definition: unknown) => JSON.stringify(definition, null, 2);

/** The pointer into the definition, of a pointer into a request that carries it. */
export const inDefinition = (pointer: string) => pointer.replace(/^\/definition(?=\/|$)/, '');

/** The line (from 0) of textOf that a pointer names, or of the nearest place around it that exists. */
export function lineOf(definition: unknown, pointer: string): number {
  const parts = pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const copy = { root: structuredClone(definition) } as Record<string, unknown>;
  let holder = copy, key = 'root';
  for (const part of parts) {
    const inner = holder[key];
    if (typeof inner !== 'object' || inner === null || !(part in inner)) break;
    holder = inner as Record<string, unknown>;
    key = part;
  }
  const mark = '\u0000here';
  holder[key] = mark;
  const lines = textOf(copy.root).split('\n');
  return Math.max(0, lines.findIndex((line) => line.includes(JSON.stringify(mark))));
}

/** A definition from text somebody wrote. Errors: what is wrong, and at which line (from 1) where that is known. */
export function parsed(text: string): { definition: unknown } | { wrong: 'json' | 'shape'; line: number } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const at = Number(/position (\d+)/.exec(String(error))?.[1] ?? NaN);
    return { wrong: 'json', line: Number.isNaN(at) ? 0 : text.slice(0, at).split('\n').length };
  }
  // A whole segment of Klaviyo's API, or of an export, carries its definition inside.
  const inner = [value, (value as { definition?: unknown } | null)?.definition, (value as { data?: { attributes?: { definition?: unknown } } } | null)?.data?.attributes?.definition].find(isDefinition);
  return inner === undefined ? { wrong: 'shape', line: 0 } : { definition: inner };
}

const isDefinition = (value: unknown) => {
  const groups = (value as { condition_groups?: unknown } | null | undefined)?.condition_groups;
  return Array.isArray(groups) && groups.every((g) => Array.isArray((g as { conditions?: unknown } | null)?.conditions) && (g as { conditions: unknown[] }).conditions.every((c) => typeof (c as { type?: unknown } | null)?.type === 'string'));
};
