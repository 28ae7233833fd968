// The custom properties.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { Profile } from '../api/schema';
import { useNames } from '../i18n/names';
import { Facts } from '../parts/Facts';
import { Sheet } from '../parts/Page';
import { PropertyText } from '../parts/PropertyText';

export function PropertiesPanel({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const names = useNames();
  const all = Object.entries(profile.properties);
  return <Sheet>{all.length === 0 ? <p className="dimmed flat">{t('properties.none')}</p> : <Facts narrow items={all.map(([name, value]) => [names.property(name), <PropertyText key={name} name={name} value={value} />])} />}</Sheet>;
}
