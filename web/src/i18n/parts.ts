// Which words of the languages' files only one part of the app needs; the build serves them apart.
// SPDX-License-Identifier: Apache-2.0

/** By the folder whose pages need them: the first words of their keys. All others are the rest, and come with every page. */
export const partOfWords = {
  imports: ['imports'],
  integrations: ['before', 'before_lightspeed', 'before_toast', 'browse', 'check', 'connect', 'exclusion', 'exclusions', 'lightspeed', 'opentable', 'remove', 'runs', 'toast', 'verify'],
} as const;

/** The words of one part, or the rest. */
export function wordsOf(words: Record<string, unknown>, part: string) {
  const ofParts: Record<string, readonly string[]> = partOfWords;
  const apart = Object.values(ofParts).flat();
  return Object.fromEntries(Object.entries(words).filter(([key]) => (part === 'rest' ? !apart.includes(key) : ofParts[part]?.includes(key))));
}
