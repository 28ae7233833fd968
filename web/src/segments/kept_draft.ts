// Unsaved changes outlive leaving the page: they wait in the browser until they are saved or given up.
// SPDX-License-Identifier: Apache-2.0
import type { Definition } from './grammar';

export type Unsaved = { name: string; definition: Definition; revision: string; at: number };
const keyOf = (id: string) => `regulars-segment-${id}`;
/** A draft older than this has been forgotten by its author too. */
const keptMs = 30 * 86_400_000;

export function unsavedOf(id: string): Unsaved | null {
  try {
    const text = localStorage.getItem(keyOf(id));
    const found = text ? (JSON.parse(text) as Unsaved) : null;
    return found && Array.isArray(found.definition?.condition_groups) && Date.now() - found.at < keptMs ? found : null;
  } catch {
    return null; // storage is blocked, or holds what is not ours: there is nothing to bring back
  }
}

export function keepUnsaved(id: string, unsaved: Unsaved | null) {
  try {
    if (unsaved) localStorage.setItem(keyOf(id), JSON.stringify(unsaved));
    else localStorage.removeItem(keyOf(id));
  } catch {
    // Storage is blocked or full: the changes last as long as the page.
  }
}
