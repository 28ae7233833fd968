// One verified day: the vendor's figures beside ours, what was left out, and the records that differ.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reconciledDayQuery } from '../api/queries';
import { problemOf } from '../api/problem';
import type { DifferingRecord, Money, ReconciledDayDetail, RecordTally, IntegrationKind } from '../api/schema';
import { useFormat } from '../i18n/format';
import { saidOf } from '../i18n/said';
import { Ago } from '../parts/Ago';
import { Section, Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { spoken, zonesOf } from './dayZones';
import { reasons } from './exclusionReasons';
import styles from './VerifyDay.module.css';

/** Reasons that only a check knows; all others are the connectors'. */
const reasonsOfChecks = new Set(['changed_since_sync', 'sold_in_exchange']);

type Props = { id: string; kind: IntegrationKind; day: string; vendor: string; onCheck?: () => void };

export function VerifyDay({ id, kind, day, vendor, onCheck }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const found = useQuery(reconciledDayQuery(id, day));
  const zones = found.data ? zonesOf(found.data) : [];
  const isUnchecked = found.isError && problemOf(found.error).code === 'not_found';
  return (
    <Section
      title={format.weekday(day)} {...(found.data ? { about: <>{t(zones.length === 0 ? 'verify.zone_unknown' : 'verify.zone', { zone: format.list(zones.map(spoken)) })} · {t('verify.checked')} <Ago at={found.data.checked_at} /></> } : {})}
      actions={onCheck && <Button variant="default" onClick={onCheck}>{t('verify.check_day')}</Button>}
    >
      {found.isPending && <Wait rows={4} />}
      {found.isError && !isUnchecked && <Trouble error={found.error} retry={() => void found.refetch()} />}
      {isUnchecked && <Sheet><p className="dimmed flat">{t('verify.state_unchecked')}</p></Sheet>}
      {found.data && (
        <div className={styles.sheets}>
          <Figures kind={kind} day={found.data} vendor={vendor} />
          {found.data.records.length > 0 && <Records day={found.data} vendor={vendor} />}
        </div>
      )}
    </Section>
  );
}

function Figures({ kind, day, vendor }: { kind: IntegrationKind; day: ReconciledDayDetail; vendor: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const worth = (tally: RecordTally) => (tally.values.length === 0 ? '' : format.list(tally.values.map(format.money)));
  const reasonOf = (reason: string) =>
    reasonsOfChecks.has(reason) ? t(`verify.reason_${reason}`) : reasons[kind].has(reason) ? t(`exclusion.${reason}`, saidOf(kind)) : reason;
  const severalPlaces = day.places.length > 1;
  return (
    <Sheet flush>
      <p className="pad" data-verdict={day.equal}>{day.equal ? t('verify.day_equal', { vendor }) : t('verify.day_differs', { count: day.differences })}</p>
      {day.places.filter((place) => place.refusal).map((place) => <p key={place.place} className="pad">{place.place}{format.colon}{t('verify.refused')} <span className="dimmed">{place.refusal}</span></p>)}
      {day.places.filter((place) => !place.refusal).map((place) => (
        <ScrollX key={place.place} label={place.place || t('verify.figures')}>
          <table className="plain">
            {severalPlaces && <caption>{place.place || t('verify.no_place')}{place.time_zone && <span className="dimmed"> · {spoken(place.time_zone)}</span>}</caption>}
            <thead><tr><th>{t('verify.figures')}</th><th className="num">{t('verify.records')}</th><th className="num">{t('verify.worth')}</th></tr></thead>
            <tbody>
              <tr><td>{t('verify.at_vendor', { vendor })}</td><td className="num">{format.number(place.vendor.count)}</td><td className="num">{worth(place.vendor)}</td></tr>
              <tr><td>{t('verify.here')}</td><td className="num">{format.number(place.ours.count)}</td><td className="num">{worth(place.ours)}</td></tr>
              {place.excluded.map((one) => (
                <tr key={one.reason}>
                  <td className={styles.label}>{t('verify.left_out', { reason: reasonOf(one.reason) })}</td>
                  <td className="num">{format.number(one.count)}</td><td className="num">{worth(one)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollX>
      ))}
    </Sheet>
  );
}

function Records({ day, vendor }: { day: ReconciledDayDetail; vendor: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (m: Money | null) => (m ? format.money(m) : t('verify.nothing'));
  const about = (r: DifferingRecord) =>
    r.kind === 'day_differs' && r.our_day ? t('verify.kind_day_differs_on', { day: format.day(r.our_day) }) : t(`verify.kind_${r.kind}`, { vendor });
  return (
    <Sheet flush>
      <ScrollX label={t('verify.differing')}>
        <table className="plain">
          <caption className="visually-hidden">{t('verify.differing')}</caption>
          <thead><tr><th>{t('verify.record')}</th><th className="wide-only">{t('verify.what')}</th><th className="num">{t('verify.at_vendor', { vendor })}</th><th className="num">{t('verify.here')}</th></tr></thead>
          <tbody>
            {day.records.map((r, i) => (
              <tr key={i} data-kind={r.kind}>
                <td>{r.label}{day.places.length > 1 && r.place && <span className="dimmed"> {r.place}</span>}<span className="under narrow-only">{about(r)}</span></td>
                <td className="wrap wide-only">{about(r)}</td>
                <td className="num">{r.kind === 'not_at_vendor' ? '' : money(r.vendor)}</td>
                <td className="num">{r.kind === 'not_synced' || r.kind === 'event_missing' ? '' : money(r.ours)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      {day.differences > day.records.length && <p className="pad dimmed">{t('verify.more', { count: day.differences - day.records.length })}</p>}
    </Sheet>
  );
}
