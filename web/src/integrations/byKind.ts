// An integration whose `kind` says which settings it has: the one place that narrows them.
// SPDX-License-Identifier: Apache-2.0
import type { Integration, LightspeedSettings, OpenTableSettings, ToastSettings } from '../api/schema';

export type ByKind<T extends Integration = Integration> =
  | (T & { kind: 'opentable'; settings: OpenTableSettings })
  | (T & { kind: 'toast'; settings: ToastSettings })
  | (T & { kind: 'lightspeed'; settings: LightspeedSettings });

/** The description gives each kind its settings; its types alone do not tie the two together. */
export const byKind = <T extends Integration>(integration: T) => integration as ByKind<T>;
