// One event: what happened, to whom, when; every property on demand. Values are shown as text, whatever they hold.
// SPDX-License-Identifier: Apache-2.0
import { useId, useState } from 'react';
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EventRow } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { useSourceName } from '../i18n/sources';
import { Ago } from './Ago';
import { Icon } from './icons';
import { instantIn } from './instantText';
import { Mark } from './Mark';
import { PropertyText } from './PropertyText';
import { useVenueZone } from './useVenueZone';
import styles from './EventLine.module.css';

export function EventLine({ event, showProfile }: { event: EventRow; showProfile?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const sourceName = useSourceName();
  const id = useId();
  const [open, setOpen] = useState(false);
  const zone = useVenueZone(event.metric.integration?.id);
  const party = event.properties['Party Size'];
  const scheduled = instantIn(event.properties['Scheduled Time']);
  const who = event.profile.name || event.profile.email || event.profile.phone || t('profile.no_name');
  return (
    <div className={styles.event}>
      <div className={styles.line}>
        <UnstyledButton className={styles.toggle ?? ''} aria-expanded={open} aria-controls={id} aria-label={t('event.properties', { metric: names.metric(event.metric.name) })} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={14} />
        </UnstyledButton>
        {event.metric.integration && <Mark kind={event.metric.integration.kind} size={20} />}
        <div className={styles.words}>
          {showProfile ? <Link className={styles.who ?? ''} to={`/audience/profiles/${event.profile.id}`}>{who}</Link> : <Link className={styles.who ?? ''} to={`/analytics/metrics/${event.metric.id}`}>{names.metric(event.metric.name)}</Link>}
          <span className={styles.note}>
            {[showProfile ? null : sourceName(event.metric.integration), typeof party === 'number' ? t('event.party', { count: party }) : null, scheduled ? t('event.for', { time: format.instant(scheduled, zone) }) : null].filter(Boolean).join(' · ')}
          </span>
        </div>
        {event.value && <span className={styles.value}>{format.money(event.value)}</span>}
        <span className={styles.when}><Ago at={event.time} dated /></span>
      </div>
      {open && (
        <dl id={id} className={styles.properties}>
          <div><dt>{t('event.time')}</dt><dd>{format.longInstant(event.time)}</dd></div>
          {event.value && <div><dt>{t('event.value')}</dt><dd>{format.money(event.value)}</dd></div>}
          {Object.entries(event.properties).map(([name, value]) => (
            <div key={name}>
              <dt title={name}>{names.property(name)}</dt>
              <dd><PropertyText name={name} value={value} {...(zone ? { zone } : {})} /></dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
