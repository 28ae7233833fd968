// A table whose columns sort by click or Enter.
// SPDX-License-Identifier: Apache-2.0
import { flexRender, type RowData, type Table } from '@tanstack/react-table';
import { UnstyledButton } from '@mantine/core';
import styles from './SortableTable.module.css';
import { ScrollX } from './ScrollX';

declare module '@tanstack/react-table' {
  interface ColumnMeta<TData extends RowData, TValue> {
    number?: boolean;
    /** Left out where there is little room. */
    wide?: boolean;
  }
}

const classOf = (meta?: { number?: boolean; wide?: boolean }) => [meta?.number ? 'num' : '', meta?.wide ? 'wide-only' : ''].join(' ').trim();
const arias = { asc: 'ascending', desc: 'descending' } as const;

export function SortableTable<T>({ table, label }: { table: Table<T>; label: string }) {
  return (
    <ScrollX label={label}>
      <table className="plain" aria-label={label}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted();
                const content = flexRender(header.column.columnDef.header, header.getContext());
                return (
                  <th key={header.id} className={classOf(header.column.columnDef.meta)} aria-sort={sorted ? arias[sorted] : undefined}>
                    {header.column.getCanSort() ? (
                      <UnstyledButton className={styles.sort ?? ''} onClick={header.column.getToggleSortingHandler()}>
                        {content}
                        <span className={styles.arrow} aria-hidden="true">{sorted === 'asc' ? '↑' : sorted === 'desc' ? '↓' : ''}</span>
                      </UnstyledButton>
                    ) : content}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} className="link">
              {row.getVisibleCells().map((cell) => <td key={cell.id} className={classOf(cell.column.columnDef.meta)}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
