// The first events as they will be read.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { ImportEvent } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';

export function EventPreview({ events }: { events: ImportEvent[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: [string, (event: ImportEvent) => string | null][] = [
    [t('imports.person'), (event) => event.identifiers.join(', ') || event.profile_id], [t('imports.metric'), (event) => event.metric], [t('imports.time'), (event) => format.instant(event.time)],
    [t('imports.event_value'), (event) => event.value && format.money(event.value)], [t('imports.unique_id'), (event) => event.unique_id], [t('imports.properties'), (event) => Object.keys(event.properties).join(', ')],
  ];
  return (
    <Sheet flush>
      <ScrollX label={t('imports.preview_events')}>
        <table className="plain stacks">
          <thead><tr><th className="num">{t('imports.line')}</th>{columns.map(([name], i) => <th key={i}>{name}</th>)}</tr></thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.line}>
                <td className="num"><span className="narrow-only dimmed">{t('imports.line')} </span>{event.line}</td>
                {columns.map(([name, read], i) => <td key={i} data-column={name}>{read(event)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </Sheet>
  );
}
