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
  return (
    <Sheet flush>
      <ScrollX label={t('imports.preview_events')}>
        <table className="plain">
          <thead><tr><th className="num">{t('imports.line')}</th><th>{t('imports.person')}</th><th>{t('imports.metric')}</th><th>{t('imports.time')}</th><th className="num">{t('imports.event_value')}</th><th>{t('imports.unique_id')}</th><th>{t('imports.properties')}</th></tr></thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.line}>
                <td className="num">{event.line}</td><td>{event.identifiers.join(', ') || event.profile_id}</td><td>{event.metric}</td><td>{format.instant(event.time)}</td>
                <td className="num">{event.value && format.money(event.value)}</td><td>{event.unique_id}</td><td>{Object.keys(event.properties).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </Sheet>
  );
}
