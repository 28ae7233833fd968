// What of a form differs from what it began with: only that is sent, so that others' changes stay.
// SPDX-License-Identifier: Apache-2.0

export function changedOf<T extends object>(start: Partial<T>, now: T): Partial<T> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(start[name as keyof T]))) as Partial<T>;
}
