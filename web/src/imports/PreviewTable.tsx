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
  const columns: [string, (person: ImportPerson) => string][] = [
    [t('imports.target_email'), (person) => person.email], [t('imports.target_phone'), (person) => person.phone], [t('imports.target_first_name'), (person) => person.first_name], [t('imports.target_last_name'), (person) => person.last_name],
    [t('imports.target_email_consent'), (person) => t(`consent.${person.email_consent}`)], [t('imports.target_consent_time'), (person) => (person.consented_at ? format.instant(person.consented_at) : '')],
    ...properties.map((name): [string, (person: ImportPerson) => string] => [name, (person) => (name in person.properties ? textOf(person.properties[name]) : '')]),
  ];
  return (
    <Sheet flush>
      <ScrollX label={t('imports.preview')}>
        <table className="plain stacks">
          <thead><tr><th className="num">{t('imports.line')}</th>{columns.map(([name], i) => <th key={i}>{name}</th>)}</tr></thead>
          <tbody>
            {people.map((person) => (
              <tr key={person.line}>
                <td className="num"><span className="narrow-only dimmed">{t('imports.line')} </span>{person.line}</td>
                {columns.map(([name, read], i) => <td key={i} data-column={name}>{read(person)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </Sheet>
  );
}
