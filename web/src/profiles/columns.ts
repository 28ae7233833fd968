// Which columns of the guests' table are shown, remembered in this browser.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';

export const optionalColumns = ['email', 'phone', 'email_consent', 'visits', 'no_shows', 'value', 'last_seen_at', 'created_at'] as const;
export type OptionalColumn = (typeof optionalColumns)[number];
const usual: OptionalColumn[] = ['email', 'phone', 'email_consent', 'visits', 'value', 'last_seen_at'];
const key = 'regulars-profile-columns';

function remembered(): OptionalColumn[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return Array.isArray(list) ? optionalColumns.filter((id) => list.includes(id)) : usual;
  } catch {
    return usual; // storage is blocked or holds something else
  }
}

export function useColumns(): [OptionalColumn[], (id: OptionalColumn) => void] {
  const [visible, setVisible] = useState(remembered);
  const toggle = (id: OptionalColumn) => {
    const next = optionalColumns.filter((x) => (x === id ? !visible.includes(x) : visible.includes(x)));
    setVisible(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // Storage is blocked: the choice lasts as long as the page.
    }
  };
  return [visible, toggle];
}
