// Why a person is in or out: group by group, condition by condition, with the events that decide.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { profileQuery } from '../api/queries';
import type { ConditionExplanation } from '../api/schema';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { Icon } from '../parts/icons';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { PersonSelect } from '../profiles/PersonSelect';
import { useProfileName } from '../profiles/useProfileName';
import type { Condition, Definition } from './grammar';
import { explainQuery } from './queries';
import { useRefused } from './useRefused';
import { useSentence } from './useSentence';
import styles from './panels.module.css';

export function WhyPanel({ id, definition }: { id: string; definition: Definition }) {
  const { t } = useTranslation();
  const nameOf = useProfileName();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const chosen = search.get('profile');
  const profile = useQuery({ ...profileQuery(chosen ?? ''), enabled: !!chosen }).data;
  const name = profile ? nameOf(profile) : '';
  const why = useQuery({ ...explainQuery({ segment_id: id }, chosen ?? ''), enabled: !!chosen });
  // False only where something says no; what cannot be evaluated says neither.
  const isUnknown = why.data && !why.data.is_member && why.data.groups.some((g) => g.holds === null) && !why.data.groups.some((g) => g.holds === false);
  return (
    <div>
      <div className={styles.tools}>
        <PersonSelect label={t('segment.pick_person')} chosen={{ id: chosen ?? '', name }} onChoose={(next) => setSearch((old) => { old.set('profile', next); return old; }, { replace: true })} />
      </div>
      {why.isError && <Trouble error={why.error} retry={() => void why.refetch()} />}
      {chosen && why.isPending && <Wait rows={4} />}
      {why.data && (
        <>
          <p className={styles.verdict} role="status" data-member={isUnknown ? 'unknown' : why.data.is_member}>
            <Link className={styles.name ?? ''} to={`/audience/profiles/${chosen}`}>{name}</Link> {isUnknown ? t('segment.is_unknown') : why.data.is_member ? t('segment.is_in') : t('segment.is_out')}
            {why.data.since && <span className="dimmed"> {t('segment.in_since', { time: format.instant(why.data.since) })}</span>}
            {why.data.next_change_at && <span className="dimmed"> {t('segment.next_change', { time: format.instant(why.data.next_change_at) })}</span>}
          </p>
          {why.data.groups.map((group, g) => (
            <div key={g}>
              {g > 0 && <p className={styles.joint}>{t('segment.and_also')}</p>}
              <ul className={styles.reasons}>
                {group.conditions.map((c, i) => { const condition = definition.condition_groups[g]?.conditions[i]; return condition && <Reason key={c.pointer} reason={c} condition={condition} joint={i > 0} />; })}
              </ul>
            </div>
          ))}
        </>
      )}
    </div>
  );
}

function Reason({ reason, condition, joint }: { reason: ConditionExplanation; condition: Condition; joint: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const refused = useRefused();
  const sentence = useSentence({ condition_groups: [{ conditions: [condition] }] });
  const { code, values } = reason.detail;
  const holds = reason.holds === null ? 'unknown' : reason.holds;
  const number = typeof values.value === 'number' ? (typeof values.currency === 'string' ? format.money({ amount: String(values.value), currency: values.currency }) : format.decimal(values.value)) : '';
  const shown = (value: unknown) => (Array.isArray(value) ? format.list(value.map(String)) : typeof value === 'boolean' ? (value ? t('state.yes') : t('state.no')) : typeof value === 'number' ? format.decimal(value) : String(value ?? ''));
  const said = () => {
    switch (code) {
      case 'count': return t('segment.found_count', { count: Number(values.count) });
      case 'sum': return t('segment.found_sum', { value: number });
      case 'average': return number ? t('segment.found_average', { value: number }) : t('segment.found_not_set');
      case 'funnel': return t('segment.found_funnel', { steps: Number(values.steps), of: Number(values.of) });
      case 'value': case 'prediction': return t('segment.found_value', { value: shown(values.value) });
      case 'not_set': return t('segment.found_not_set');
      case 'groups': return Array.isArray(values.names) && values.names.length ? t('segment.found_groups', { names: format.list(values.names) }) : t('segment.found_no_groups');
      case 'consent': return values.suppression ? t('segment.found_suppressed') : values.state === 'subscribed' ? t('consent.subscribed') : values.state === 'unsubscribed' ? t('consent.unsubscribed') : t('consent.never_subscribed');
      case 'region': return t('segment.found_value', { value: shown(values.country) });
      case 'distance': return t('segment.found_value', { value: `${shown(values.distance)} ${values.unit === 'kilometers' ? t('segment.kilometers') : t('segment.miles')}` });
      case 'cannot_evaluate': return refused({ code: String(values.code), detail: String(values.detail) });
    }
  };
  return (
    <li className={styles.reason} data-holds={holds}>
      <p>
        {joint && <span className="dimmed">{t('segment.or')} </span>}
        <span className={styles.holds} data-holds={holds}><Icon name={reason.holds ? 'check' : reason.holds === null ? 'alert' : 'cross'} size={14} />{reason.holds ? t('segment.holds') : reason.holds === null ? t('segment.holds_unknown') : t('segment.holds_not')}</span> {sentence}
      </p>
      <p className="dimmed">{said()}</p>
      {reason.events.length > 0 && (
        <ul className={styles.deciding}>
          {reason.events.map((e) => <li key={e.id}><Link to={`/analytics/metrics/${e.metric_id}`}>{names.metric(e.metric)}</Link><span>{format.instant(e.time)}</span>{e.value && <span>{format.money(e.value)}</span>}</li>)}
          {reason.count > reason.events.length && <li className="dimmed">{t('segment.and_more', { count: reason.count - reason.events.length })}</li>}
        </ul>
      )}
    </li>
  );
}
