// Names that vendors gave, in the reader's language; the data keep the original.
// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';

type Table = Record<string, string>;
type Vendor = { metric: Table; property: Table; value: Record<string, Table> };
const none: Vendor = { metric: {}, property: {}, value: {} };

const own = <T>(table: Record<string, T> | undefined, name: string): T | undefined => (table && Object.hasOwn(table, name) ? table[name] : undefined);

export function makeNames(vendor: Vendor) {
  return {
    metric: (name: string) => own(vendor.metric, name) ?? name,
    property: (name: string) => own(vendor.property, name) ?? name,
    value: (property: string, value: string) => own(own(vendor.value, property), value) ?? value,
  };
}

export function useNames() {
  const { i18n } = useTranslation();
  return useMemo(() => makeNames((i18next.getResource(i18n.language, 'app', 'vendor') as Vendor | undefined) ?? none), [i18n.language]);
}
