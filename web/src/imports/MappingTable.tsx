// What each column becomes, beside the file's first cells.
// SPDX-License-Identifier: Apache-2.0
import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportColumn } from '../api/schema';
import { Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import styles from './imports.module.css';

const groups = [
  ['person', ['email', 'phone', 'first_name', 'last_name', 'birthday', 'external_id']],
  ['details', ['organization', 'title', 'address', 'address2', 'city', 'region', 'postal_code', 'country', 'language']],
  ['consent', ['email_consent', 'sms_consent', 'consent_time', 'consent_source']],
  ['rest', ['property', 'skip']],
] as const;
const types = ['text', 'number', 'date', 'boolean', 'list'] as const;

type Props = { columns: ImportColumn[]; samples: string[][]; disabled: boolean; onChange: (columns: ImportColumn[]) => void };

export function MappingTable({ columns, samples, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const targets = groups.map(([group, items]) => ({ group: t(`imports.group_${group}`), items: items.map((value) => ({ value, label: t(`imports.target_${value}`) })) }));
  const set = (at: number, change: Partial<ImportColumn>) =>
    onChange(columns.map((column, i) => {
      if (i === at) return { ...column, ...change };
      // A field belongs to one column: the other one becomes a property of its own name.
      const taken = change.target && change.target !== 'skip' && change.target !== 'property' && column.target === change.target;
      return taken ? { ...column, target: 'property' as const, property: column.header } : column;
    }));
  return (
    <Sheet flush>
      <ScrollX label={t('imports.mapping')}>
        <table className={`plain ${styles.mapping}`}>
          <thead><tr><th>{t('imports.column')}</th><th>{t('imports.samples')}</th><th>{t('imports.becomes')}</th><th>{t('imports.type')}</th></tr></thead>
          <tbody>
            {columns.map((column, i) => (
              <tr key={i}>
                <td><strong>{column.header || t('imports.unnamed', { number: i + 1 })}</strong></td>
                <td className={styles.samples ?? ''}>{samples.slice(0, 3).map((row, n) => <div key={n}>{row[i] ?? ''}</div>)}</td>
                <td>
                  <Select size="sm" w={230} aria-label={t('imports.becomes_of', { column: column.header })} allowDeselect={false} searchable disabled={disabled} data={targets} value={column.target}
                    nothingFoundMessage={t('state.nothing_found')} onChange={(value) => value && set(i, { target: value as ImportColumn['target'], property: value === 'property' ? column.property || column.header : '' })} />
                  {column.target === 'property' && <TextInput mt={6} size="sm" w={230} aria-label={t('imports.property_of', { column: column.header })} maxLength={200} disabled={disabled} value={column.property} onChange={(e) => set(i, { property: e.currentTarget.value })} />}
                </td>
                <td>{column.target === 'property' && <Select size="sm" w={150} aria-label={t('imports.type_of', { column: column.header })} allowDeselect={false} disabled={disabled} data={types.map((value) => ({ value, label: t(`imports.type_${value}`) }))} value={column.type} onChange={(value) => value && set(i, { type: value as ImportColumn['type'] })} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </Sheet>
  );
}
