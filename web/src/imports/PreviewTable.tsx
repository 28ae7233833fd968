// The first people as they will be read.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { ImportPerson } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';

const textOf = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value));

export function PreviewTable({ people }: { people: ImportPerson[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const properties = [...new Set(people.flatMap((person) => Object.keys(person.properties)))];
  return (
    <Sheet flush>
      <ScrollX label={t('imports.preview')}>
        <table className="plain">
          <thead><tr><th className="num">{t('imports.line')}</th><th>{t('imports.target_email')}</th><th>{t('imports.target_phone')}</th><th>{t('imports.target_first_name')}</th><th>{t('imports.target_last_name')}</th><th>{t('imports.target_email_consent')}</th><th>{t('imports.target_consent_time')}</th>{properties.map((name) => <th key={name}>{name}</th>)}</tr></thead>
          <tbody>
            {people.map((person) => (
              <tr key={person.line}>
                <td className="num">{person.line}</td><td>{person.email}</td><td>{person.phone}</td><td>{person.first_name}</td><td>{person.last_name}</td>
                <td>{t(`consent.${person.email_consent}`)}</td><td>{person.consented_at ? format.instant(person.consented_at) : ''}</td>
                {properties.map((name) => <td key={name}>{name in person.properties ? textOf(person.properties[name]) : ''}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </Sheet>
  );
}
